import type { Extraction, Finder } from "../model/journey.ts";
import { selectHtml } from "./html.ts";
import { firstGroup, queryJson } from "./patterns.ts";
import { type Response, jsonOf } from "./response.ts";
import type { Value } from "./values.ts";

export type Extracted = { ok: true; value: Value } | { ok: false; message: string };

/** More than any token or link; a value travels in URLs and headers. */
const longestValue = 16_384;

/** The value that an extraction finds. A value that is empty, or a template itself, is as good as missing. */
export const extract = ({ find, variable, sensitive }: Extraction, response: Response): Extracted =>
  usable(lookSafely(find, response), `${variable} is missing: ${describeFinder(find)}`, sensitive);

/** The value that a script returned under a name. */
export const extractReturned = (variable: string, value: unknown): Extracted =>
  usable(
    value === undefined ? { fault: "does not return it" } : singleValue(value, "returns"),
    `${variable} is missing: the script`,
    false,
  );

function usable(found: Found, what: string, sensitive: boolean): Extracted {
  const missing = (why: string): Extracted => ({ ok: false, message: `${what} ${why}` });
  if ("fault" in found) return missing(found.fault);
  const text = String(found.value);
  if (text === "") return missing("is empty");
  if (text.length > longestValue) return missing(`is longer than ${longestValue} characters`);
  if (/\{\{[^{}]*\}\}/.test(text)) return missing("is a template that the server never filled in");
  const json = typeof found.value === "string" ? {} : { json: found.value };
  return { ok: true, value: { text, ...json, extracted: true, sensitive } };
}

/** What a server sent must not stop the search: an answer that nobody can search is one without the value. */
function lookSafely(find: Finder, response: Response): Found {
  try {
    return look(find, response);
  } catch (error) {
    return {
      fault: `finds nothing: ${error instanceof Error ? error.message : "the answer cannot be searched"}`,
    };
  }
}

type Found = { value: string | number | boolean } | { fault: string };
const orAbsent = (value: string | undefined): Found =>
  value === undefined ? { fault: "finds nothing" } : { value };

function look(find: Finder, response: Response): Found {
  switch (find.kind) {
    case "status":
      return { value: response.status };
    case "header":
      return orAbsent(response.headers[find.name.toLowerCase()]);
    case "cookie":
      return orAbsent(response.cookies[find.name]);
    case "regex":
      return orAbsent(firstGroup(find.pattern, response.body, find.group));
    case "css":
      return orAbsent(selectHtml(response.body, find.selector, find.attribute));
    case "jsonPath":
      return lookInJson(find.path, response);
  }
}

function lookInJson(path: string, response: Response): Found {
  const read = jsonOf(response);
  if ("fault" in read) return { fault: `finds nothing: ${read.fault}` };
  const [first] = queryJson(read.value, path);
  return first === undefined ? { fault: "finds nothing" } : singleValue(first, "finds");
}

function singleValue(value: unknown, verb: "finds" | "returns"): Found {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return { value };
  return { fault: `${verb} ${kindOf(value)}, not a single value` };
}

const kindOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "a list" : "an object";

/** `JSON path $.token`, for messages. */
export function describeFinder(find: Finder): string {
  switch (find.kind) {
    case "status":
      return "status";
    case "header":
      return `header ${find.name}`;
    case "cookie":
      return `cookie ${find.name}`;
    case "regex":
      return `regex /${find.pattern}/ group ${find.group}`;
    case "css":
      return `selector ${find.selector}${find.attribute === undefined ? "" : ` attribute ${find.attribute}`}`;
    case "jsonPath":
      return `JSON path ${find.path}`;
  }
}
