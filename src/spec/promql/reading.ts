import type { SyntaxNode } from "@lezer/common";
import { parseDuration } from "../../model/durations.ts";
import type { Segment } from "../../model/promql.ts";
import type { Seconds } from "../../model/units.ts";
import type { Report } from "../report.ts";
import { placeIn, sourceOf, windowVariable, type Parsed } from "./syntax.ts";

/** A stretch of the text that is more than text. */
export interface Piece {
  from: number;
  to: number;
  segment: Segment | undefined;
}

/** What is gathered while an expression is walked. */
export interface Reading {
  parsed: Parsed;
  report: Report;
  pieces: Piece[];
  isSound: boolean;
  windows: number;
  sampledAt: SyntaxNode | undefined;
  /** First function that counts per second, and first that counts its whole window. */
  counting: { second?: SyntaxNode; window?: SyntaxNode };
}

/** Reports a node; the whole expression is then refused. */
export function refuse(
  reading: Reading,
  code: Parameters<Report>[0],
  node: { from: number; to: number },
  message: string,
  remedy: string,
): true {
  reading.report(code, placeIn(reading.parsed, node), message, remedy);
  reading.isSound = false;
  return true;
}

export const refuseNew = (reading: Reading, node: SyntaxNode, what: string): true =>
  refuse(
    reading,
    "promql-unsupported",
    node,
    `${what} are not known to every supported Prometheus`,
    "do without them",
  );

export function add(
  reading: Reading,
  { from, to }: { from: number; to: number },
  segment: Segment | undefined,
): true {
  reading.pieces.push({ from, to, segment });
  return true;
}

export const lose = (reading: Reading): true => {
  reading.isSound = false;
  return true;
};

/** An offset in whole seconds; `refused` after reporting what it is instead. */
export function offsetOf(node: SyntaxNode, reading: Reading): Seconds | undefined | "refused" {
  const written = node.getChild("OffsetDurationExpr") ?? node;
  const text = sourceOf(reading.parsed, written);
  const parsed = parseDuration(text.trim());
  if (parsed !== undefined) return parsed;
  if (text.trim().startsWith("-"))
    refuse(
      reading,
      "negative-offset",
      written,
      "a negative offset reads what has not happened yet",
      "remove it",
    );
  else if (text.includes(windowVariable))
    refuse(
      reading,
      "window-misplaced",
      written,
      "$window stands for a range, not for an offset",
      "write it as 1h",
    );
  else
    refuse(
      reading,
      "duration-shape",
      written,
      `"${text}" is no offset of whole seconds`,
      "write it as 30s or 1h",
    );
  return "refused";
}

/** True when the range is `$window`; a literal one would not follow the windows that nines computes. */
export function checkRange(matrix: SyntaxNode, reading: Reading): boolean {
  const range = matrix.getChild("DurationExpr");
  if (range !== null && sourceOf(reading.parsed, range) === windowVariable) {
    reading.windows += 1;
    return true;
  }
  const text = range === null ? "" : sourceOf(reading.parsed, range);
  const message = `a range of ${text} stays ${text} in every window that nines computes`;
  refuse(reading, "window-literal", range ?? matrix, message, "write [$window]");
  return false;
}
