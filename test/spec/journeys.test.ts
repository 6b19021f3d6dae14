import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defaultJourneyBuckets, type Journey } from "../../src/model/journey.ts";
import { definitionsOf, load } from "./setup/load.ts";

const service = (slos: string): string => `
---
apiVersion: nines/v1
kind: Service
metadata: { name: shop, owner: team-shop }
spec:
  alerting: { runbook: https://runbooks.example/shop }
  slos:
${slos}`;
const journey = (spec: string, name = "buy"): string => `
apiVersion: nines/v1
kind: Journey
metadata: { name: ${name} }
spec:
  every: 1m
${spec}`;
const home = "  steps:\n    - { name: home, url: https://shop.example/ }\n";
const only = (text: string): Journey => definitionsOf(text).journeys[0]!;

describe("a journey", () => {
  it("has what nobody says: half its interval, 30s at most, to run; GET; five redirects; no retries", () => {
    const { schedule, steps, locations } = only(journey(home));
    expect({ schedule, locations }).toEqual({
      schedule: { every: 60, timeout: 30, jitter: 0 },
      locations: [],
    });
    expect(steps[0]).toMatchObject({ method: "GET", redirects: 5, retries: 0, always: false, timeout: 30 });
  });

  it("posts what has a body, and takes numbers, booleans and null in JSON as they are", () => {
    const [step] = only(
      journey(
        "  steps:\n    - { name: buy, url: https://shop.example/, json: { n: 1, ok: true, none: null, text: '1' } }\n",
      ),
    ).steps;
    expect(step).toMatchObject({
      method: "POST",
      body: {
        kind: "json",
        value: {
          fields: [
            { name: "n", value: { kind: "value", value: 1 } },
            { name: "ok", value: { kind: "value", value: true } },
            { name: "none", value: { kind: "value", value: null } },
            { name: "text", value: { kind: "text" } },
          ],
        },
      },
    });
  });

  it("takes a script with what it uses and returns, beside requests", () => {
    const { steps } = only(
      journey(`  variables: { shop: https://shop.example }
  steps:
    - name: open
      timeout: 5s
      browser: { script: await page.goto(vars.shop), use: [shop], returns: [order] }
    - { name: cancel, always: true, method: DELETE, url: '{{shop}}/orders/{{order}}' }
`),
    );
    expect(steps.map(({ kind }) => kind)).toEqual(["browser", "http"]);
    expect(steps[0]).toMatchObject({
      ...{ script: "await page.goto(vars.shop)", use: ["shop"], returns: ["order"] },
      ...{ timeout: 5, retries: 0, always: false },
    });
  });

  it("takes a class of status codes, conditions on header, body and JSON, and a severity", () => {
    const [step] = only(
      journey(`  steps:
    - name: home
      url: https://shop.example/
      expect:
        - { status: [2xx, 304] }
        - { header: { name: Content-Type, contains: html } }
        - { body: { matches: 'Hello, \\w+' } }
        - { jsonPath: { path: $.gone, exists: false } }
        - { duration: { below: 800ms }, severity: degraded }
        - { tlsDaysLeft: { above: 14 } }
`),
    ).steps;
    expect(step).toMatchObject({ kind: "http" });
    expect(step?.kind === "http" && step.assertions).toMatchObject([
      { check: { kind: "status", oneOf: [2, 304] }, severity: "fail" },
      { check: { kind: "header", name: "content-type", condition: { kind: "contains" } } },
      { check: { kind: "body", condition: { kind: "matches", pattern: "Hello, \\w+" } } },
      { check: { kind: "jsonPath", path: "$.gone", condition: { kind: "absent" } } },
      { check: { kind: "duration", below: 0.8 }, severity: "degraded" },
      { check: { kind: "tlsDaysLeft", above: 14 } },
    ]);
  });

  it("has every threshold of a latency SLO among its buckets", () => {
    const slos = `    - { name: whole, objective: 99%, sli: { latency: { journey: buy, threshold: 1.7s } } }
    - { name: part, objective: 99%, sli: { latency: { journey: buy, step: home, threshold: 300ms } } }
`;
    expect(only(journey(home) + service(slos)).buckets).toEqual(
      [...defaultJourneyBuckets, 0.3, 1.7].toSorted((a, b) => a - b),
    );
  });

  it("may be named by an SLO in another file, read before it", () => {
    const slos = "    - { name: buy, objective: 99%, sli: { journey: buy } }\n";
    const { diagnostics } = load({ "slos/a.yaml": service(slos), "slos/b.yaml": journey(home) });
    expect(diagnostics).toEqual([]);
  });
});

describe("an SLO on a journey", () => {
  it("reads all runs but those that nines spoilt, with the environment's matchers", () => {
    const production =
      "---\napiVersion: nines/v1\nkind: Environment\nmetadata: { name: production }\nspec: { matchers: { env: prod } }\n";
    const slos = "    - { name: buy, objective: 99%, sli: { journey: buy } }\n";
    const { sli } = definitionsOf(journey(home) + service(slos) + production).slos[0]!;
    expect(sli).toMatchObject({
      kind: "journey",
      journey: {
        name: "buy",
        every: 60,
        runs: {
          metric: "journey_runs_total",
          matchers: [
            { label: "journey", op: "=", value: "buy" },
            { label: "result", op: "!=", value: "internal" },
            { label: "env", op: "=", value: "prod" },
          ],
        },
      },
      counting: { kind: "allRuns" },
    });
  });

  it.each([
    ["minBadEvents", "      alerting: { tiers: { fast: { minBadEvents: 3 } } }\n", "{ journey: buy }", "1m"],
    ["kOfN", "", "{ journey: { name: buy, counting: { kOfN: { failed: 2, locations: 3 } } } }", "1m"],
    ["a higher rate", "", "{ journey: buy }", "50s"],
  ])("is spared the warning of few runs by %s", (_what, more, sli, every) => {
    const slos = `    - name: buy\n      objective: 99.9%\n      sli: ${sli}\n${more}`;
    const text = (journey(home) + service(slos)).replace("every: 1m", `every: ${every}`);
    expect(load(text).diagnostics).toEqual([]);
    const plain = journey(home) + service("    - { name: buy, objective: 99.9%, sli: { journey: buy } }\n");
    expect(load(plain).diagnostics).toMatchObject([
      { code: "one-run-burns", message: expect.stringContaining("a burn of 16.7") as string },
    ]);
  });
});

describe("docs/journeys.md", () => {
  it("shows definitions that lint clean", () => {
    const page = readFileSync(new URL("../../docs/journeys.md", import.meta.url), "utf8");
    const example = /```yaml\n(apiVersion[\s\S]*?)```/.exec(page)![1]!;
    expect(load(example).diagnostics).toEqual([]);
  });
});
