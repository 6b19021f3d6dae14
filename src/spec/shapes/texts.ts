import { nearest, suggest } from "../nearest.ts";
import type { Report } from "../report.ts";
import type { Place } from "../source.ts";
import { quoteShort } from "../yaml/nodes.ts";
import { reservedLabelNames } from "../../model/names.ts";
import type { KeyShape } from "./object.ts";
import { failed, refine, refuseType, type Decoded, type Shape } from "./shape.ts";

/** Any text; numbers and booleans are taken as they were written, so `1.10` stays `1.10`. */
export const text: Shape<string> = {
  schema: { type: ["string", "number", "boolean"] },
  decode: (node, report) =>
    node.kind === "text" ? node.text : refuseType(node, report, "a text", "a text, in quotes where in doubt"),
};

const nameSource = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const namePattern = new RegExp(`^${nameSource}$`);
export const nameRule = "lower-case letters, digits and inner hyphens, at most 63 characters";

export const isName = (value: string): boolean => namePattern.test(value);

/** A name that can be part of an id, a label value and a file name. */
export const name: Shape<string> = refine(
  text,
  (value, node, report) => {
    if (namePattern.test(value)) return value;
    const proposal = value
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-+|-+$/g, "")
      .slice(0, 63);
    const remedy = namePattern.test(proposal) ? `write ${proposal}` : "write a name such as checkout";
    return refuse(
      report,
      "name-shape",
      node.place,
      `${quoteShort(value)} is no name: names are ${nameRule}`,
      remedy,
    );
  },
  { type: "string", pattern: `^${nameSource}$` },
);

const refuse = (
  report: Report,
  code: Parameters<Report>[0],
  place: Place,
  message: string,
  remedy: string,
): typeof failed => {
  report(code, place, message, remedy);
  return failed;
};

/** One word of a closed list. */
export const word = <const T extends string>(words: readonly T[], what: string): Shape<T> =>
  refine(
    text,
    (value, node, report): Decoded<T> =>
      words.find((each) => each === value) ??
      refuse(
        report,
        "unknown-value",
        node.place,
        `${quoteShort(value)} is no ${what}`,
        suggest(value, words),
      ),
    { enum: words },
  );

/** `true` or `false`, unquoted. */
export const flag: Shape<boolean> = {
  schema: { type: "boolean" },
  decode: (node, report) => {
    if (node.kind === "text" && node.style === "plain" && (node.text === "true" || node.text === "false"))
      return node.text === "true";
    return refuseType(node, report, "true or false", "true or false, without quotes");
  },
};

/** A whole number within limits, unquoted. */
export const wholeNumber = (min: number, max: number): Shape<number> => ({
  schema: { type: "integer", minimum: min, maximum: max },
  decode: (node, report) => {
    if (node.kind !== "text" || node.style !== "plain" || !/^-?\d{1,15}$/.test(node.text))
      return refuseType(node, report, "a whole number", `a number from ${min} to ${max}, without quotes`);
    const value = Number(node.text);
    if (value >= min && value <= max) return value;
    const message = `${node.text} lies outside ${min} to ${max}`;
    return refuse(report, "number-out-of-range", node.place, message, `write a number from ${min} to ${max}`);
  },
});

export const link: Shape<string> = refine(
  text,
  (value, node, report) => {
    const isLink = /^https?:\/\//.test(value) && !/\s/.test(value) && URL.canParse(value);
    const message = `${quoteShort(value)} is no http or https address`;
    return isLink ? value : refuse(report, "url-shape", node.place, message, "write https://… in full");
  },
  { type: "string", pattern: "^https?://" },
);

export const timeZone: Shape<string> = refine(
  text,
  (value, node, report) =>
    isTimeZone(value)
      ? value
      : refuse(
          report,
          "time-zone",
          node.place,
          `${quoteShort(value)} is no IANA time zone`,
          zoneRemedy(value),
        ),
  { type: "string" },
);

function isTimeZone(value: string): boolean {
  try {
    // Offsets such as +01:00 are accepted by Intl but know no daylight saving.
    return /^[A-Za-z]/.test(value) && new Intl.DateTimeFormat("en", { timeZone: value }).format(0) !== "";
  } catch {
    return false;
  }
}

const zoneRemedy = (value: string): string => {
  const meant = nearest(value, Intl.supportedValuesOf("timeZone"));
  return meant === undefined ? "write a zone such as Europe/Berlin or UTC" : `did you mean ${meant}?`;
};

const labelPattern = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

export function checkLabelName(value: string, place: Place, report: Report): boolean {
  if (!labelPattern.test(value) || value.startsWith("__")) {
    const message = `${quoteShort(value)} is no label name: letters, digits and _, not starting with a digit or __`;
    report(
      "label-name",
      place,
      message,
      `write a name such as ${value.replaceAll(/[^a-zA-Z0-9]+/g, "_") || "team"}`,
    );
    return false;
  }
  if (!reservedLabelNames.includes(value)) return true;
  report(
    "label-reserved",
    place,
    `the label "${value}" is written by nines or Prometheus itself`,
    "take another name",
  );
  return false;
}

/** A free label or a group label: Prometheus' syntax, and none of the names nines writes itself. */
export const labelName: Shape<string> = refine(
  text,
  (value, node, report) => (checkLabelName(value, node.place, report) ? value : failed),
  { type: "string", pattern: labelPattern.source },
);

export const labelKey: KeyShape = {
  schema: { type: "string", pattern: labelPattern.source },
  check: checkLabelName,
};

/** Any label of a series, reserved or not: environments match `job` and the like. */
export const matcherKey: KeyShape = {
  schema: { type: "string", pattern: labelPattern.source },
  check: (value, place, report) => {
    if (labelPattern.test(value)) return true;
    report("label-name", place, `${quoteShort(value)} is no label name`, "write a name such as env");
    return false;
  },
};

/** Annotation names follow label syntax; none is reserved. */
export const annotationKey: KeyShape = matcherKey;
export const anyKey: KeyShape = { schema: { type: "string" }, check: () => true };
export const nameKey: KeyShape = {
  schema: name.schema,
  check: (value, place, report) =>
    name.decode({ kind: "text", text: value, style: "plain", place }, report) !== failed,
};
