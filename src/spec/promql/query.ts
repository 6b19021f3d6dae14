import type { SyntaxNode } from "@lezer/common";
import type { Expression, Query, Selector } from "../../model/promql.ts";
import type { Report } from "../report.ts";
import { failed, refine, type Decoded, type Shape } from "../shapes/shape.ts";
import { text } from "../shapes/texts.ts";
import type { Place } from "../source.ts";
import type { Node } from "../yaml/nodes.ts";
import { readExpression } from "./expression.ts";
import { readSelector } from "./selector.ts";
import { parsePromql, sourceOf, type Parsed } from "./syntax.ts";

/** A query with what later checks want to know of its text. */
export interface WrittenQuery {
  query: Query;
  place: Place;
  /** Where a `$window` stands that the ledger can only sample. */
  sampledAt: Place | undefined;
  /** Where it counts events of the window, though it counts them per second elsewhere. */
  mixedAt: Place | undefined;
  /** Whether a label survives the outermost aggregation. */
  keeps: (label: string) => boolean;
}

export interface WrittenExpression extends Omit<WrittenQuery, "query"> {
  expression: Expression;
}

const promqlSchema = { type: "string", minLength: 1 };
const fromText = <T>(read: (parsed: Parsed, report: Report, node: Node) => Decoded<T>): Shape<T> =>
  refine(
    text,
    (_value, node, report) => {
      const parsed = node.kind === "text" ? parsePromql(node, report) : undefined;
      return parsed === undefined ? failed : read(parsed, report, node);
    },
    promqlSchema,
  );

/** A bare selector of one metric, such as `up{job="search"}`. */
export const selector: Shape<Selector> = fromText((parsed, report, node) => {
  if (parsed.top.name === "VectorSelector") return readNamed(parsed, report, node);
  const message = "only a plain selector is read here, without functions, ranges or operators";
  report("selector-expected", node.place, message, 'write it as metric{label="value"}');
  return failed;
});

function readNamed(parsed: Parsed, report: Report, node: Node): Decoded<Selector> {
  const read = readSelector(parsed, parsed.top, report);
  if (read === undefined) return failed;
  const names = read.matchers.filter(({ label }) => label === "__name__");
  if (read.metric !== undefined || names.some(({ op }) => op === "=")) return read;
  // Two series that differ in nothing but their names are one to `rate` and to every difference: an error, no data.
  const message =
    names.length === 0
      ? "without a metric name every series with these labels would be counted"
      : "a pattern of names matches series that differ only in their name, and Prometheus refuses to count them";
  const remedy =
    names.length === 0
      ? "put the metric's name before the braces"
      : "name one metric, or add up expressions: sum(rate(a_total[$window])) + sum(rate(b_total[$window]))";
  report("selector-without-metric", node.place, message, remedy);
  return failed;
}

/** An expression in events per second or an error ratio: an instant vector that uses `$window`. */
export const expression: Shape<WrittenExpression> = fromText(asExpression);

function asExpression(parsed: Parsed, report: Report, node: Node): Decoded<WrittenExpression> {
  if (parsed.type !== "vector" && parsed.type !== "matrix") {
    const message = `the expression yields a ${parsed.type}, and no series can be recorded from that`;
    report(
      "promql-type",
      node.place,
      message,
      "let it yield an instant vector, such as sum(rate(x[$window]))",
    );
    return failed;
  }
  const read = readExpression(parsed, report);
  if (read === undefined) return failed;
  if (parsed.type === "vector")
    return {
      expression: read.expression,
      sampledAt: read.sampledAt,
      mixedAt: read.mixedAt,
      place: node.place,
      keeps: keptBy(parsed),
    };
  const message = "the expression yields a range of samples";
  report("promql-type", node.place, message, "put it into rate(…) or avg_over_time(…)");
  return failed;
}

/** A bare counter selector, or an expression in events per second. */
export const query: Shape<WrittenQuery> = fromText((parsed, report, node) => {
  if (parsed.top.name !== "VectorSelector") return asQuery(asExpression(parsed, report, node));
  const read = readNamed(parsed, report, node);
  if (read === failed) return failed;
  return {
    query: { kind: "selector", selector: read },
    place: node.place,
    sampledAt: undefined,
    mixedAt: undefined,
    keeps: keepsAll,
  };
});

const asQuery = (written: Decoded<WrittenExpression>): Decoded<WrittenQuery> => {
  if (written === failed) return failed;
  const { expression: read, ...rest } = written;
  return { ...rest, query: { kind: "expression", expression: read } };
};

/** Labels that the outermost `sum by (…)` keeps; anything else is taken to keep them all. */
function keptBy(parsed: Parsed): (label: string) => boolean {
  let node: SyntaxNode | null = parsed.top;
  while (node?.name === "ParenExpr") node = node.getChild("Expr");
  if (node?.name !== "AggregateExpr") return keepsAll;
  const modifier = node.getChild("AggregateModifier");
  return keepsNamed(namesIn(parsed, modifier), (modifier?.getChild("Without") ?? null) !== null);
}

const keepsAll = (): boolean => true;

// Apart from the function that knows the tree, so that ten thousand trees are not kept alive by their answers.
const keepsNamed =
  (names: readonly string[], isWithout: boolean) =>
  (label: string): boolean =>
    names.includes(label) !== isWithout;

const namesIn = (parsed: Parsed, modifier: SyntaxNode | null): string[] =>
  (modifier?.getChild("GroupingLabels")?.getChildren("LabelName") ?? []).map((each) =>
    sourceOf(parsed, each),
  );
