import { formatDuration } from "../../model/durations.ts";
import { oppositeOf, type Sli, type Slo } from "../../model/slo.ts";
import { plain, seconds, type Seconds } from "../../model/units.ts";
import { aggregate, brackets, call, chain, instant } from "../promql.ts";
import { divisor, safeRatio } from "./fraction.ts";
import type { LedgerTime } from "./growth.ts";
import { orIdle } from "./presence.ts";
import type { SliRules } from "./sli.ts";

type ThresholdSli = Extract<Sli, { kind: "threshold" }>;

/**
 * One event is one second of one series, or of the aggregate: the value is looked at once a scrape interval, at whole
 * multiples of it, and stands for the time since. What is no number is nothing: neither good nor bad.
 */
export function thresholdRules(slo: Slo, sli: ThresholdSli, time: LedgerTime): SliRules {
  const { metric, operator, value, across } = sli;
  const read = across === undefined ? instant(metric) : aggregate(across, slo.groupBy, instant(metric));
  const known = `${read} >= -Inf`;
  const bad = `${read} ${oppositeOf(operator)} ${plain(value)}`;
  const step = slo.scrapeInterval;
  const looks = (condition: string, window: Seconds, offset: Seconds = seconds(0)): string => {
    const back = offset === 0 ? "" : ` offset ${formatDuration(offset)}`;
    const over = `[${formatDuration(window)}:${formatDuration(step)}]${back}`;
    return call("count_over_time", `${brackets(condition)}${over}`);
  };
  // Of (t − I, t], each look once on every engine, as for gauges: what [2I] holds beyond the [I] before it.
  const inInterval = (condition: string): string => {
    const both = looks(condition, seconds(2 * time.interval), time.delay);
    const before = looks(condition, time.interval, seconds(time.interval + time.delay));
    return `${both} - ${brackets(chain("or", before, `0 * ${both}`))}`;
  };
  const inSeconds = (looked: string): string => `${step} * ${aggregate("sum", slo.groupBy, looked)}`;
  const over = (condition: string, window: Seconds): string =>
    aggregate("sum", slo.groupBy, looks(condition, window));
  const badOver = (window: Seconds): string =>
    brackets(chain("or", over(bad, window), `0 * ${over(known, window)}`));
  const seen = `${inInterval(known)} > 0`;
  return {
    ratio: (window) => safeRatio(`${badOver(window)} / ${divisor(over(known, window))}`),
    badEvents: (window) => `${step} * ${badOver(window)}`,
    pair: {
      total: orIdle(slo, time, inSeconds(seen)),
      bad: orIdle(slo, time, inSeconds(chain("or", inInterval(bad), `0 * ${brackets(seen)}`))),
    },
    anomalies: () => [
      {
        name: "not_a_number",
        expr: aggregate("sum", slo.groupBy, `${read} != ${read}`),
        reason: "The metric is no number; such seconds count neither as good nor as bad.",
      },
    ],
  };
}
