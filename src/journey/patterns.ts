import { query } from "jsonpath-rfc9535";
import parsePath from "jsonpath-rfc9535/parser";
import { RE2JS } from "re2js";

/** Longer ones are refused: what a user writes is bounded before it meets what a server sends. */
export const longestPattern = 1_000;

const compiled = new Map<string, RE2JS>();

/** Reads a regular expression. RE2 takes time linear in the text, whatever the pattern. @throws when it is none */
export function compileRegex(pattern: string): RE2JS {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  if (pattern.length > longestPattern) throw new RangeError(`is longer than ${longestPattern} characters`);
  const regex = RE2JS.compile(pattern);
  compiled.set(pattern, regex);
  return regex;
}

const faultOf = (attempt: () => unknown): string | undefined => {
  try {
    attempt();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** What is wrong with a regular expression, or with the number of the group asked of it. */
export function regexFault(pattern: string, group = 0): string | undefined {
  return faultOf(() => {
    const groups = compileRegex(pattern).groupCount();
    if (group > groups) throw new RangeError(`has ${groups} groups, group ${group} is asked for`);
  });
}

/** Steps of a search, pattern times text: about half a second on a slow core, and then it would hold up other runs. */
const mostSteps = 16_000_000;

/** @throws RangeError when the text is longer than such a pattern may search */
function matcherOf(pattern: string, text: string) {
  const regex = compileRegex(pattern);
  const longest = Math.floor(mostSteps / regex.programSize());
  if (text.length > longest)
    throw new RangeError(
      `the text is longer than the ${longest} characters that so large a pattern may search`,
    );
  return regex.matcher(text);
}

/** The text of a group in the first match; undefined when nothing matches or the group took no part. */
export function firstGroup(pattern: string, text: string, group: number): string | undefined {
  const matcher = matcherOf(pattern, text);
  return matcher.find() ? (matcher.group(group) ?? undefined) : undefined;
}

export const matches = (pattern: string, text: string): boolean => matcherOf(pattern, text).find();

const soundPaths = new Set<string>();

/**
 * What is wrong with a JSON path. What would take more time than the document has nodes is refused: a second `..`,
 * which walks everything again for every node, and inside of a filter another filter, `..`, or a path from the root.
 * `match` and `search` are refused too: they would run a backtracking expression.
 */
export function jsonPathFault(path: string): string | undefined {
  if (soundPaths.has(path)) return undefined;
  if (path.length > longestPattern) return `is longer than ${longestPattern} characters`;
  let fault: string | undefined;
  const unreadable = faultOf(() => (fault = faultOfPath(parsePath(path))));
  if (unreadable !== undefined || fault !== undefined) return unreadable ?? fault;
  soundPaths.add(path);
  return undefined;
}

function faultOfPath(path: unknown): string | undefined {
  let descents = 0;
  const look = (node: unknown, inFilter: boolean): string | undefined => {
    if (typeof node !== "object" || node === null) return undefined;
    const { type, name } = node as { type?: unknown; name?: unknown };
    if (type === "FunctionExpr" && (name === "match" || name === "search"))
      return `uses ${name}(): extract the text and check it with \`matches\``;
    if (type === "DescendantSegment" && (++descents > 1 || inFilter))
      return "holds `..` twice, or inside of a filter";
    if (inFilter && type === "FilterSelector") return "holds a filter inside of a filter";
    if (inFilter && type === "JsonPathQuery") return "holds a path from the root inside of a filter";
    const below = inFilter || type === "FilterSelector";
    for (const child of Object.values(node)) {
      const found = look(child, below);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return look(path, false);
}

type Json = Parameters<typeof query>[0];

/** Everything that a path finds in a document. @throws when the path is not sound */
export function queryJson(document: unknown, path: string): readonly unknown[] {
  const fault = jsonPathFault(path);
  if (fault !== undefined) throw new SyntaxError(fault);
  return query(document as Json, path);
}
