import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { compileDefinitions, planDefinitions } from "../../src/compile/compile.ts";
import { isOwnFile } from "../../src/compile/header.ts";
import { defaultOptions, type CompileOptions } from "../../src/compile/options.ts";
import { definitionsOf, slo } from "../support/slos.ts";

const definitions = definitionsOf(
  slo(),
  slo({ name: "latency" }),
  slo({ service: "payments" }),
  slo({ environment: "staging" }),
);
const compiled = (changes: Partial<CompileOptions> = {}) =>
  compileDefinitions(definitions, { ...defaultOptions, ...changes });
const pathsOf = (changes: Partial<CompileOptions> = {}) => compiled(changes).map(({ path }) => path);

describe("compiled files", () => {
  it("are one rule file a service and environment, and a whole Alertmanager file", () => {
    expect(pathsOf()).toEqual([
      "alertmanager.yaml",
      "rules/production/checkout.yaml",
      "rules/production/payments.yaml",
      "rules/staging/checkout.yaml",
    ]);
  });

  it("are the same bytes for the same definitions", () => {
    expect(compiled()).toEqual(compiled());
  });

  it("say in their first line that nines wrote them", () => {
    for (const { text } of compiled()) expect(isOwnFile(text.split("\n", 1)[0] ?? "")).toBe(true);
  });

  it("hold only the SLOs whose id is included and not excluded", () => {
    expect(pathsOf({ include: /\.production$/, exclude: /^payments/ })).toEqual([
      "alertmanager.yaml",
      "rules/production/checkout.yaml",
    ]);
    const [, checkout] = compiled({ exclude: /latency/ });
    expect(checkout?.text).not.toContain("checkout.latency");
  });

  it("take the thresholds of each SLO's own policy", () => {
    const strict = { name: "strict", thresholds: { watch: 0.1, caution: 0.2, restricted: 0.3, frozen: 0.4 } };
    const policies = [strict] as unknown as typeof definitions.policies;
    const [, file] = compileDefinitions(
      { ...definitionsOf(slo({ policy: "strict" })), policies },
      defaultOptions,
    );
    expect(file?.text).toContain(">= 0.1\n");
  });
});

describe("PrometheusRule objects", () => {
  const file = compiled({ format: "operator" }).find(({ path }) => path === "rules/staging/checkout.yaml");

  it("wrap the same groups, named after service and environment", () => {
    const [document] = parseAllDocuments(file?.text ?? "");
    const object = document?.toJS() as {
      kind: string;
      metadata: { name: string };
      spec: { groups: unknown[] };
    };
    expect(object.kind).toBe("PrometheusRule");
    expect(object.metadata.name).toBe("nines.checkout.staging");
    expect(object.spec.groups).toHaveLength(3);
  });

  it("come as a stream on standard output", () => {
    const text = planDefinitions(definitions, { ...defaultOptions, format: "operator" }).rulesText();
    expect(parseAllDocuments(text)).toHaveLength(3);
  });
});

describe("rules on standard output", () => {
  it("are one rule file", () => {
    const [document, ...more] = parseAllDocuments(planDefinitions(definitions, defaultOptions).rulesText());
    expect(more).toEqual([]);
    expect((document?.toJS() as { groups: unknown[] }).groups).toHaveLength(12);
  });
});

describe("packing by service", () => {
  it("warns with arithmetic when Mimir's default would refuse the groups", () => {
    const many = Array.from({ length: 60 }, (_, index) => slo({ service: `s${index}` }));
    const plan = planDefinitions(definitionsOf(...many), { ...defaultOptions, pack: "service" });
    expect(plan.warnings).toEqual([expect.stringMatching(/^180 rule groups for 60 SLOs: .* 180 or more/)]);
  });
});
