/** One native histogram as a scrape shows it: what a process has observed since it started. */
export interface NativeHistogram {
  /** Each power of two holds 2^schema buckets. */
  readonly schema: number;
  /** Observations of each bucket by its index, ascending: bucket i ends at 2^(i · 2^−schema), inclusive. */
  readonly buckets: readonly (readonly [index: number, count: number])[];
  readonly zeroCount?: number;
  readonly sum?: number;
}

/** The upper bound of a bucket, inclusive. */
export const upperBound = (schema: number, index: number): number => 2 ** (index * 2 ** -schema);

/** The bucket that an observation above zero falls into. */
export const bucketOf = (schema: number, value: number): number =>
  Math.ceil(Math.log2(value) * 2 ** schema - 1e-9);

/** As remote write carries it: runs of buckets, and each bucket's difference from the one before. */
export function asMessage({ schema, buckets, zeroCount = 0, sum = 0 }: NativeHistogram, timestamp: number) {
  const spans: { offset: number; length: number }[] = [];
  const deltas: number[] = [];
  let [next, before] = [0, 0];
  for (const [index, count] of buckets) {
    const last = spans.at(-1);
    if (last !== undefined && index === next) last.length += 1;
    else spans.push({ offset: index - next, length: 1 });
    deltas.push(count - before);
    [next, before] = [index + 1, count];
  }
  const observed = buckets.reduce((all, [, count]) => all + count, zeroCount);
  return {
    countInt: observed,
    sum,
    schema,
    zeroThreshold: 2 ** -128,
    zeroCountInt: zeroCount,
    positiveSpans: spans,
    positiveDeltas: deltas,
    timestamp,
  };
}
