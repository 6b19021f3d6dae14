import { assertionSeverities, type Assertion, type Check, type Condition } from "../../../model/journey.ts";
import { seconds } from "../../../model/units.ts";
import type { Report } from "../../report.ts";
import { oneOrMany } from "../../shapes/list.ts";
import { object, optional, required, type ObjectOf } from "../../shapes/object.ts";
import { threshold } from "../../shapes/quantities.ts";
import { failed, refine, refuseType, type Decoded, type Shape } from "../../shapes/shape.ts";
import { flag, text, wholeNumber, word } from "../../shapes/texts.ts";
import type { Node } from "../../yaml/nodes.ts";
import { headerName, jsonPath, pattern } from "./finders.ts";
import { join, plainJson, template, type Templated } from "./templates.ts";

/** `200`, or `2xx` for a whole class. */
const status: Shape<number> = refine(
  text,
  (value, node, report) => {
    const code = /^(?:[1-5]\d\d|[1-5]xx)$/.exec(value);
    if (code !== null) return Number.parseInt(value, 10);
    return refuseType(node, report, "a status code", "200, or 2xx for all of them");
  },
  { type: ["integer", "string"], pattern: "^[1-5](\\d\\d|xx)$", minimum: 100, maximum: 599 },
);

const decimal: Shape<number> = {
  schema: { type: "number" },
  decode: (node, report) =>
    node.kind === "text" && /^-?\d{1,15}(?:\.\d{1,9})?$/.test(node.text)
      ? Number(node.text)
      : refuseType(node, report, "a number", "a number such as 10 or 2.5"),
};

const conditionFields = {
  exists: optional(flag, "true: it must be there; false: it must not"),
  equals: optional(template, "The exact text"),
  notEquals: optional(template, "Any other text"),
  contains: optional(template, "A part of the text"),
  matches: optional(pattern, "A regular expression in RE2 syntax, found anywhere"),
  below: optional(decimal, "A number it must be below"),
  above: optional(decimal, "A number it must be above"),
};
const conditionKeys = Object.keys(conditionFields) as (keyof typeof conditionFields)[];
type WrittenCondition = ObjectOf<typeof conditionFields>;

/** Exactly one condition; undefined after reporting what is wrong with it. */
function readCondition(written: WrittenCondition, node: Node, report: Report): Decoded<Templated<Condition>> {
  const given = conditionKeys.filter((key) => written[key] !== undefined);
  const [first, second] = given;
  if (first === undefined) {
    report(
      "missing-key",
      node.place,
      "a condition is needed here",
      `write one of ${conditionKeys.join(", ")}`,
    );
    return failed;
  }
  if (second !== undefined) {
    const remedy = "write one assertion for each condition";
    report(
      "conflicting-keys",
      written.keys[second] ?? node.place,
      `the condition is already "${first}"`,
      remedy,
    );
    return failed;
  }
  return conditionOf(written);
}

function conditionOf(written: WrittenCondition): Templated<Condition> {
  const { exists, equals, notEquals, contains, matches, below, above } = written;
  const plain = (value: Condition): Templated<Condition> => ({ value, uses: [] });
  if (equals !== undefined) return { value: { kind: "equals", text: equals.value }, uses: equals.uses };
  if (notEquals !== undefined)
    return { value: { kind: "not-equals", text: notEquals.value }, uses: notEquals.uses };
  if (contains !== undefined)
    return { value: { kind: "contains", text: contains.value }, uses: contains.uses };
  if (matches !== undefined) return plain({ kind: "matches", pattern: matches });
  if (below !== undefined) return plain({ kind: "below", bound: below });
  if (above !== undefined) return plain({ kind: "above", bound: above });
  return plain({ kind: exists === false ? "absent" : "exists" });
}

type Checked = Templated<Check>;

/** Exactly one of these keys, for editors. */
const oneOfKeys = (keys: readonly string[]) => ({ oneOf: keys.map((key) => ({ required: [key] })) });

const headerObject = object({ name: required(headerName, "Which header"), ...conditionFields }, "a header");
const headerCheck: Shape<Checked> = refine(
  headerObject,
  (written, node, report) => {
    const condition = readCondition(written, node, report);
    return condition === failed ? failed : over(condition, { kind: "header", name: written.name });
  },
  { ...headerObject.schema, ...oneOfKeys(conditionKeys) },
);

const bodyObject = object(conditionFields, "a body");
const bodyCheck: Shape<Checked> = refine(
  bodyObject,
  (written, node, report) => {
    const condition = readCondition(written, node, report);
    return condition === failed ? failed : over(condition, { kind: "body" });
  },
  { ...bodyObject.schema, ...oneOfKeys(conditionKeys) },
);

const jsonPathObject = object(
  { path: required(jsonPath, "Where in the JSON body"), ...conditionFields },
  "a jsonPath",
);
const jsonPathCheck: Shape<Checked> = refine(
  jsonPathObject,
  (written, node, report) => {
    const condition = readCondition(written, node, report);
    return condition === failed ? failed : over(condition, { kind: "jsonPath", path: written.path });
  },
  { ...jsonPathObject.schema, ...oneOfKeys(conditionKeys) },
);

const over = (
  { value: condition, uses }: Templated<Condition>,
  subject: { kind: "header"; name: string } | { kind: "body" } | { kind: "jsonPath"; path: string },
): Checked => ({ value: { ...subject, condition }, uses });

const jsonSchema: Shape<unknown> = refine(plainJson, (value, node, report) =>
  node.kind === "map" ? value : refuseType(node, report, "a JSON Schema", "{ type: object, required: [id] }"),
);

const assertionFields = {
  status: optional(oneOrMany(status, "status"), "One of these codes; 2xx means the whole class"),
  header: optional(headerCheck, "A response header and what it must be"),
  body: optional(bodyCheck, "What the whole body must be, as text"),
  jsonPath: optional(jsonPathCheck, "The first match in the JSON body and what it must be"),
  jsonSchema: optional(jsonSchema, "A JSON Schema (2020-12) that the body must fit"),
  duration: optional(
    object({ below: required(threshold, "Seconds or milliseconds: 800ms, 2s") }, "a duration"),
    "How long the step may take",
  ),
  tlsDaysLeft: optional(
    object({ above: required(wholeNumber(0, 3_650), "Days") }, "tlsDaysLeft"),
    "How long the certificate must still be valid",
  ),
  severity: optional(
    word(assertionSeverities, "severity"),
    "fail (default), or degraded: said, and still a pass",
  ),
};
const subjects = ["status", "header", "body", "jsonPath", "jsonSchema", "duration", "tlsDaysLeft"] as const;

/** One thing that must hold of a response. */
const assertionObject = object(assertionFields, "an assertion");
export const assertion: Shape<Templated<Assertion>> = refine(
  assertionObject,
  (written, node, report): Decoded<Templated<Assertion>> => {
    const [first, second] = subjects.filter((each) => written.keys[each] !== undefined);
    if (first === undefined) {
      report(
        "missing-key",
        node.place,
        "an assertion needs a subject",
        `write one of ${subjects.join(", ")}`,
      );
      return failed;
    }
    if (second !== undefined) {
      const remedy = "write one assertion for each";
      report(
        "conflicting-keys",
        written.keys[second] ?? node.place,
        `this is about "${first}" already`,
        remedy,
      );
      return failed;
    }
    const check = checkOf(written);
    return { value: { check: check.value, severity: written.severity ?? "fail" }, uses: join([check]) };
  },
  { ...assertionObject.schema, ...oneOfKeys(subjects) },
);

function checkOf(written: ObjectOf<typeof assertionFields>): Checked {
  const { status: codes, header, body, jsonPath: path, duration, tlsDaysLeft } = written;
  const plain = (value: Check): Checked => ({ value, uses: [] });
  if (codes !== undefined) return plain({ kind: "status", oneOf: codes });
  const other = header ?? body ?? path;
  if (other !== undefined) return other;
  if (duration !== undefined) return plain({ kind: "duration", below: seconds(duration.below) });
  if (tlsDaysLeft !== undefined) return plain({ kind: "tlsDaysLeft", above: tlsDaysLeft.above });
  return plain({ kind: "jsonSchema", schema: written.jsonSchema });
}
