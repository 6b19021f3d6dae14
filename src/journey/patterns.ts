import { parse as parseHtml } from "node-html-parser";
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

/** The text of a group in the first match; undefined when nothing matches or the group took no part. */
export function firstGroup(pattern: string, text: string, group: number): string | undefined {
  const matcher = compileRegex(pattern).matcher(text);
  return matcher.find() ? (matcher.group(group) ?? undefined) : undefined;
}

export const matches = (pattern: string, text: string): boolean => compileRegex(pattern).matcher(text).find();

/** Each descent walks the whole document again for every node of the one before it. */
const mostDescents = 2;
const soundPaths = new Set<string>();

/** What is wrong with a JSON path. `match` and `search` are refused: they would run a backtracking expression. */
export function jsonPathFault(path: string): string | undefined {
  if (soundPaths.has(path)) return undefined;
  if (path.length > longestPattern) return `is longer than ${longestPattern} characters`;
  let descents = 0;
  let regexFunction: string | undefined;
  const look = (_key: string, value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const { type, name } = value as { type?: unknown; name?: unknown };
    if (type === "DescendantSegment" || type === "FilterSelector") descents++;
    if (type === "FunctionExpr" && (name === "match" || name === "search")) regexFunction = name;
    return value;
  };
  const fault = faultOf(() => JSON.stringify(parsePath(path), look));
  if (fault !== undefined) return fault;
  if (regexFunction !== undefined)
    return `uses ${regexFunction}(): extract the text and check it with \`matches\``;
  if (descents > mostDescents)
    return `holds ${descents} of \`..\` and \`[?…]\`, at most ${mostDescents} are read`;
  soundPaths.add(path);
  return undefined;
}

type Json = Parameters<typeof query>[0];

/** Everything that a path finds in a document. @throws when the path is not sound */
export function queryJson(document: unknown, path: string): readonly unknown[] {
  const fault = jsonPathFault(path);
  if (fault !== undefined) throw new SyntaxError(fault);
  return query(document as Json, path);
}

const emptyPage = parseHtml("<a></a>");

/** What is wrong with a CSS selector. */
export function selectorFault(selector: string): string | undefined {
  if (selector.length > longestPattern) return `is longer than ${longestPattern} characters`;
  return faultOf(() => emptyPage.querySelector(selector));
}

/** The text, or an attribute, of the first element that a selector finds. */
export function selectHtml(html: string, selector: string, attribute?: string): string | undefined {
  const element = parseHtml(html).querySelector(selector);
  if (element === null) return undefined;
  return attribute === undefined ? element.text.trim() : element.getAttribute(attribute);
}
