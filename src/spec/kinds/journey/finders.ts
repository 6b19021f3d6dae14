import parseJsonPath from "jsonpath-rfc9535/parser";
import { RE2JS } from "re2js";
import type { Extraction, Finder } from "../../../model/journey.ts";
import type { Report } from "../../report.ts";
import { object, optional, record, type ObjectOf } from "../../shapes/object.ts";
import { failed, refine, type Decoded, type Shape } from "../../shapes/shape.ts";
import { flag, text, wholeNumber } from "../../shapes/texts.ts";
import type { Place } from "../../source.ts";
import { quoteShort, type Node } from "../../yaml/nodes.ts";
import { variableKey } from "./templates.ts";

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Where a generated parser stopped; its own words list every character it would have taken. */
function offsetOf(error: unknown): string {
  const { location } = error as { location?: { start: { offset: number } } };
  return location === undefined ? "" : `: it cannot be read from character ${location.start.offset + 1} on`;
}

/** A query of RFC 9535: no code is ever evaluated. */
export const jsonPath: Shape<string> = refine(text, (value, { place }, report) => {
  try {
    parseJsonPath(value);
    return value;
  } catch (error) {
    const message = `${quoteShort(value)} is no JSONPath${offsetOf(error)}`;
    report("json-path", place, message, "write a path of RFC 9535, such as $.order.id or $.items[0].state");
    return failed;
  }
});

/** Long patterns make large machines; RE2 itself never backtracks. */
const longestPattern = 1_000;

/** A regular expression in RE2's syntax, which takes time in proportion to the text whatever it says. */
export const pattern: Shape<string> = refine(text, (value, { place }, report) => {
  const fault = patternFault(value);
  if (fault === undefined) return value;
  const remedy =
    "RE2 is read: no look-around, no \\1, at most 1000 characters; close brackets or escape them";
  report("regex-invalid", place, `${quoteShort(value)} is no regular expression: ${fault}`, remedy);
  return failed;
});

function patternFault(value: string): string | undefined {
  if (value.length > longestPattern) return `it has ${value.length} characters`;
  try {
    RE2JS.compile(value);
    return undefined;
  } catch (error) {
    return reasonOf(error).replace("error parsing regexp: ", "");
  }
}

/** Capturing groups of a pattern that was read. */
const groupsOf = (value: string): number => RE2JS.compile(value).groupCount();

export const headerName: Shape<string> = refine(
  text,
  (value, { place }, report) => {
    if (/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(value)) return value.toLowerCase();
    report(
      "wrong-type",
      place,
      `${quoteShort(value)} is no name of a header`,
      "write a name such as content-type",
    );
    return failed;
  },
  { type: "string" },
);

const extractionFields = {
  jsonPath: optional(jsonPath, "The first match of this path in the JSON body"),
  regex: optional(pattern, "The first match in the body; RE2 syntax"),
  group: optional(wholeNumber(0, 99), "Which group of the regex; 1 when it has one, 0 is the whole match"),
  header: optional(headerName, "The value of a response header"),
  cookie: optional(text, "A cookie that the run holds for this address"),
  css: optional(text, "The first element of the HTML body that this selector finds"),
  attribute: optional(text, "An attribute of that element instead of its text"),
  status: optional(flag, "true: the status code"),
  sensitive: optional(flag, "true: treated as a secret in everything that nines writes"),
};
type WrittenExtraction = ObjectOf<typeof extractionFields>;
type Found = Omit<Extraction, "variable">;

const sources = ["jsonPath", "regex", "header", "cookie", "css", "status"] as const;

const extractionObject = object(extractionFields, "an extraction");
const extraction: Shape<Found> = refine(extractionObject, readExtraction, {
  ...extractionObject.schema,
  oneOf: sources.map((key) => ({ required: [key] })),
});

function readExtraction(written: WrittenExtraction, node: Node, report: Report): Decoded<Found> {
  const given = sources.filter((each) => written.keys[each] !== undefined);
  const [first, second] = given;
  if (first === undefined) {
    report(
      "missing-key",
      node.place,
      "an extraction needs a place to look in",
      `write one of ${sources.join(", ")}`,
    );
    return failed;
  }
  if (second !== undefined) {
    const place = written.keys[second] ?? node.place;
    report("conflicting-keys", place, `the value is already taken from "${first}"`, "keep one of them");
    return failed;
  }
  const stray = strayKey(first, written);
  if (stray !== undefined) {
    report("conflicting-keys", stray.place, `"${stray.key}" belongs to "${stray.owner}"`, `remove it`);
    return failed;
  }
  const find = finderOf(written, report);
  return find === failed ? failed : { find, sensitive: written.sensitive ?? false };
}

function strayKey(
  source: (typeof sources)[number],
  { keys }: WrittenExtraction,
): { key: string; owner: string; place: Place } | undefined {
  const owners = { group: "regex", attribute: "css" } as const;
  for (const key of ["group", "attribute"] as const) {
    const place = keys[key];
    if (place !== undefined && owners[key] !== source) return { key, owner: owners[key], place };
  }
  return undefined;
}

function finderOf(written: WrittenExtraction, report: Report): Decoded<Finder> {
  const { jsonPath: path, regex, header, cookie, css, attribute } = written;
  if (path !== undefined) return { kind: "jsonPath", path };
  if (regex !== undefined) return regexFinder(regex, written, report);
  if (header !== undefined) return { kind: "header", name: header };
  if (cookie !== undefined) return { kind: "cookie", name: cookie };
  if (css !== undefined)
    return { kind: "css", selector: css, ...(attribute === undefined ? {} : { attribute }) };
  return { kind: "status" };
}

function regexFinder(
  regex: string,
  { group, keys, place }: WrittenExtraction,
  report: Report,
): Decoded<Finder> {
  const has = groupsOf(regex);
  const wanted = group ?? Math.min(1, has);
  if (wanted <= has) return { kind: "regex", pattern: regex, group: wanted };
  const message = `the expression has ${has === 0 ? "no group" : `${has} groups`}, and group ${wanted} is wanted`;
  report("number-out-of-range", keys.group ?? place, message, "put brackets around what is to be taken");
  return failed;
}

/** `variable: {jsonPath: …}` */
export const extractions: Shape<readonly { extraction: Extraction; place: Place }[]> = refine(
  record(extraction, variableKey, "extract"),
  (entries) =>
    entries.map(({ name, key, value }) => ({ extraction: { variable: name, ...value }, place: key })),
);
