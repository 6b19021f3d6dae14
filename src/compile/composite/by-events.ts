import { withMetric, type Selector } from "../../model/promql.ts";
import type { RequestStream, Step } from "../../model/request-stream.ts";
import type { Slo } from "../../model/slo.ts";
import type { Seconds } from "../../model/units.ts";
import { aggregate, brackets, call, chain, range } from "../promql.ts";
import { counters } from "../sli/buckets.ts";
import { divisor, safeRatio } from "../sli/fraction.ts";
import { growth, type LedgerTime } from "../sli/growth.ts";
import { orIdle } from "../sli/presence.ts";
import type { SliRules } from "../sli/sli.ts";
import { sideBySide } from "./terms.ts";

interface Passed {
  requests: Selector;
  /** Whether its bucket may appear as two series, spelled differently. */
  twice: boolean;
}

/** The requests that are good for the step's member and all before it, as a counter. */
function passing({ total, histogram }: RequestStream, { matchers, threshold }: Step): Passed {
  const alike = { ...total, matchers };
  if (threshold === undefined || histogram === undefined) return { requests: alike, twice: false };
  const bucket = counters({ kind: "latency", histogram: withMetric(alike, histogram), threshold });
  return { requests: bucket.within, twice: bucket.twice };
}

const acrossSpellings = (values: string): string => `max without (le) (${values})`;

/**
 * Each request counts once: what passes every step is good, the rest is bad, and a request that several members call
 * bad belongs to the first of them.
 */
export function byEvents(slo: Slo, stream: RequestStream, time: LedgerTime): SliRules {
  const sum = (expr: string) => aggregate("sum", slo.groupBy, expr);
  const rate = (selector: Selector, window: Seconds) => sum(`rate(${range(selector, window)})`);
  const all = (window: Seconds) => rate(stream.total, window);
  const total = sum(growth(stream.total, time));
  // A counter that nobody increased yet is zero; a bucket that is not there is a wrong threshold.
  const orNone = (expr: string, { threshold }: Step, whole: string): string =>
    threshold === undefined ? brackets(chain("or", expr, `0 * ${whole}`)) : expr;
  const passed = stream.steps.map((step) => {
    const { requests, twice } = passing(stream, step);
    const grown = sum(growth(requests, time, twice ? acrossSpellings : undefined));
    const inWindow = (window: Seconds) => orNone(rate(requests, window), step, all(window));
    return { ...step, grown: orNone(grown, step, total), inWindow };
  });
  const good = passed.at(-1) ?? { grown: total, inWindow: all };
  const present = { ...slo, ...(stream.presence !== undefined && { presence: stream.presence }) };
  const shares = passed.map(({ member, grown }, index) => ({
    id: member,
    expr: call("clamp_min", `${passed[index - 1]?.grown ?? total} - ${grown}, 0`),
  }));
  return {
    ratio: (window) => safeRatio(`1 - ${good.inWindow(window)} / ${divisor(all(window))}`),
    badEvents: (window) => `${window} * ${call("clamp_min", `${all(window)} - ${good.inWindow(window)}, 0`)}`,
    pair: {
      total: orIdle(
        present,
        time,
        stream.histogram === undefined ? total : chain("and", total, good.grown),
        total,
      ),
      bad: orIdle(present, time, call("clamp_min", `${total} - ${good.grown}, 0`), total),
    },
    shares:
      stream.histogram === undefined
        ? sideBySide(shares)
        : `${brackets(sideBySide(shares))}\nand on (${slo.groupBy.join(", ")})\n${good.grown}`,
    // Its members' own alerts speak of what their series should never show.
    anomalies: () => [],
  };
}
