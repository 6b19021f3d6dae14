import { type Count, counter, day, diurnal, repeated, type Span } from "../../../kit/history.ts";
import { intervals } from "../../../src/model/intervals.ts";
import { series } from "../../../src/model/names.ts";
import type { Contribution } from "../../setup/contribution.ts";

/** One counter that restarts every day, and the ledger of its growth: enough to show that contributions work. */
const name = "kit_requests_total";
export const kitLedger = `${series.ledgerTotal}{slo_id="kit"}`;
export const kitCount: Count = diurnal(5, 0.5);
export const kitRaw = `${name}{job="kit"}`;

const growth = (selector: string, interval: string, twice: string): string => {
  const [last, before] = [
    `last_over_time(${selector}[${interval}])`,
    `last_over_time(${selector}[${twice}] offset ${interval})`,
  ];
  const peak = `max_over_time(${selector}[${interval}])`;
  return `sum((${last} - ${before} >= 0) or (${last} + clamp_min(${peak} - ${before}, 0)))`;
};

export const kitCounter = ({ from, to }: Span) =>
  counter({
    labels: { __name__: name, job: "kit" },
    from,
    to,
    count: kitCount,
    scrapes: { every: 15, phase: 4 },
    resets: repeated({ from, to }, day, 1, 3_600).map((span) => span.from),
  });

const rule = { record: series.ledgerTotal, expr: growth(kitRaw, "150s", "300s"), labels: { slo_id: "kit" } };

const ledger = { name: "kit-ledger", interval: `${intervals.ledger}s`, rules: [rule] };
/** Prometheus spreads the first evaluations over a group's interval; nobody should wait for more than this one. */
const quick = { name: "kit-quick", interval: "2s", rules: [{ record: "kit:requests:last", expr: kitRaw }] };

export const contribution: Contribution = {
  raw: (span) => [kitCounter(span)],
  rules: async () => [JSON.stringify({ groups: [ledger, quick] })],
};
