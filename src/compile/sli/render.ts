import { formatDuration } from "../../model/durations.ts";
import { sampledRange } from "../../model/intervals.ts";
import type { Expression, Segment } from "../../model/promql.ts";
import { seconds, type Seconds } from "../../model/units.ts";
import { growth, type LedgerTime } from "./growth.ts";
import { brackets, instant, range } from "../promql.ts";

/** How the parts of a user's expression become PromQL. */
type Writer = (segment: Exclude<Segment, { kind: "text" }>) => string;

const write = ({ segments }: Expression, writer: Writer): string =>
  segments
    .map((segment) => (segment.kind === "text" ? segment.text : writer(segment)))
    .join("")
    .trim();

const none = seconds(0);

/** Every `$window` becomes `window`, and everything is read `delay` earlier. */
const overWindow =
  (window: Seconds, delay: Seconds): Writer =>
  (segment) => {
    if (segment.kind === "window") return formatDuration(window);
    const offset = seconds((segment.offset ?? none) + delay);
    if (segment.kind === "growth") return `${segment.function}(${range(segment.selector, window, offset)})`;
    return segment.range === true
      ? range(segment.selector, window, offset)
      : instant(segment.selector, offset);
  };

/** Every growth node becomes the exact difference of its interval: per second for `rate`, whole for `increase`. */
const byDifferences =
  ({ interval, delay }: LedgerTime): Writer =>
  (segment) => {
    if (segment.kind !== "growth") return overWindow(interval, delay)(segment);
    const text = growth(segment.selector, { interval, delay: seconds((segment.offset ?? none) + delay) });
    return segment.function === "rate" ? `(${brackets(text)} / ${interval})` : brackets(text);
  };

/** The expression as it was meant, over a raw window. */
export const renderRaw = (expression: Expression, window: Seconds): string =>
  write(expression, overWindow(window, none));

/** The expression as one ledger interval sees it. */
export const renderLedger = (expression: Expression, time: LedgerTime, scrapeInterval: Seconds): string =>
  expression.sampled
    ? write(expression, overWindow(sampledRange(time.interval, scrapeInterval), time.delay))
    : write(expression, byDifferences(time));
