import { journeyLabel } from "../../model/names.ts";
import type { Selector } from "../../model/promql.ts";
import type { ProbedJourney, RunCounting, Sli, Slo } from "../../model/slo.ts";
import { seconds, type Seconds } from "../../model/units.ts";
import { aggregate, brackets, call, chain, range } from "../promql.ts";
import { safeRatio } from "./fraction.ts";
import { growth, type LedgerTime } from "./growth.ts";
import { ratioRules } from "./ratio.ts";
import type { SliRules } from "./sli.ts";

type JourneySli = Extract<Sli, { kind: "journey" }>;
type Rounds = Exclude<RunCounting, { kind: "allRuns" }>;

/** Two runs and an interval: a journey that was silent for so long has stopped. */
const memory = ({ every }: ProbedJourney, { interval }: LedgerTime): Seconds =>
  seconds(2 * every + Math.max(interval, every));

/**
 * Something for every group whose journey still runs. A prober that hangs goes on exporting its counters, and
 * counters that stand still would read as "no traffic", a perfect month: without a run there is no data.
 */
export function running(slo: Slo, journey: ProbedJourney, time: LedgerTime): string {
  const grew = `rate(${range(journey.runs, memory(journey, time), time.delay)})`;
  return `${aggregate("sum", slo.groupBy, grew)} > 0`;
}

export const whileRunning = (expr: string, guard: string): string =>
  brackets(chain("and", brackets(expr), brackets(guard)));

/** Runs are events: all of them, or rounds of them over several locations. */
export function journeyRules(slo: Slo, sli: JourneySli, time: LedgerTime): SliRules {
  if (sli.counting.kind !== "allRuns") return roundRules(slo, sli, sli.counting, time);
  const part = { kind: "selector", selector: sli.failed } as const;
  const total = { kind: "selector", selector: sli.journey.runs } as const;
  const rules = ratioRules(slo, { kind: "ratio", counts: "bad", part, total }, time);
  const guard = running(slo, sli.journey, time);
  const { bad, total: all } = rules.pair;
  return { ...rules, pair: { bad: whileRunning(bad, guard), total: whileRunning(all, guard) } };
}

/**
 * A round is one run at each location. Locations run at their own moments, so rounds are never matched one by one:
 * the share of rounds that fail at k locations is the k-th largest of the locations' own shares of failed runs.
 */
function roundRules(slo: Slo, { journey, failed }: JourneySli, counting: Rounds, time: LedgerTime): SliRules {
  const places = [...slo.groupBy.filter((name) => name !== journeyLabel.location), journeyLabel.location];
  const perPlace = (expr: string): string => aggregate("sum", places, expr);
  const needed = counting.kind === "kOfN" ? counting.failed : 1;

  const shareOf = (window: Seconds, delay: Seconds): string => {
    const rate = (selector: Selector) => perPlace(`rate(${range(selector, window, delay)})`);
    const runs = rate(journey.runs);
    return `${brackets(chain("or", rate(failed), `0 * ${runs}`))} / ${brackets(`${runs} > 0`)}`;
  };
  const share = (window: Seconds, delay: Seconds = seconds(0)): string => {
    const shares = shareOf(window, delay);
    const kept = counting.kind === "kOfN" ? highest(slo, counting.failed, shares) : shares;
    const enough = `${aggregated("count", slo, shares)} >= ${needed}`;
    return brackets(chain("and", aggregated("min", slo, kept), brackets(enough)));
  };
  const span = memory(journey, time);
  const rounds = aggregate("max", slo.groupBy, perPlace(growth(journey.runs, time)));
  const now = share(span, time.delay);
  const perSecond = (window: Seconds) =>
    aggregate("max", slo.groupBy, perPlace(`rate(${range(journey.runs, window)})`));
  return {
    ratio: (window) => safeRatio(share(window)),
    badEvents: (window) => `${window} * ${perSecond(window)} * ${share(window)}`,
    // The share is remembered for a few runs, since not every interval holds one of each location.
    pair: { total: whileRunning(rounds, now), bad: `${brackets(rounds)} * ${now}` },
    anomalies: () => [],
  };
}

const by = ({ groupBy }: Slo): string => (groupBy.length === 0 ? "" : ` by (${groupBy.join(", ")}) `);
const aggregated = (operator: "min" | "count", slo: Slo, body: string): string =>
  call(`${operator}${by(slo)}`, body);
const highest = (slo: Slo, count: number, body: string): string =>
  call(`topk${by(slo)}`, `${count}, ${body}`);
