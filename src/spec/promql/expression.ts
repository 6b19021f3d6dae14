import type { SyntaxNode } from "@lezer/common";
import type { Expression, Segment } from "../../model/promql.ts";
import type { Seconds } from "../../model/units.ts";
import type { Report } from "../report.ts";
import type { Place } from "../source.ts";
import { add, checkRange, lose, offsetOf, refuse, refuseNew, type Reading } from "./reading.ts";
import { readSelector } from "./selector.ts";
import { placeIn, sourceOf, windowVariable, type Parsed } from "./syntax.ts";

export interface ReadExpression {
  expression: Expression;
  /** The first `$window` that the ledger can only sample. */
  sampledAt: Place | undefined;
  /** Where it counts by window though it counts per second elsewhere. */
  mixedAt: Place | undefined;
}

/** Takes an expression apart where nines must act; undefined after reporting why it cannot be one. */
export function readExpression(parsed: Parsed, report: Report): ReadExpression | undefined {
  const reading: Reading = {
    parsed,
    report,
    pieces: [],
    isSound: true,
    windows: 0,
    sampledAt: undefined,
    counting: {},
  };
  visit(parsed.top, reading);
  if (!reading.isSound) return undefined;
  if (reading.windows === 0) {
    const remedy = "read counters as rate(x[$window]), gauges as avg_over_time(x[$window])";
    report(
      "window-missing",
      placeIn(parsed, parsed.top),
      "the expression does not say which window it reads",
      remedy,
    );
    return undefined;
  }
  const { sampledAt, counting } = reading;
  const per = counting.window !== undefined && counting.second === undefined ? "window" : "second";
  const mixed = counting.second === undefined ? undefined : counting.window;
  return {
    expression: { text: parsed.text, segments: toSegments(reading), sampled: sampledAt !== undefined, per },
    sampledAt: sampledAt === undefined ? undefined : placeIn(parsed, sampledAt),
    mixedAt: mixed === undefined ? undefined : placeIn(parsed, mixed),
  };
}

/** Text between the pieces stays as it was written; comments go, since what follows may join their line. */
function toSegments({ parsed, pieces }: Reading): Segment[] {
  const segments: Segment[] = [];
  let at = parsed.top.from;
  const say = (text: string): void => {
    if (text !== "") segments.push({ kind: "text", text });
  };
  for (const { from, to, segment } of pieces.filter((piece) => piece.from >= parsed.top.from)) {
    say(parsed.text.slice(at, from));
    if (segment !== undefined) segments.push(segment);
    at = to;
  }
  say(parsed.text.slice(at, parsed.top.to));
  return segments;
}

function visit(node: SyntaxNode, reading: Reading): void {
  const handler = handlers[node.name];
  if (handler !== undefined && handler(node, reading)) return;
  for (let child = node.firstChild; child !== null; child = child.nextSibling) visit(child, reading);
}

/** Each returns true when it has dealt with everything below its node. */
const handlers: Readonly<Record<string, (node: SyntaxNode, reading: Reading) => boolean>> = {
  LineComment: (node, reading) => add(reading, node, undefined),
  FunctionCall: (node, reading) => readFunction(node, reading),
  OffsetExpr: (node, reading) => readOffset(node, reading),
  MatrixSelector: (node, reading) => readMatrix(node, node, undefined, reading),
  VectorSelector: (node, reading) => readInstant(node, node, undefined, reading),
  SubqueryExpr: (node, reading) => readSubquery(node, reading),
  StepInvariantExpr: (node, reading) =>
    refuse(
      reading,
      "at-modifier",
      node.getChild("At") ?? node,
      "@ pins the expression to one moment",
      "remove it",
    ),
  AnchoredExpr: (node, reading) => refuseNew(reading, node, "anchored ranges"),
  SmoothedExpr: (node, reading) => refuseNew(reading, node, "smoothed ranges"),
  NumberDurationLiteral: (node, reading) => checkNumber(node, reading),
};

/** Functions of a range that answer per second, and those that add up over the whole of it. */
const perSecond = new Set(["rate", "irate", "deriv"]);
const perWindow = new Set(["increase", "delta", "count_over_time", "sum_over_time", "changes", "resets"]);

function readFunction(node: SyntaxNode, reading: Reading): boolean {
  const name = sourceOf(reading.parsed, node.getChild("FunctionIdentifier") ?? node);
  if (perSecond.has(name)) reading.counting.second ??= node;
  if (perWindow.has(name)) reading.counting.window ??= node;
  return readGrowth(name, node, reading);
}

/** `rate(selector[$window])`, also with an offset: what the ledger replaces by exact differences. */
function readGrowth(name: string, node: SyntaxNode, reading: Reading): boolean {
  if (name !== "rate" && name !== "increase") return false;
  const argument = node.getChild("FunctionCallBody")?.getChild("Expr");
  const offsetNode = argument?.name === "OffsetExpr" ? argument : undefined;
  const matrix = offsetNode === undefined ? argument : offsetNode.getChild("Expr");
  if (matrix?.name !== "MatrixSelector") return false;
  const offset = offsetNode === undefined ? undefined : offsetOf(offsetNode, reading);
  if (offset === "refused" || !checkRange(matrix, reading)) return true;
  const vector = matrix.getChild("Expr");
  const selector = vector === null ? undefined : readSelector(reading.parsed, vector, reading.report);
  if (selector === undefined) return lose(reading);
  return add(reading, node, {
    kind: "growth",
    function: name,
    selector,
    ...(offset === undefined ? {} : { offset }),
  });
}

function readOffset(node: SyntaxNode, reading: Reading): boolean {
  const offset = offsetOf(node, reading);
  if (offset === "refused") return true;
  const inner = node.getChild("Expr");
  if (inner?.name === "MatrixSelector") return readMatrix(node, inner, offset, reading);
  if (inner?.name === "VectorSelector") return readInstant(node, inner, offset, reading);
  return false;
}

function readMatrix(
  whole: SyntaxNode,
  matrix: SyntaxNode,
  offset: Seconds | undefined,
  reading: Reading,
): true {
  if (!checkRange(matrix, reading)) return true;
  reading.sampledAt ??= matrix;
  const vector = matrix.getChild("Expr");
  const selector = vector === null ? undefined : readSelector(reading.parsed, vector, reading.report);
  if (selector === undefined) return lose(reading);
  const segment: Segment = { kind: "selector", selector, range: true };
  return add(reading, whole, offset === undefined ? segment : { ...segment, offset });
}

function readInstant(
  whole: SyntaxNode,
  vector: SyntaxNode,
  offset: Seconds | undefined,
  reading: Reading,
): true {
  const selector = readSelector(reading.parsed, vector, reading.report);
  if (selector === undefined) return lose(reading);
  return add(reading, whole, { kind: "selector", selector, ...(offset === undefined ? {} : { offset }) });
}

function readSubquery(node: SyntaxNode, reading: Reading): true {
  const inner = node.getChild("Expr");
  if (inner !== null) visit(inner, reading);
  const [range, step] = node.getChildren("DurationExpr");
  if (!checkRange(node, reading) || range === undefined) return true;
  if (step !== undefined && sourceOf(reading.parsed, step).includes(windowVariable))
    return refuse(reading, "window-misplaced", step, "$window cannot be a step", "write [$window:30s]");
  reading.sampledAt ??= range;
  return add(reading, range, { kind: "window" });
}

/** Prometheus 3 reads `5m` as 300 anywhere; Prometheus 2 refuses it outside ranges and offsets. */
function checkNumber(node: SyntaxNode, reading: Reading): boolean {
  const text = sourceOf(reading.parsed, node);
  if (text === windowVariable)
    return refuse(
      reading,
      "window-misplaced",
      node,
      "$window stands for a range: x[$window]",
      "put it in brackets",
    );
  if (/^\d+(?:ms|[smhdwy])/.test(text)) return refuseNew(reading, node, "durations as numbers");
  return false;
}
