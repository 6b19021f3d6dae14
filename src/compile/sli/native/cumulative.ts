import type { Selector } from "../../../model/promql.ts";
import { formatSelector } from "../../../model/promql.ts";
import type { HistogramType } from "../../../model/slo.ts";
import { chain } from "../../promql.ts";
import { counters, spellOut, type LatencySli } from "../buckets.ts";

/**
 * What each series of a histogram has counted since its process started, as numbers at any instant. Neither
 * `last_over_time` (Prometheus 2) nor `max_over_time` (both) reads native samples, but a subquery over these does,
 * and numbers can be differenced like counters.
 */
export interface Cumulative {
  total: string;
  /** Observations at or under the threshold. */
  good: string;
  /** 1 where the two are of a native sample, 0 where they are of classic counters; absent when they always are. */
  source?: string;
}

/** The share is NaN before the first observation. */
const nativeGood = (histogram: string, threshold: number): readonly [string, string] => [
  `(histogram_fraction(-Inf, ${spellOut(threshold)}, ${histogram}) * histogram_count(${histogram}) >= 0)`,
  `0 * histogram_count(${histogram})`,
];

/** A bucket may for a while be spelled in two ways; the larger is the newer. Like every aggregate it loses its name. */
const withoutBucket = (selector: Selector): string => `max without (le) (${formatSelector(selector)})`;

export function cumulative(sli: LatencySli, type: HistogramType): Cumulative {
  const histogram = formatSelector(sli.histogram);
  const [counted, none] = nativeGood(histogram, sli.threshold);
  const total = `histogram_count(${histogram})`;
  if (type === "native") return { total, good: chain("or", counted, none) };
  const { all, within } = counters(sli);
  return {
    total: chain("or", total, withoutBucket(all)),
    good: chain("or", counted, none, withoutBucket(within)),
    source: chain("or", `1 + 0 * ${total}`, `0 * ${withoutBucket(all)}`),
  };
}
