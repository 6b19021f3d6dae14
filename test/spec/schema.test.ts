import { Ajv2020 } from "ajv/dist/2020.js";
import { readdirSync, readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import { describe, expect, it } from "vitest";
import type { Code } from "../../src/spec/codes.ts";
import { jsonSchema } from "../../src/spec/schema.ts";
import { fixturesIn } from "./setup/fixtures.ts";

const validate = new Ajv2020({ strict: false }).compile(jsonSchema());
const valuesOf = (text: string): unknown[] =>
  [...parseAllDocuments(text)]
    .map((document) => document.toJS() as unknown)
    .filter((value) => value !== null);
const isValid = (text: string): boolean => valuesOf(text).every((value) => validate(value));

/** Findings that one document shows by itself, without arithmetic, references or PromQL. */
const ofShape: ReadonlySet<string> = new Set<Code>([
  "wrong-api-version",
  "unknown-kind",
  "unknown-key",
  "missing-key",
  "missing-value",
  "wrong-type",
  "unknown-value",
  "conflicting-keys",
  "name-shape",
  "label-name",
  "objective-not-percent",
  "percent-shape",
  "duration-shape",
  "number-out-of-range",
  "url-shape",
  "traffic-shape",
]);
/** Shapes that only the decoder refuses: a schema that said so would be harder to read than the message. */
const beyondTheSchema: readonly string[] = [
  "objective-above-hundred",
  "threshold-above-all",
  "label-underscores",
  "delivery-no-forge",
  "delivery-two-forges",
  "composite-presence",
  "composite-scrape-interval",
  "journey-content-type-of-json",
  "journey-first-step-relative",
  "journey-more-than-locations",
  "journey-presence",
  "journey-regex-group",
  "journey-two-bodies",
];

describe("the JSON Schema for editors", () => {
  it.each([...fixturesIn("good"), ...fixturesIn("warned")])("accepts $path, as nines does", ({ text }) => {
    expect(valuesOf(text).map((value) => [validate(value), validate.errors])).toEqual(
      valuesOf(text).map(() => [true, null]),
    );
  });

  it.each(readdirSync("slos"))("accepts the example slos/%s", (file) => {
    expect(isValid(readFileSync(`slos/${file}`, "utf8"))).toBe(true);
  });

  it.each(
    fixturesIn("bad").filter(
      ({ name, expected }) =>
        !beyondTheSchema.includes(name) && expected.every((each) => ofShape.has(each.split(" ")[0] ?? "")),
    ),
  )("refuses $path, as nines does", ({ text }) => {
    expect(isValid(text)).toBe(false);
  });

  it("explains every key", () => {
    const undescribed: string[] = [];
    const walk = (schema: unknown, path: string): void => {
      if (typeof schema !== "object" || schema === null) return;
      const properties =
        (schema as { properties?: Record<string, { description?: string }> }).properties ?? {};
      for (const [key, value] of Object.entries(properties))
        if (path.endsWith("/then") || (path.includes("/then/") && !/\/if(\/|$)/.test(path)))
          if ((value.description ?? "") === "") undescribed.push(`${path}/${key}`);
      for (const [key, value] of Object.entries(schema)) walk(value, `${path}/${key}`);
    };
    walk(jsonSchema(), "");
    expect(undescribed).toEqual([]);
  });
});
