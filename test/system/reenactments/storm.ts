import type { Grid } from "../../../bench/recorder.ts";
import {
  counter,
  day,
  during,
  hour,
  minute,
  repeated,
  share,
  type Span,
  steady,
} from "../../../kit/history.ts";
import type { Firing } from "../../../bench/detection/alert-states.ts";
import type { ReceivedAlert } from "../../../src/governance/incidents/alert.ts";
import type { Slo } from "../../../src/model/slo.ts";
import { timestamp } from "../../../src/model/units.ts";
import { badRatio, slo } from "../../support/slos.ts";

/** The days of story 7: hiccups every half hour, and two real burns. */

export const checkout = slo({ sli: badRatio(), objective: "99.9%" });
export const start = Math.floor(Date.UTC(2026, 9, 1) / 1_000);
export const span: Span = { from: start, to: start + 3 * day };
export const stormy: Span = { from: start + day, to: span.to };

export const hiccups = repeated(stormy, hour / 2, 20, 611);
export const hardBurn: Span = { from: start + 1.5 * day, to: start + 1.5 * day + 40 * minute };
export const slowBurn: Span = { from: start + 2.25 * day, to: start + 2.25 * day + 6 * hour };
export const realBurns = [hardBurn, slowBurn];

export const planned: Span = { from: hardBurn.from - 10 * minute, to: hardBurn.to + 10 * minute };
export const known: Span = { from: slowBurn.from + 5 * hour, to: slowBurn.to };

export const requests = steady(50);
export const failing = (at: number): number =>
  share(0.3, during(hiccups, requests))(at) +
  share(0.25, during([hardBurn], requests))(at) +
  share(0.009, during([slowBurn], requests))(at);

export const line = (code: string, count: (at: number) => number) =>
  counter({
    ...span,
    labels: { __name__: "http_requests_total", job: "checkout", code },
    count,
    scrapes: { every: 15, phase: 7 },
  });

export const onGrid = (step: number): Grid => ({ start: stormy.from, end: stormy.to, step });
export const evaluations = ({ start: from, end, step }: Grid): number[] =>
  Array.from({ length: Math.floor((end - from) / step) + 1 }, (_, index) => from + index * step);

export const ringsWithin = ({ fired }: Firing, { from, to }: Span): boolean => fired >= from && fired <= to;

/** Useful during a real burn and in the hour after it, when nobody knows yet whether it is over; else noise. */
const isUseful = ({ fired, cleared = Infinity }: Firing): boolean =>
  realBurns.some(({ from, to }) => fired <= to + hour && cleared >= from);

/** As whoever was woken marked them. */
export const marked = (of: Slo, fired: readonly Firing[]): Map<string, ReceivedAlert> =>
  new Map(
    fired.map((page, index) => {
      const id = `al-${index}`;
      const startsAt = timestamp(page.fired);
      const alert: ReceivedAlert = {
        ...{
          id,
          fingerprint: id,
          startsAt,
          receivedAt: startsAt,
          alertname: "ErrorBudgetBurn",
          tier: "fast",
        },
        ...{
          service: of.service,
          environment: of.environment,
          slo: of.id,
          group: {},
          opens: true,
        },
        endsAt: timestamp(page.cleared ?? span.to),
        marked: { mark: isUseful(page) ? "useful" : "noise", by: "oncall@example.org", at: startsAt },
      };
      return [id, alert] as const;
    }),
  );
