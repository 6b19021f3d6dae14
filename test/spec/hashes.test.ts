import { describe, expect, it } from "vitest";
import { definitionsOf, document, onlySlo, service } from "./setup/load.ts";

const hashOf = (text: string): string => onlySlo(definitionsOf(text)).rulesHash;
const plain = hashOf(service());

describe("the hash of an SLO's rules", () => {
  it("is eight hexadecimal digits, the same for the same text", () => {
    expect(plain).toMatch(/^[0-9a-f]{8}$/);
    expect(hashOf(service())).toBe(plain);
  });

  it.each([
    ["the SLI", { slo: "sli: { gauge: up }" }],
    ["presence", { slo: "presence: up" }],
    ["grouping", { slo: "groupBy: [region]" }],
    ["budgeting", { slo: "budgeting: { ratioTimeslices: { slice: 2m } }" }],
    ["the scrape interval", { slo: "scrapeInterval: 15s" }],
    ["the ledger interval", { slo: "ledgerInterval: 1m" }],
  ])("changes with %s, which changes recorded numbers", (_what, change) => {
    expect(hashOf(service(change))).not.toBe(plain);
  });

  it("changes with the environment's matchers", () => {
    const text = `${service()}---\n${document("Environment", "production", "{ matchers: { env: prod } }")}`;
    expect(hashOf(text)).not.toBe(plain);
  });

  it.each([
    ["the objective", { slo: "objective: 99%" }],
    ["the window", { slo: "window: 28d" }],
    ["alerting", { slo: "alerting: { tiers: { fast: { disable: true } } }" }],
    ["labels", { slo: "labels: { area: a }" }],
    ["the description", { slo: "description: Orders are accepted" }],
    ["the gate", { slo: "gate: false" }],
    ["criticality", { spec: "criticality: 1" }],
  ])("stays with %s, which leaves recorded numbers alone", (_what, change) => {
    expect(hashOf(service(change))).toBe(plain);
  });
});

describe("the hash of a composite's rules", () => {
  const composite = (member: string, rest = "") => `
apiVersion: nines/v1
kind: Service
metadata: { name: checkout, owner: team-shop }
spec:
  slos:
    - name: up
      objective: 99%
      ${member}
    - name: experience
      objective: 99%
      sli: { all: [up] }
      ${rest}
`;
  const hash = (text: string): string =>
    definitionsOf(text).slos.find(({ name }) => name === "experience")?.rulesHash ?? "";
  const usual = hash(composite("sli: { gauge: up }"));

  it.each([
    ["a member's SLI", composite("sli: { gauge: alive }")],
    ["a member's grouping", composite("sli: { gauge: up }\n      groupBy: [region]")],
    [
      "a member's slices",
      composite("sli: { gauge: up }\n      budgeting: { ratioTimeslices: { slice: 2m } }"),
    ],
    [
      "what a missing member counts as",
      composite("sli: { gauge: up }").replace("[up]", "{ of: [up], missing: bad }"),
    ],
    ["the kind of composite", composite("sli: { gauge: up }").replace("all:", "any:")],
  ])("changes with %s, so that it is a change of the SLI for its promise, too", (_what, text) => {
    expect(hash(text)).not.toBe(usual);
  });

  it("stays with a member's objective, window and labels", () => {
    expect(hash(composite("sli: { gauge: up }\n      window: 28d\n      labels: { area: a }"))).toBe(usual);
    expect(hash(composite("sli: { gauge: up }").replace("99%", "98%"))).toBe(usual);
  });
});
