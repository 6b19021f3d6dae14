import type { Matcher, Selector } from "../../model/promql.ts";
import { withMatchers, withMetric } from "../../model/promql.ts";
import type { Sli, Slo } from "../../model/slo.ts";
import type { Seconds } from "../../model/units.ts";
import { divisor, safeRatio } from "./fraction.ts";
import { growth, type LedgerTime } from "./growth.ts";
import { running, whileRunning } from "./journey.ts";
import { orIdle } from "./presence.ts";
import { aggregate, call, chain, range } from "../promql.ts";
import type { SliRules } from "./sli.ts";

type LatencySli = Extract<Sli, { kind: "latency" }>;

/** All digits, no exponent. */
const spellOut = (value: number): string =>
  value >= 1e-6 ? String(value) : value.toFixed(20).replace(/0+$/, "");

/** A number as Go, and with it most exporters, spells it: with an exponent from a million on and under 0.0001. */
function spellLikeGo(value: number): string {
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return spellOut(value);
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

/**
 * The ways a bucket's `le` may be spelled: `1` until Prometheus 2, `1.0` from Prometheus 3 on, `1e+06` for a million.
 * All are matched, so that nothing changes on the day Prometheus is upgraded.
 */
export function bucketSpellings(threshold: number): readonly string[] {
  const text = spellOut(threshold);
  const spellings = [text, ...(text.includes(".") ? [] : [`${text}.0`]), spellLikeGo(threshold)];
  return [...new Set(spellings)];
}

const escapeRegex = (text: string): string => text.replaceAll(/[.+]/g, "\\$&");

function bucketMatcher(threshold: number): Matcher {
  const [only = "", ...others] = bucketSpellings(threshold);
  return others.length === 0
    ? { label: "le", op: "=", value: only }
    : { label: "le", op: "=~", value: [only, ...others].map(escapeRegex).join("|") };
}

interface Counters {
  all: Selector;
  within: Selector;
  /** Whether one bucket may appear as two series, spelled differently. */
  twice: boolean;
}

function counters({ histogram, threshold }: LatencySli): Counters {
  const base = histogram.metric ?? "";
  return {
    all: withMetric(histogram, `${base}_count`),
    within: withMatchers(withMetric(histogram, `${base}_bucket`), [bucketMatcher(threshold)]),
    twice: bucketSpellings(threshold).length > 1,
  };
}

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

export function latencyRules(slo: Slo, sli: LatencySli, time: LedgerTime): SliRules {
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
