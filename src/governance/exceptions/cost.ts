import type { FiringAlert } from "../../model/observation.ts";
import { tidy, type Ratio, type Timestamp } from "../../model/units.ts";
import type { JudgedSlo } from "../../policy/judged.ts";
import type { Facts } from "../facts.ts";
import { ownSlos, slosConcerned } from "./concerned.ts";
import type { SpentAt } from "./events.ts";
import type { Exception } from "./exception.ts";
import type { ExceptionRequest } from "./request.ts";
import { needsNobody } from "./state.ts";

/** What the worst group has consumed; undefined while that is not known. */
export function consumedBy({ standing, groups }: JudgedSlo): number | undefined {
  if (standing.state === "unknown") return undefined;
  const known = groups.flatMap(({ assessment: { gone, raw } }) =>
    gone || raw === undefined ? [] : [raw.consumed],
  );
  return known.length === 0 ? undefined : Math.max(...known);
}

/** What each SLO concerned has consumed at this moment, as far as it is known. */
export const spentNow = (request: ExceptionRequest, facts: Facts): SpentAt =>
  Object.fromEntries(
    ownSlos(request, facts).flatMap((judged) => {
      const consumed = consumedBy(judged);
      return consumed === undefined ? [] : [[judged.slo.id, consumed]];
    }),
  );

export interface Cost {
  /** The SLO that has lost most since the exception came into force, and how much of its whole budget that is. */
  slo?: string;
  spent: number;
  /** SLOs concerned of which it cannot be said. */
  unknown: readonly string[];
}

/** What the exception has cost: everything that its SLOs lost since it came into force is laid at its door. */
export function costOf({ request, spentAt }: Exception, facts: Facts): Cost {
  let most: Cost = { spent: 0, unknown: [] };
  const unknown: string[] = [];
  for (const judged of ownSlos(request, facts)) {
    const { id } = judged.slo;
    const now = consumedBy(judged);
    const before = spentAt[id];
    if (now === undefined || before === undefined) unknown.push(id);
    else if (now - before > most.spent) most = { slo: id, spent: tidy(now - before), unknown };
  }
  return { ...most, unknown };
}

/** Whether it has cost more than was granted. */
export const isOverCap = ({ spent }: Cost, cap: Ratio | undefined): boolean =>
  cap !== undefined && spent > cap;

/** When the last person had their say: what they saw, they decided upon. */
export const decidedAt = (exception: Exception): Timestamp =>
  needsNobody(exception) ? exception.requestedAt : (exception.approvals.at(-1)?.at ?? exception.requestedAt);

export interface Page extends FiringAlert {
  slo: string;
  since: Timestamp;
}

/**
 * A page that began to ring after the exception was approved: things are not as they were then. One that rang before
 * was known to those who approved. A broken glass is for when it rings.
 */
export function newPage(exception: Exception, facts: Facts): Page | undefined {
  if (exception.breakGlass !== undefined) return undefined;
  const since = decidedAt(exception);
  for (const { slo, groups } of slosConcerned(exception.request, facts))
    for (const { assessment } of groups)
      for (const alert of assessment.firing)
        if (alert.severity === "page" && alert.since !== undefined && alert.since > since)
          return { ...alert, slo: slo.id, since: alert.since };
  return undefined;
}
