import type { Sli, Slo } from "../../model/slo.ts";
import type { Seconds } from "../../model/units.ts";
import { divisor, orZero, safeRatio } from "./fraction.ts";
import type { LedgerTime } from "./growth.ts";
import { orIdle } from "./presence.ts";
import { brackets, call, chain } from "../promql.ts";
import type { Anomaly, SliRules } from "./sli.ts";
import { perInterval, perSecond } from "./terms.ts";

type RatioSli = Extract<Sli, { kind: "ratio" }>;

export function ratioRules(slo: Slo, sli: RatioSli, time: LedgerTime): SliRules {
  const part = (window: Seconds) => perSecond(slo, sli.part, window);
  const total = (window: Seconds) => perSecond(slo, sli.total, window);
  const isPlain = sli.part.kind === "selector" && sli.total.kind === "selector";
  return {
    ratio: (window) => {
      const share = `${orZero(slo, part(window))} / ${divisor(total(window))}`;
      return safeRatio(sli.counts === "bad" ? share : `1 - ${share}`);
    },
    badEvents: (window) =>
      sli.counts === "bad"
        ? `${window} * ${part(window)}`
        : `${window} * ${call("clamp_min", `${missing(part(window), total(window))}, 0`)}`,
    pair: isPlain ? plainPair(slo, sli, time) : guardedPair(slo, sli, time),
    anomalies: (window) => [
      ...misfits(sli.counts, part(window), total(window)),
      ...(isPlain ? [] : notNumbers(part(window), total(window))),
    ],
  };
}

/** Bad events where good ones are counted: a good counter that does not exist has counted none. */
const missing = (good: string, total: string): string => `${total} - (${chain("or", good, `0 * ${total}`)})`;

/** Counters never give NaN or a negative growth, so their pair needs no guard; readers clamp bad above total. */
function plainPair(slo: Slo, sli: RatioSli, time: LedgerTime): SliRules["pair"] {
  const part = perInterval(slo, sli.part, time);
  const counted = perInterval(slo, sli.total, time);
  const total = orIdle(slo, time, counted);
  const bad =
    sli.counts === "bad"
      ? chain("or", part, `0 * ${total}`)
      : orIdle(slo, time, call("clamp_min", `${missing(part, counted)}, 0`));
  return { bad, total };
}

/**
 * What a person's PromQL yields is not trusted: NaN and Inf enter neither series, bad is at least 0 and at most the
 * total. `(x <= T) or (T < x)` and never `(x <= T) or T`, which would turn a NaN into "all bad".
 */
function guardedPair(slo: Slo, sli: RatioSli, time: LedgerTime): SliRules["pair"] {
  const part = perInterval(slo, sli.part, time);
  const counted = perInterval(slo, sli.total, time);
  const bad = sli.counts === "bad" ? part : brackets(missing(part, counted));
  const total = `(${counted} >= 0 < +Inf)`;
  const brokenBad = brackets(`${bad}\nunless\n(${bad} > -Inf < +Inf)`);
  const filled = brackets(chain("or", bad, `0 * ${total}`));
  const atMostTotal = `(clamp_min(${filled} > -Inf < +Inf, 0) <= ${total})`;
  return {
    total: orIdle(slo, time, chain("unless", total, brokenBad), counted),
    bad: orIdle(slo, time, chain("or", atMostTotal, `(${total} < (${bad} < +Inf))`), counted),
  };
}

/** One per cent of slack: two rates over the same window are extrapolated apart. */
const misfits = (counts: "bad" | "good", part: string, total: string): readonly Anomaly[] => [
  {
    name: `${counts}_above_total`,
    expr: `${part} > 1.01 * ${total}`,
    reason: `More ${counts} events than events are counted: the total does not contain them.`,
  },
  {
    name: `${counts}_without_total`,
    expr: `${part} > 0 unless ${total}`,
    reason: `There are ${counts} events but no series of all events: the total's selector matches nothing.`,
  },
];

const notNumbers = (part: string, total: string): readonly Anomaly[] => {
  const broken = (expr: string) => brackets(`${expr}\nunless\n(${expr} > -Inf < +Inf)`);
  return [
    {
      name: "not_a_number",
      expr: chain("or", broken(part), broken(total)),
      reason: "The SLI's expression yields NaN or Inf; such intervals are not recorded.",
    },
    {
      name: "negative",
      expr: chain("or", `${part} < 0`, `${total} < 0`),
      reason: "The SLI's expression counts fewer than zero events.",
    },
  ];
};
