import type { Sli, Slo } from "../../model/slo.ts";
import type { Seconds } from "../../model/units.ts";
import { safeRatio } from "./fraction.ts";
import type { LedgerTime } from "./growth.ts";
import { orIdle } from "./presence.ts";
import { aggregate, brackets, chain } from "../promql.ts";
import { renderLedger, renderRaw } from "./render.ts";
import type { SliRules } from "./sli.ts";

type ErrorRatioSli = Extract<Sli, { kind: "errorRatio" }>;

/** One event is one second. An expression that is there but is no number, as 0/0 is, tells of an idle second. */
export function errorRatioRules(slo: Slo, { expression }: ErrorRatioSli, time: LedgerTime): SliRules {
  const raw = (window: Seconds) => aggregate("max", slo.groupBy, renderRaw(expression, window));
  const now = aggregate("max", slo.groupBy, renderLedger(expression, time, slo.scrapeInterval));
  const { interval } = time;
  return {
    ratio: (window) => safeRatio(raw(window)),
    badEvents: (window) => `${window} * ${safeRatio(raw(window))}`,
    pair: {
      total: orIdle(slo, time, `${interval} * (${now} > bool -Inf) * (${now} < bool +Inf)`),
      bad: orIdle(
        slo,
        time,
        `${interval} * ${brackets(chain("or", safeRatio(now), `0 * (${now} < bool 0)`))}`,
      ),
    },
    anomalies: (window) => [
      {
        name: "not_a_number",
        expr: chain("or", `${raw(window)} == +Inf`, `${raw(window)} == -Inf`),
        reason: "The SLI's expression yields Inf; such intervals count as idle.",
      },
      {
        name: "negative",
        expr: `${raw(window)} < 0 > -Inf`,
        reason: "The SLI's expression yields a negative error ratio; it counts as 0.",
      },
      {
        name: "above_one",
        expr: `${raw(window)} > 1.01 < +Inf`,
        reason: "The SLI's expression yields an error ratio above 1; it counts as 1.",
      },
    ],
  };
}
