import type { SyntaxNode } from "@lezer/common";
import { RE2JS } from "re2js";
import type { Matcher, Selector } from "../../model/promql.ts";
import type { Report } from "../report.ts";
import { quoteShort } from "../yaml/nodes.ts";
import { placeIn, sourceOf, type Parsed } from "./syntax.ts";
import { unquote } from "./strings.ts";

const operators: Readonly<Record<string, Matcher["op"]>> = { "=": "=", "!=": "!=", "=~": "=~", "!~": "!~" };

/** A vector selector node as data; undefined after reporting what 2.x servers would not understand. */
export function readSelector(parsed: Parsed, node: SyntaxNode, report: Report): Selector | undefined {
  const metric = node.getChild("Identifier");
  const list = node.getChild("LabelMatchers");
  const nodes = list === null ? [] : children(list);
  const matchers = nodes.map((each) => readMatcher(parsed, each, report));
  const sound = matchers.filter((matcher) => matcher !== undefined);
  if (sound.length !== nodes.length) return undefined;
  return { ...(metric === null ? {} : { metric: sourceOf(parsed, metric) }), matchers: sound };
}

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (child.name !== "LineComment") found.push(child);
  return found;
}

function readMatcher(parsed: Parsed, node: SyntaxNode, report: Report): Matcher | undefined {
  const label = node.getChild("LabelName");
  const operator = node.getChild("MatchOp");
  const literal = node.getChild("StringLiteral");
  if (label === null || operator === null || literal === null) {
    const message = "a quoted metric or label name is refused by Prometheus 2";
    report("promql-unsupported", placeIn(parsed, node), message, "use a name of letters, digits and _");
    return undefined;
  }
  const op = operators[sourceOf(parsed, operator)] ?? "=";
  const value = unquote(sourceOf(parsed, literal));
  const fault = op === "=~" || op === "!~" ? regexFault(value) : undefined;
  if (fault !== undefined) {
    const message = `${quoteShort(sourceOf(parsed, literal))} is no regular expression of Prometheus: ${fault}`;
    const remedy =
      "Prometheus reads RE2: no look-around, no \\1; negate with !~, close brackets or escape them";
    report("regex-invalid", placeIn(parsed, literal), message, remedy);
    return undefined;
  }
  return { label: sourceOf(parsed, label), op, value };
}

/** Of such characters alone any text is a regular expression; most are, and reading one costs a tenth of a millisecond. */
const harmless = /^[\w|./:@ -]*$/;

/** What RE2, the engine of Prometheus, finds wrong with a pattern, in its own words. */
export function regexFault(pattern: string): string | undefined {
  if (harmless.test(pattern)) return undefined;
  try {
    RE2JS.compile(`^(?:${pattern})$`);
    return undefined;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replace("error parsing regexp: ", "");
  }
}
