import type { Matcher, Selector } from "../../model/promql.ts";
import { withMatchers, withMetric } from "../../model/promql.ts";
import type { Sli } from "../../model/slo.ts";

export type LatencySli = Extract<Sli, { kind: "latency" }>;

/** All digits, no exponent. */
export const spellOut = (value: number): string =>
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

/** The counters of a classic histogram that a threshold needs. */
export interface Counters {
  all: Selector;
  within: Selector;
  /** Whether one bucket may appear as two series, spelled differently. */
  twice: boolean;
}

export function counters({ histogram, threshold }: LatencySli): Counters {
  const base = histogram.metric ?? "";
  return {
    all: withMetric(histogram, `${base}_count`),
    within: withMatchers(withMetric(histogram, `${base}_bucket`), [bucketMatcher(threshold)]),
    twice: bucketSpellings(threshold).length > 1,
  };
}
