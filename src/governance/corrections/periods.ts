import type { CorrectedPeriod } from "../../model/correction.ts";
import type { Slo } from "../../model/slo.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import type { GovernanceState } from "../state.ts";
import { occurrencesWithin, type BudgetInterval } from "../windows/acting.ts";
import type { MaintenanceWindow } from "../windows/window.ts";

/** A period and the SLOs that it is about. */
interface Aimed {
  period: CorrectedPeriod;
  slos: readonly string[];
  environments: readonly string[];
}

/** Which periods count otherwise than they were recorded, for an SLO. */
export type PeriodsOf = (slo: Slo) => readonly CorrectedPeriod[];

const none: readonly CorrectedPeriod[] = [];
const noGroup = {};

/**
 * Approved corrections, and the past and running occurrences of windows that change the budget, as of `now`; nothing
 * older than `reach` seconds is looked for.
 */
export function correctedPeriods(
  { corrections, windows }: Pick<GovernanceState, "corrections" | "windows">,
  now: Timestamp,
  reach: number,
): PeriodsOf {
  const byService = new Map<string, Aimed[]>();
  const add = (service: string, aimed: Aimed): void => {
    const known = byService.get(service);
    if (known === undefined) byService.set(service, [aimed]);
    else known.push(aimed);
  };
  for (const { id, state, request } of corrections.values()) {
    const { service, from, to, effect, slos, environments } = request;
    if (state === "approved" && to > now - reach)
      add(service, { period: { id, from, to, effect, group: noGroup }, slos, environments });
  }
  for (const window of windows.values())
    for (const { from, to, effect, request } of budgetIntervals(window, now, reach)) {
      const { service, slos, environments, group } = request;
      add(service, { period: { id: window.id, from, to, effect, group }, slos, environments });
    }
  if (byService.size === 0) return () => none;
  return ({ id, service, environment }) =>
    (byService.get(service) ?? [])
      .filter(
        ({ slos, environments }) =>
          environments.includes(environment) && (slos.length === 0 || slos.includes(id)),
      )
      .map(({ period }) => period);
}

interface Expanded {
  from: Timestamp;
  to: Timestamp;
  intervals: readonly BudgetInterval[];
}

/** Rules are expanded once an hour, not in every cycle; a changed window is another object. */
const expanded = new WeakMap<MaintenanceWindow, Expanded>();
const ahead = 3_600;

function budgetIntervals(
  window: MaintenanceWindow,
  now: Timestamp,
  reach: number,
): readonly BudgetInterval[] {
  if (!actsOnBudget(window)) return [];
  const known = expanded.get(window);
  if (known !== undefined && known.from <= now - reach && now <= known.to)
    return known.intervals.filter(({ from }) => from < now);
  const [from, to] = [timestamp(now - reach - ahead), timestamp(now + ahead)];
  const intervals = occurrencesWithin(window, from, to);
  expanded.set(window, { from, to, intervals });
  return intervals.filter((each) => each.from < now);
}

const actsOnBudget = ({ request, former }: MaintenanceWindow): boolean =>
  [request, ...former.map((each) => each.request)].some(({ acts }) => acts.budget !== "count");
