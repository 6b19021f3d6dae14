import type { Selector } from "../../model/promql.ts";
import type { Slo } from "../../model/slo.ts";
import type { Seconds } from "../../model/units.ts";
import { bucketSpellings, counters, type LatencySli } from "./buckets.ts";
import { divisor, safeRatio } from "./fraction.ts";
import { growth, type LedgerTime } from "./growth.ts";
import { running, whileRunning } from "./journey.ts";
import { nativeRules } from "./native/native.ts";
import { orIdle } from "./presence.ts";
import { aggregate, call, chain, range } from "../promql.ts";
import type { SliRules } from "./sli.ts";

/** A journey that has stopped is no data, although its histogram may still be there. */
function journeyPair(
  slo: Slo,
  { journey }: LatencySli,
  time: LedgerTime,
  pair: SliRules["pair"],
): SliRules["pair"] {
  if (journey === undefined) return pair;
  const guard = running(slo, journey, time);
  return { total: whileRunning(pair.total, guard), bad: whileRunning(pair.bad, guard) };
}

export const latencyRules = (slo: Slo, sli: LatencySli, time: LedgerTime): SliRules =>
  sli.type === undefined ? classicRules(slo, sli, time) : nativeRules(slo, sli, sli.type, time);

function classicRules(slo: Slo, sli: LatencySli, time: LedgerTime): SliRules {
  const { all, within, twice } = counters(sli);
  const rate = (selector: Selector, window: Seconds) =>
    aggregate("sum", slo.groupBy, `rate(${range(selector, window)})`);
  // While both spellings of a bucket exist, the larger is the newer: the difference then spans the upgrade.
  const merge = (values: string) => `max without (le) (${values})`;
  const total = aggregate("sum", slo.groupBy, growth(all, time));
  const good = aggregate("sum", slo.groupBy, twice ? growth(within, time, merge) : growth(within, time));
  return {
    ratio: (window) => safeRatio(`1 - ${rate(within, window)} / ${divisor(rate(all, window))}`),
    badEvents: (window) =>
      `${window} * ${call("clamp_min", `${rate(all, window)} - ${rate(within, window)}, 0`)}`,
    // A missing bucket means a wrong threshold: that is no data and an anomaly, not 100 % errors.
    pair: journeyPair(slo, sli, time, {
      total: orIdle(slo, time, chain("and", total, good), total),
      bad: orIdle(slo, time, call("clamp_min", `${total} - ${good}, 0`), total),
    }),
    anomalies: (window) => [
      {
        name: "good_above_total",
        expr: `${rate(within, window)} > 1.01 * ${rate(all, window)}`,
        reason: "The histogram's bucket counts more events than the histogram does.",
      },
      {
        name: "threshold_is_no_bucket",
        expr: `${rate(all, window)} unless ${rate(within, window)}`,
        reason: `The histogram has no bucket le="${bucketSpellings(sli.threshold)[0] ?? ""}": choose a threshold that is one of its buckets.`,
      },
    ],
  };
}
