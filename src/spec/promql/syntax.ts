import { Parser } from "@prometheus-io/codemirror-promql/dist/cjs/parser/parser.js";
import { parser } from "@prometheus-io/lezer-promql";
import type { SyntaxNode, Tree } from "@lezer/common";
import type { Report } from "../report.ts";
import { placeWithin } from "../yaml/within.ts";
import { quoteShort, type TextNode } from "../yaml/nodes.ts";

export const windowVariable = "$window";
/** As long as `$window`, so that offsets in the tree are offsets in what was written. */
const windowStandIn = "911111s";

/** No expression anybody reads is longer; recovering from errors in megabytes of junk would take minutes. */
const lengthLimit = 50_000;

/** A user's PromQL with its syntax tree and a way to point into it. */
export interface Parsed {
  text: string;
  top: SyntaxNode;
  /** Prometheus' word for what it yields: `vector`, `matrix`, `scalar`, `string`. */
  type: string;
  node: TextNode;
}

export const sourceOf = ({ text }: Parsed, { from, to }: { from: number; to: number }): string =>
  text.slice(from, to);
export const placeIn = ({ node }: Parsed, { from, to }: { from: number; to: number }): TextNode["place"] =>
  placeWithin(node, from, to);

/**
 * Parses with Prometheus' own grammar and checks types as Prometheus does; undefined after reporting an error.
 * The parser recovers from errors, so a single error node anywhere means the text is refused.
 */
export function parsePromql(node: TextNode, report: Report): Parsed | undefined {
  const { text } = node;
  if (text.length > lengthLimit) {
    const message = `${text.length} characters are more than the ${lengthLimit} that are read`;
    report("promql-syntax", placeWithin(node, 0, 1), message, "record parts of it as rules of their own");
    return undefined;
  }
  const substituted = text.replaceAll(windowVariable, windowStandIn);
  const tree = parser.parse(substituted);
  const problem = findSyntaxError(tree);
  if (problem !== undefined) {
    if (!refuseVariable(node, report)) refuseSyntax(problem, node, report);
    return undefined;
  }
  const top = skipComments(tree.topNode.firstChild);
  if (top === undefined) return undefined;
  if (isTooDeep(tree, node, report)) return undefined;
  const type = checkTypes(tree, top, substituted, node, report);
  return type === undefined ? undefined : { text, top, type, node };
}

/** Far more than people write. Prometheus' type check looks at each level again from every one above it. */
const depthLimit = 200;

function isTooDeep(tree: Tree, node: TextNode, report: Report): boolean {
  let depth = 0;
  let deepest = 0;
  tree.iterate({
    enter: () => {
      deepest = Math.max(deepest, ++depth);
    },
    leave: () => {
      depth--;
    },
  });
  if (deepest <= depthLimit) return false;
  const message = `it is nested ${deepest} deep, more than the ${depthLimit} that are read`;
  report("promql-syntax", placeWithin(node, 0, 1), message, "record parts of it as rules of their own");
  return true;
}

/** A comment before the expression is the first child of the tree. */
function skipComments(first: SyntaxNode | null): SyntaxNode | undefined {
  let node = first;
  while (node?.name === "LineComment") node = node.nextSibling;
  return node ?? undefined;
}

/** `$__rate_interval` and its like; a `$` inside quotes ends a regular expression. */
function refuseVariable(node: TextNode, report: Report): boolean {
  const bare = node.text.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, (literal) =>
    " ".repeat(literal.length),
  );
  const stray = /\$(?!window\b)\{?\w*\}?/.exec(bare);
  if (stray === null) return false;
  const message = `${quoteShort(stray[0])} is no variable: specs know $window alone`;
  report(
    "promql-syntax",
    placeWithin(node, stray.index, stray.index + stray[0].length),
    message,
    "write $window",
  );
  return true;
}

function findSyntaxError(tree: Tree): SyntaxNode | undefined {
  const cursor = tree.cursor();
  do if (cursor.type.isError) return cursor.node;
  while (cursor.next());
  return undefined;
}

function refuseSyntax(problem: SyntaxNode, node: TextNode, report: Report): void {
  const { text } = node;
  // The parser marks what it missed behind the spaces; people look at the word itself.
  const from = Math.min(problem.from, text.length);
  const found = text.slice(from).trim();
  const message =
    found === ""
      ? "the expression ends too early"
      : `PromQL does not expect ${quoteShort(found.slice(0, 20))} here`;
  const to = Math.max(from + 1, problem.to);
  report("promql-syntax", placeWithin(node, from, to), message, syntaxRemedy(text, found));
}

function syntaxRemedy(text: string, found: string): string {
  const count = (pattern: RegExp): number => (text.match(pattern) ?? []).length;
  if (count(/\(/g) > count(/\)/g)) return "a closing parenthesis is missing";
  if (count(/\{/g) > count(/\}/g)) return "a closing brace is missing";
  if (count(/\(/g) < count(/\)/g)) return "there is a parenthesis too many";
  if (/^["'`]?\w*$/.test(found) && found !== "") return "check the name or operator before it";
  return "try the expression in Prometheus, with 5m in place of $window";
}

/** The type of the whole by Prometheus' own check; undefined after reporting what does not fit. */
function checkTypes(
  tree: Tree,
  top: SyntaxNode,
  text: string,
  node: TextNode,
  report: Report,
): string | undefined {
  // The checker wants an editor's state and uses two methods of it.
  const state = { field: () => ({ tree }), sliceDoc: (from: number, to: number) => text.slice(from, to) };
  const checker = new Parser(state as unknown as ConstructorParameters<typeof Parser>[0]);
  const type = checker.checkAST(top as unknown as Parameters<typeof checker.checkAST>[0]);
  const problems = checker.getDiagnostics().filter(({ severity }) => severity === "error");
  for (const { from, to, message } of problems) {
    const said = message.replaceAll(windowStandIn, windowVariable);
    report("promql-type", placeWithin(node, from, Math.max(from + 1, to)), said, "correct the expression");
  }
  return problems.length === 0 ? type : undefined;
}
