import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { degrading, failing, template } from "../../kit/journeys/definitions.ts";
import type { Check, Condition, Finder } from "../../src/model/journey.ts";
import { seconds } from "../../src/model/units.ts";
import { judge } from "../../src/journey/assert.ts";
import { extract } from "../../src/journey/extract.ts";
import { selectorFault } from "../../src/journey/html.ts";
import { jsonPathFault, regexFault } from "../../src/journey/patterns.ts";
import type { Response } from "../../src/journey/response.ts";
import { schemaFault } from "../../src/journey/schema.ts";
import { ownValue } from "../../src/journey/values.ts";

const answer = (body: string, more: Partial<Response> = {}): Response => ({
  url: "http://shop.test/",
  status: 200,
  headers: { "x-order": "17" },
  body,
  cookies: { session: "abc" },
  duration: 0.2,
  ...more,
});
const find = (finder: Finder, body: string, more: Partial<Response> = {}) => {
  const extracted = extract({ variable: "it", find: finder, sensitive: false }, answer(body, more));
  return extracted.ok ? extracted.value.text : extracted.message;
};
const json = (path: string) => ({ kind: "jsonPath", path }) as const;
const css = (selector: string, attribute?: string) =>
  ({ kind: "css", selector, ...(attribute !== undefined && { attribute }) }) as const;
const regex = (pattern: string, group = 1) => ({ kind: "regex", pattern, group }) as const;

describe("extraction", () => {
  it("finds what was put into JSON, whatever it is", () => {
    const single = fc.oneof(
      fc.string({ minLength: 1 }).filter((text) => !text.includes("{{")),
      fc.integer(),
      fc.boolean(),
    );
    fc.assert(
      fc.property(single, fc.jsonValue(), (value, beside) => {
        const body = JSON.stringify({ beside, order: [{ id: value }] });
        expect(find(json("$.order[0].id"), body)).toBe(String(value));
      }),
    );
  });

  it("never throws and never gives an empty value or a template, whatever a server sends", () => {
    const finders: Finder[] = [
      json("$..id"),
      css("form input", "value"),
      regex("id=(\\w*)"),
      { kind: "header", name: "X-Order" },
    ];
    const piece = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      '"id":',
      '"{{x}}"',
      "1",
      ",",
      "<form>",
      "<input value=''>",
      "id=",
      "\0",
      "é",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((all) => all.join("")),
        ),
        (body) => {
          for (const finder of finders) {
            const extracted = extract({ variable: "it", find: finder, sensitive: false }, answer(body));
            if (extracted.ok) expect(extracted.value.text).not.toMatch(/^$|\{\{[^{}]*\}\}/);
          }
        },
      ),
    );
  });

  it.each<[string, Finder, string, string]>([
    ["the status", { kind: "status" }, "", "200"],
    ["a header, in any case", { kind: "header", name: "X-Order" }, "", "17"],
    ["a cookie", { kind: "cookie", name: "session" }, "", "abc"],
    ["a group of a regex", regex("order=(\\d+)"), "a order=42;", "42"],
    [
      "an attribute of an element",
      css("input[name=csrf]", "value"),
      '<form><input name="csrf" value="t&amp;1">',
      "t&1",
    ],
    ["an element's text", css("p.total"), "<div><p class='total'> Total: <b>12</b> </p>", "Total: 12"],
  ])("finds %s", (_what, finder, body, wanted) => {
    expect(find(finder, body)).toBe(wanted);
  });

  it.each<[string, Finder, string, RegExp]>([
    ["what is not there", json("$.token"), "{}", /finds nothing$/],
    ["what is no single value", json("$.order"), '{"order":{}}', /an object/],
    ["in what is no JSON", json("$.token"), "<html>", /the body is no JSON/],
    ["in an empty body", json("$.token"), "", /the body is empty/],
    ["an empty text", json("$.token"), '{"token":""}', /is empty/],
    ["a group that took no part", regex("a|(b)"), "a", /finds nothing/],
    ["in JSON without a floor", json("$..id"), "[".repeat(300_000) + "]".repeat(300_000), /deeper than 200/],
    ["in a page without a floor", css("b"), "<div>".repeat(200_000), /deeper than 256/],
    ["in a page without an end", css("x ~ b"), "<b></b>".repeat(140_000), /more than/],
    [
      "by a pattern too large for so long a text",
      regex("((x?y?)+ ?){1,20}$"),
      "xy ".repeat(340_000),
      /longer than/,
    ],
  ])("misses %s, and soon", (_what, finder, body, message) => {
    const begin = performance.now();
    expect(find(finder, body)).toMatch(message);
    expect(performance.now() - begin).toBeLessThan(5_000);
  });

  it("quotes nothing of a body that it cannot read", () => {
    expect(find(json("$.token"), '{"password":"hunter2hunter2"')).not.toContain("hunter2");
  });
});

describe("a user's pattern", () => {
  it("is refused when it would take for ever or is none", () => {
    for (const path of [
      "$..a..b",
      "$[?$..x]",
      "$[?@[?@.a]]",
      "$[?count($.a[*]) > 1]",
      "$[?match(@.a, 'a*')]",
      "$[?search(@.a, 'b')]",
      "$.",
      "a",
    ])
      expect(jsonPathFault(path), path).toBeDefined();
    for (const path of ["$.a[0].b", "$..a", "$.a[?@.b == 'x'].c[?@.d > 1]", "$[?@.a == $.b]", "$['a b']"])
      expect(jsonPathFault(path), path).toBeUndefined();
    for (const pattern of ["(", "(?=a)", "\\1", "a{2000}", "x".repeat(2_000)])
      expect(regexFault(pattern)).toBeDefined();
    expect(regexFault("(a)", 2)).toMatch(/1 groups/);
    expect(regexFault("(a+)+$", 1)).toBeUndefined();
    expect(selectorFault("a[")).toBeDefined();
    expect(selectorFault("main > a[href^='/x']:first-child")).toBeUndefined();
    expect(schemaFault({ type: "nonsense" })).toBeDefined();
    expect(schemaFault({ $ref: "https://evil.test/schema" })).toBeDefined();
    expect(schemaFault({ type: "string", pattern: "(?=a)" })).toBeDefined();
  });
});

describe("an assertion", () => {
  const verdict = (check: Check, body: string, more: Partial<Response> = {}) =>
    judge([failing(check)], answer(body, more), new Map([["want", ownValue("17")]])).broken;
  const on = (condition: Condition): Check => ({ kind: "jsonPath", path: "$.id", condition });

  it.each<[string, Check, string, Partial<Response>]>([
    ["a status", { kind: "status", oneOf: [200, 3] }, "", { status: 302 }],
    [
      "a header",
      { kind: "header", name: "X-Order", condition: { kind: "equals", text: template("{{want}}") } },
      "",
      {},
    ],
    [
      "a body",
      { kind: "body", condition: { kind: "contains", text: template("n. {{want}}") } },
      "in. 17",
      {},
    ],
    ["a number", on({ kind: "above", bound: 16 }), '{"id":17}', {}],
    ["a text by a pattern", on({ kind: "matches", pattern: "^1[78]$" }), '{"id":"17"}', {}],
    ["what is not there", on({ kind: "absent" }), "{}", {}],
    ["null as being there", on({ kind: "exists" }), '{"id":null}', {}],
    ["a schema", { kind: "jsonSchema", schema: { type: "object", required: ["id"] } }, '{"id":1}', {}],
    ["a duration", { kind: "duration", below: seconds(1) }, "", { duration: 0.999 }],
    ["a certificate", { kind: "tlsDaysLeft", above: 14 }, "", { tlsDaysLeft: 14.5 }],
  ])("on %s holds", (_what, check, body, more) => {
    expect(verdict(check, body, more)).toBeUndefined();
  });

  it.each<[string, Check, string, Partial<Response>, RegExp]>([
    [
      "a status",
      { kind: "status", oneOf: [200, 3] },
      "",
      { status: 404 },
      /status is 404, expected 200 or 3xx/,
    ],
    [
      "a header that is missing",
      { kind: "header", name: "ETag", condition: { kind: "exists" } },
      "",
      {},
      /header ETag is missing/,
    ],
    ["a number that is none", on({ kind: "below", bound: 5 }), '{"id":""}', {}, /expected a number below 5/],
    [
      "another text",
      on({ kind: "equals", text: template("{{want}}") }),
      '{"id":18}',
      {},
      /is "18", expected "17"/,
    ],
    ["what should not be there", on({ kind: "absent" }), '{"id":1}', {}, /expected none/],
    [
      "a schema",
      { kind: "jsonSchema", schema: { properties: { id: { type: "string" } } } },
      '{"id":1}',
      {},
      /\/id must be string/,
    ],
    [
      "a duration",
      { kind: "duration", below: seconds(1) },
      "",
      { duration: 1 },
      /took 1s, expected less than 1s/,
    ],
    ["a certificate", { kind: "tlsDaysLeft", above: 14 }, "", { tlsDaysLeft: 13.9 }, /expires in 13 days/],
    ["a certificate where there is none", { kind: "tlsDaysLeft", above: 14 }, "", {}, /no TLS/],
    [
      "JSON without a floor",
      on({ kind: "exists" }),
      "[".repeat(300_000) + "]".repeat(300_000),
      {},
      /deeper than/,
    ],
  ])("on %s departs, in words", (_what, check, body, more, message) => {
    expect(verdict(check, body, more)?.message).toMatch(message);
  });

  it("without one on the status expects 2xx; a failure weighs more than a degradation, a status more than what follows", () => {
    const slow = degrading({ kind: "duration", below: seconds(0.1) });
    const wrong = failing(on({ kind: "exists" }));
    const judged = (assertions: Parameters<typeof judge>[0], status: number) =>
      judge(assertions, answer("{}", { status }), new Map()).broken;
    expect(judged([], 500)).toMatchObject({ severity: "fail", reason: "http_status" });
    expect(judged([slow], 200)).toMatchObject({ severity: "degraded", reason: "assertion" });
    expect(judged([slow, wrong], 200)).toMatchObject({ severity: "fail", reason: "assertion" });
    expect(judged([wrong], 503)).toMatchObject({ severity: "fail", reason: "http_status" });
    expect(judge([slow, wrong], answer("{}"), new Map()).findings).toHaveLength(3);
  });
});
