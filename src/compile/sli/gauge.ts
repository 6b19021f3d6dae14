import type { Selector } from "../../model/promql.ts";
import type { Sli, Slo } from "../../model/slo.ts";
import { seconds, type Seconds } from "../../model/units.ts";
import { divisor, safeRatio } from "./fraction.ts";
import type { LedgerTime } from "./growth.ts";
import { orIdle } from "./presence.ts";
import { aggregate, brackets, chain, instant, range } from "../promql.ts";
import type { SliRules } from "./sli.ts";

type GaugeSli = Extract<Sli, { kind: "gauge" }>;

/**
 * `function` over the samples of (t − I, t], each sample exactly once on every engine: Prometheus 2 reads closed
 * ranges and would count a sample on the boundary twice, Prometheus 3 reads left-open ones. What [2I] holds beyond
 * the [I] before it is the same on both.
 */
function overInterval(
  fn: "count_over_time" | "sum_over_time",
  gauge: Selector,
  { interval, delay }: LedgerTime,
): string {
  const both = `${fn}(${range(gauge, seconds(2 * interval), delay)})`;
  const before = `${fn}(${range(gauge, interval, seconds(interval + delay))})`;
  return `${both} - ${brackets(chain("or", before, `0 * ${both}`))}`;
}

/** One event is one second of one series: a sample stands for the scrape interval that it ends. */
export function gaugeRules(slo: Slo, sli: GaugeSli, time: LedgerTime): SliRules {
  const { selector } = sli;
  const samples = overInterval("count_over_time", selector, time);
  const good = overInterval("sum_over_time", selector, time);
  // A series that showed NaN or Inf counts neither as good nor as bad.
  const broken = `sum_over_time(${range(selector, seconds(2 * time.interval), time.delay)}) * 0 != 0`;
  const inSeconds = (expr: string) => `${slo.scrapeInterval} * ${aggregate("sum", slo.groupBy, expr)}`;
  const over = (fn: "count_over_time" | "sum_over_time", window: Seconds) =>
    aggregate("sum", slo.groupBy, `${fn}(${range(selector, window)})`);
  return {
    ratio: (window) =>
      safeRatio(`1 - ${over("sum_over_time", window)} / ${divisor(over("count_over_time", window))}`),
    badEvents: (window) =>
      `${slo.scrapeInterval} * clamp_min(${over("count_over_time", window)} - ${over("sum_over_time", window)}, 0)`,
    pair: {
      total: orIdle(slo, time, inSeconds(chain("unless", `${samples} > 0`, broken))),
      bad: orIdle(
        slo,
        time,
        inSeconds(chain("unless", `clamp_min(${samples} - ${brackets(good)}, 0)`, broken)),
      ),
    },
    anomalies: () => [
      {
        name: "not_a_number",
        expr: aggregate("sum", slo.groupBy, `${instant(selector)} * 0 != 0`),
        reason: "The gauge shows NaN or Inf; it must be 0 or 1.",
      },
      {
        name: "negative",
        expr: aggregate("sum", slo.groupBy, `${instant(selector)} < 0`),
        reason: "The gauge is below 0; it must be 0 or 1.",
      },
      {
        name: "above_one",
        expr: aggregate("sum", slo.groupBy, `${instant(selector)} > 1`),
        reason: "The gauge is above 1; it must be 0 or 1.",
      },
    ],
  };
}
