import type { HistogramSample } from "../query/port.ts";

/** Where a threshold lies among the buckets of a native histogram. */
export type Lying =
  | { kind: "bound" }
  /** Between the bounds of one bucket, which holds this share of all observations. */
  | { kind: "within"; lower: number; upper: number; share: number }
  /** Nothing was observed that would tell. */
  | { kind: "unknown" };

/** Bounds are written with a dozen digits in a definition. */
const isSame = (a: number, b: number): boolean => Math.abs(a / b - 1) < 1e-9;

/** How far apart neighbouring bounds are; undefined when they follow no such rule, as custom ones do not. */
function factorOf({ buckets }: HistogramSample): number | undefined {
  const factors = buckets.filter(({ lower }) => lower > 0).map(({ lower, upper }) => upper / lower);
  const [first] = factors;
  return first !== undefined && factors.every((factor) => Math.abs(factor - first) < 1e-6)
    ? first
    : undefined;
}

export function lyingOf(histogram: HistogramSample, threshold: number): Lying {
  const { buckets, count } = histogram;
  if (buckets.some(({ lower, upper }) => isSame(lower, threshold) || isSame(upper, threshold)))
    return { kind: "bound" };
  const held = buckets.find(({ lower, upper }) => lower < threshold && threshold < upper);
  if (held !== undefined)
    return { kind: "within", lower: held.lower, upper: held.upper, share: held.count / count };
  const factor = factorOf(histogram);
  if (factor === undefined) return { kind: "unknown" };
  const steps = Math.log(threshold) / Math.log(factor);
  if (Math.abs(steps - Math.round(steps)) < 1e-6) return { kind: "bound" };
  return { kind: "within", lower: factor ** Math.floor(steps), upper: factor ** Math.ceil(steps), share: 0 };
}

/** A latency as a definition takes it: `250ms`, `297.301778751ms`. */
export const latencyText = (seconds: number): string =>
  seconds >= 1 && Number.isInteger(seconds) ? `${seconds}s` : `${Number((seconds * 1_000).toFixed(9))}ms`;
