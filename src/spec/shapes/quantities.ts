import { parseObjective, parsePercent, type Objective } from "../../model/decimals.ts";
import { formatDuration, parseDuration } from "../../model/durations.ts";
import { windowLimits } from "../../model/intervals.ts";
import type { Ratio, Seconds } from "../../model/units.ts";
import { quoteShort, type Node } from "../yaml/nodes.ts";
import type { Report } from "../report.ts";
import { failed, refine, type Decoded, type Failed, type Shape } from "./shape.ts";
import { text } from "./texts.ts";

const durationSchema = {
  type: "string",
  pattern: "^(\\d+w)?(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?$",
  minLength: 2,
};
const percentSchema = { type: "string", pattern: "^\\d{1,3}(\\.\\d{1,7})?%$" };

function fail(
  report: Report,
  code: Parameters<Report>[0],
  node: Node,
  message: string,
  remedy: string,
): Failed {
  report(code, node.place, message, remedy);
  return failed;
}

/** A Prometheus duration of whole seconds. */
export const duration: Shape<Seconds> = refine(
  text,
  (value, node, report) => {
    const parsed = parseDuration(value);
    if (parsed !== undefined) return parsed;
    const message = `${quoteShort(value)} is no duration of whole seconds, largest unit first`;
    return fail(report, "duration-shape", node, message, durationRemedy(value));
  },
  durationSchema,
);

function durationRemedy(value: string): string {
  if (/^\d+$/.test(value) && Number(value) > 0)
    return `say the unit: ${value}s, ${value}m, ${value}h or ${value}d`;
  return "write it as 30s, 5m, 1h30m or 30d";
}

/** A duration that may also be none: `for: 0s` rings at once. */
export const durationOrZero: Shape<Seconds> = refine(
  text,
  (value, node, report) => (value === "0s" ? (0 as Seconds) : duration.decode(node, report)),
  durationSchema,
);

/** A rolling window between a day and ninety. */
export const windowLength: Shape<Seconds> = refine(duration, (value, node, report) => {
  if (value >= windowLimits.min && value <= windowLimits.max) return value;
  const limits = `${formatDuration(windowLimits.min)} to ${formatDuration(windowLimits.max)}`;
  const message = `a window of ${formatDuration(value)} lies outside ${limits}`;
  return fail(report, "window-out-of-range", node, message, "write a window such as 7d, 28d or 30d");
});

const couldBePercent = (value: string): boolean =>
  /^\d{1,3}(?:\.\d+)?\s*%?$/.test(value) && Number.parseFloat(value) <= 100;

export const objective: Shape<Objective> = refine(
  text,
  (value, node, report): Decoded<Objective> => {
    const parsed = parseObjective(value);
    if (parsed !== undefined) return parsed;
    const part = parsePercent(value);
    if (part === 1)
      return fail(report, "objective-without-budget", node, withoutBudget, "write 99.9% or 99.99%");
    if (part === 0)
      return fail(report, "objective-zero", node, "0% promises nothing: every event may be bad", "write 99%");
    const message = `${quoteShort(value)} is no percentage`;
    return fail(report, "objective-not-percent", node, message, objectiveRemedy(value));
  },
  percentSchema,
);
const withoutBudget = "at 100% no event may ever be bad, so the first one spends more than everything";

/** 0.999 is a ratio that someone wrote for 99.9%; 99.9 a percentage without its sign. */
function objectiveRemedy(value: string): string {
  const asRatio = /^0?\.(\d{2})(\d*)$/.exec(value);
  if (asRatio !== null) return `write ${asRatio[1] ?? ""}${asRatio[2] ? `.${asRatio[2]}` : ""}%`;
  const digits = value.replaceAll(/[\s%]/g, "");
  if (/\.\d{8}/.test(digits)) return "write at most seven decimals";
  if (couldBePercent(value)) return `write ${digits}%`;
  return "write a percentage such as 99.9%";
}

/** A share from 0 % to 100 %. */
export const percent: Shape<Ratio> = refine(
  text,
  (value, node, report) => {
    const parsed = parsePercent(value);
    if (parsed !== undefined) return parsed;
    const message = `${quoteShort(value)} is no share between 0% and 100%`;
    const remedy = couldBePercent(value) ? `write ${value.replaceAll(/[\s%]/g, "")}%` : "write it as 75%";
    return fail(report, "percent-shape", node, message, remedy);
  },
  percentSchema,
);

const unitExponents: Readonly<Record<string, number>> = { ms: -3, s: 0 };

/** A latency threshold in seconds: `300ms`, `1s`, `2.5s`, read as decimal text so that 0.3 stays 0.3. */
export const threshold: Shape<number> = refine(
  text,
  (value, node, report) => {
    const match = /^(\d{1,9}(?:\.\d{1,9})?)(ms|s)$/.exec(value);
    const parsed = match === null ? 0 : Number(`${match[1] ?? ""}e${unitExponents[match[2] ?? ""] ?? 0}`);
    if (parsed > 0) return parsed;
    const message = `${quoteShort(value)} is no latency`;
    return fail(
      report,
      "duration-shape",
      node,
      message,
      "write it as 300ms, 1s or 2.5s: the upper bound of a bucket",
    );
  },
  { type: "string", pattern: "^\\d+(\\.\\d+)?(ms|s)$" },
);

/** A plain number, or a duration as so many seconds. */
export const quantity: Shape<number> = refine(
  text,
  (value, node, report) => {
    if (/^-?\d{1,15}(\.\d{1,9})?$/.test(value)) return Number(value);
    const parsed = value === "0s" ? 0 : parseDuration(value);
    if (parsed !== undefined) return parsed;
    const message = `${quoteShort(value)} is neither a number nor a duration`;
    return fail(report, "duration-shape", node, message, "write 1000, 0.9 or 5m");
  },
  { type: ["number", "string"] },
);

const perSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Expected events per second, written as `1000/d`. */
export const traffic: Shape<number> = refine(
  text,
  (value, node, report) => {
    const match = /^(\d{1,12}(?:\.\d{1,6})?)\/([smhd])$/.exec(value);
    const rate = match === null ? 0 : Number(match[1]) / (perSeconds[match[2] ?? ""] ?? 1);
    if (rate > 0) return rate;
    const message = `${quoteShort(value)} is no rate of events`;
    return fail(report, "traffic-shape", node, message, "write it as 20/s, 600/m or 1000/d");
  },
  { type: "string", pattern: "^\\d+(\\.\\d+)?/[smhd]$" },
);
