import { formatDuration } from "../model/durations.ts";
import { intervals } from "../model/intervals.ts";
import { label } from "../model/names.ts";
import { formatSelector, type Selector } from "../model/promql.ts";
import type { Slo } from "../model/slo.ts";
import { seconds, type Seconds } from "../model/units.ts";

const lineLength = 100;

/** Two spaces before every line; text with a backtick is left alone, since a raw string may span lines. */
export const indent = (text: string): string =>
  text.includes("`") ? text : text.replaceAll(/^(?=.)/gm, "  ");

// A user's text may end in a comment, which would swallow a bracket on the same line.
const standsAlone = (body: string): boolean =>
  body.length > lineLength || body.includes("\n") || body.includes("#");

/** `head(body)`, on lines of its own when it is long. */
export const call = (head: string, body: string): string =>
  standsAlone(body) ? `${head}(\n${indent(body)}\n)` : `${head}(${body})`;

export const brackets = (body: string): string => call("", body);

/** Set operators bind loosest and read best one operand a line. */
export const chain = (operator: "and" | "or" | "unless", ...operands: readonly string[]): string => {
  const short = operands.join(` ${operator} `);
  return standsAlone(short) ? operands.join(`\n${operator}\n`) : short;
};

/** `sum(…)`, or `sum by (region) (…)` for a grouped SLO. */
export const aggregate = (
  operator: "sum" | "avg" | "min" | "max",
  groups: readonly string[],
  body: string,
): string => call(groups.length === 0 ? operator : `${operator} by (${groups.join(", ")}) `, body);

const offsetText = (offset: Seconds): string => (offset === 0 ? "" : ` offset ${formatDuration(offset)}`);

/** `x{…}[5m] offset 30s` */
export const range = (selector: Selector, over: Seconds, offset: Seconds = seconds(0)): string =>
  `${formatSelector(selector)}[${formatDuration(over)}]${offsetText(offset)}`;

/** `x{…} offset 30s` */
export const instant = (selector: Selector, offset: Seconds = seconds(0)): string =>
  `${formatSelector(selector)}${offsetText(offset)}`;

/** A series this SLO records: `slo:ledger_total:events{slo_id="checkout.availability.production"}`. */
export const own = (slo: Slo, metric: string): string => `${metric}{${label.id}="${slo.id}"}`;

export const ownOver = (slo: Slo, metric: string, window: Seconds): string =>
  `${own(slo, metric)}[${formatDuration(window)}]`;

/** The look-back that finds the newest sample of a ledger group even when one evaluation was missed. */
const reach = (interval: Seconds): Seconds => seconds(2 * interval);

/** Whether two intervals of the ledger exceed the look-back, so that an instant selector would see gaps. */
export const outlivesLookback = (slo: Slo): boolean => slo.ledgerInterval * 2 > intervals.lookback;

/** The newest sample of a series that the ledger group records. */
export const latest = (slo: Slo, metric: string): string =>
  outlivesLookback(slo)
    ? `last_over_time(${ownOver(slo, metric, reach(slo.ledgerInterval))})`
    : own(slo, metric);

/** 1 without labels when the newest ledger sample is missing. */
export const absentLedger = (slo: Slo, metric: string): string =>
  outlivesLookback(slo)
    ? `absent_over_time(${ownOver(slo, metric, reach(slo.ledgerInterval))})`
    : `absent(${own(slo, metric)})`;
