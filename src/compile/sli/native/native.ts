import { formatDuration } from "../../../model/durations.ts";
import { formatSelector } from "../../../model/promql.ts";
import type { HistogramType, Slo } from "../../../model/slo.ts";
import type { Seconds } from "../../../model/units.ts";
import { aggregate, brackets, call, chain } from "../../promql.ts";
import { bucketSpellings, counters, spellOut, type LatencySli } from "../buckets.ts";
import { divisor, safeRatio } from "../fraction.ts";
import { grown, growthOf, readings, regrown, type LedgerTime, type Readings } from "../growth.ts";
import { orIdle } from "../presence.ts";
import type { Anomaly, SliRules } from "../sli.ts";
import { cumulative } from "./cumulative.ts";

/** A subquery over the instants of the scrapes: its last step before a moment is the same whoever asks. */
const readEvery =
  (step: Seconds) =>
  (expr: string) =>
  (fn: string, over: Seconds, offset: Seconds): string => {
    const back = offset === 0 ? "" : ` offset ${formatDuration(offset)}`;
    const operand = /^\w+\([^()]*\)$/.test(expr) ? expr : brackets(expr);
    return `${fn}(${operand}[${formatDuration(over)}:${formatDuration(step)}]${back})`;
  };

/** Events of one interval, series by series: all of them, and those within the threshold. */
interface Growth {
  total: string;
  good: string;
}

/**
 * Good observations are a share times a count, so they carry binary noise, and noise below zero would read as a
 * restart: the count, which is whole, says whether there was one.
 */
const goodGrowth = (good: Readings, total: Readings): string =>
  chain("or", `(${grown(good)}\nand\n${grown(total)} >= 0)`, brackets(regrown(good)));

/**
 * Where a series changed from classic counters to native samples within the interval (or back), its count goes on
 * but its good observations may not: a threshold inside a native bucket is estimated. Of this one interval the share
 * good is taken to be that of the process so far.
 */
function sameSource(good: string, total: string, now: { good: string; total: string }, source: Readings) {
  const isSame = `${source.now} == ${source.before}`;
  return chain(
    "or",
    `(${brackets(good)}\nand\n${isSame})`,
    `${brackets(total)}\n* ${now.good}\n/ (${now.total} > 0)`,
  );
}

function growthOfInterval(slo: Slo, sli: LatencySli, type: HistogramType, time: LedgerTime): Growth {
  const read = readEvery(slo.scrapeInterval);
  const counted = cumulative(sli, type);
  const [all, within] = [readings(read(counted.total), time), readings(read(counted.good), time)];
  const total = growthOf(all);
  const good = goodGrowth(within, all);
  if (counted.source === undefined) return { total, good };
  const source = readings(read(counted.source), time);
  return { total, good: sameSource(good, total, { good: within.now, total: all.now }, source) };
}

/** Observations a second over a raw window: all, and those within the threshold. */
function ratesOver(slo: Slo, sli: LatencySli, type: HistogramType, window: Seconds): Growth {
  const over = `[${formatDuration(window)}]`;
  const grew = `rate(${formatSelector(sli.histogram)}${over})`;
  const total = `histogram_count(${grew})`;
  const good = `(histogram_fraction(-Inf, ${spellOut(sli.threshold)}, ${grew}) * ${total} >= 0)`;
  const sum = (...sources: readonly string[]) => aggregate("sum", slo.groupBy, chain("or", ...sources));
  if (type === "native") return { total: sum(total), good: sum(good, `0 * ${total}`) };
  const { all, within } = counters(sli);
  const classic = (selector: typeof all) => `sum without (le) (rate(${formatSelector(selector)}${over}))`;
  return { total: sum(total, classic(all)), good: sum(good, `0 * ${total}`, classic(within)) };
}

function anomaliesOver(slo: Slo, sli: LatencySli, type: HistogramType, window: Seconds): readonly Anomaly[] {
  const { all, within } = counters(sli);
  const over = `[${formatDuration(window)}]`;
  const native = `histogram_count(rate(${formatSelector(sli.histogram)}${over}))`;
  const classic = (selector: typeof all) => `sum without (le) (rate(${formatSelector(selector)}${over}))`;
  const sum = (expr: string) => aggregate("sum", slo.groupBy, expr);
  if (type === "native")
    return [
      {
        name: "histogram_is_classic",
        expr: chain("unless", sum(classic(all)), sum(native)),
        reason:
          "The histogram has classic counters and no native samples: scrape native histograms, or remove `type: native`.",
      },
    ];
  return [
    {
      name: "threshold_is_no_bucket",
      expr: sum(chain("unless", classic(all), classic(within), native)),
      reason: `Where it is classic, the histogram has no bucket le="${bucketSpellings(sli.threshold)[0] ?? ""}": choose a threshold that is one of its buckets.`,
    },
  ];
}

/**
 * A native histogram keeps all its buckets in one sample. The ledger takes differences all the same, as it does of
 * counters; rates of native samples would extrapolate as rates of counters do.
 */
export function nativeRules(slo: Slo, sli: LatencySli, type: HistogramType, time: LedgerTime): SliRules {
  const { total, good } = growthOfInterval(slo, sli, type, time);
  const counted = aggregate("sum", slo.groupBy, chain("and", brackets(total), brackets(good)));
  const slow = `clamp_min(\n${brackets(total)}\n- ${brackets(good)}, 0)`;
  return {
    ratio: (window) => {
      const rates = ratesOver(slo, sli, type, window);
      return safeRatio(`1 - ${rates.good} / ${divisor(rates.total)}`);
    },
    badEvents: (window) => {
      const rates = ratesOver(slo, sli, type, window);
      return `${window} * ${call("clamp_min", `${rates.total} - ${rates.good}, 0`)}`;
    },
    pair: {
      total: orIdle(slo, time, counted),
      bad: orIdle(slo, time, aggregate("sum", slo.groupBy, slow)),
    },
    anomalies: (window) => anomaliesOver(slo, sli, type, window),
  };
}
