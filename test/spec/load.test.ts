import { describe, expect, it } from "vitest";
import { seconds } from "../../src/model/units.ts";
import { builtInPolicy } from "../../src/spec/builtin-policy.ts";
import { definitionsOf, document, load, onlySlo, service } from "./setup/load.ts";

describe("identity", () => {
  it("is service, SLO and environment, joined by dots", () => {
    expect(onlySlo(definitionsOf(service())).id).toBe("checkout.availability.production");
  });

  it("is one SLO for each environment of the service, sorted by id", () => {
    const text = `${service({ spec: "environments: [staging, production]" })}---\n${document("Environment", "staging", "{}")}`;
    expect(definitionsOf(text).slos.map(({ id }) => id)).toEqual([
      "checkout.availability.production",
      "checkout.availability.staging",
    ]);
  });

  it("takes an alias for the environment it stands for", () => {
    const text = `${service({ spec: "environments: [live]" })}---\n${document("Environment", "production", "{ aliases: [live] }")}`;
    expect(definitionsOf(text).services[0]?.environments).toEqual(["production"]);
  });

  it("says where the SLO stands", () => {
    expect(onlySlo(definitionsOf(service())).source).toEqual({
      path: "slos/service.yaml",
      line: 8,
      column: 13,
    });
  });
});

describe("an environment", () => {
  it("need not be written: production exists and adds nothing", () => {
    const { environments } = definitionsOf(service());
    expect(environments).toMatchObject([{ name: "production", matchers: [], prometheus: "default" }]);
  });

  it("joins its matchers to every selector that does not have the label already", () => {
    const production = document("Environment", "production", '{ matchers: { env: prod, job: "shop" } }');
    const { sli } = onlySlo(definitionsOf(`${service()}---\n${production}`));
    expect(sli).toMatchObject({
      part: {
        selector: {
          matchers: [{ label: "code" }, { label: "env", value: "prod" }, { label: "job", value: "shop" }],
        },
      },
      total: {
        selector: {
          matchers: [
            { label: "job", value: "x" },
            { label: "env", value: "prod" },
          ],
        },
      },
    });
  });

  it("joins its matchers inside expressions and to the presence selector", () => {
    const slo = "presence: up\n      sli: { errorRatio: 'avg_over_time(down[$window])' }";
    const text = `${service({ slo })}---\n${document("Environment", "production", "{ matchers: { env: prod } }")}`;
    const joined = [{ label: "env", op: "=", value: "prod" }];
    expect(onlySlo(definitionsOf(text))).toMatchObject({
      presence: { metric: "up", matchers: joined },
      sli: {
        expression: {
          segments: [{ kind: "text" }, { selector: { metric: "down", matchers: joined } }, { kind: "text" }],
        },
      },
    });
  });

  it("may change objective, window and alerting", () => {
    const slo =
      "overrides: { production: { objective: 99%, window: 7d, alerting: { tiers: { fast: { disable: true } } } } }";
    const { objective, window, alerting } = onlySlo(definitionsOf(service({ slo })));
    expect(objective.text).toBe("99%");
    expect(window.length).toBe(7 * 86_400);
    expect(alerting.tiers.map(({ name, factor }) => [name, factor])).toEqual([
      ["medium", 3.5],
      ["slow", 1.4],
      ["long", 1],
    ]);
  });
});

describe("Defaults", () => {
  const defaults = (spec: string): string => document("Defaults", "all", spec);

  it("hold for their folder and those below, key by key, the nearest first", () => {
    const { slos } = definitionsOf({
      "slos/defaults.yaml": defaults("{ window: 28d, scrapeInterval: 15s }"),
      "slos/shop/defaults.yaml": defaults("{ window: 7d }"),
      "slos/shop/checkout.yaml": service(),
      "slos/other/search.yaml": service({ name: "search" }),
    });
    expect(
      slos.map(({ service: name, window, scrapeInterval }) => [name, window.length / 86_400, scrapeInterval]),
    ).toEqual([
      ["checkout", 7, 15],
      ["search", 28, 15],
    ]);
  });

  it("do not reach files beside their folder", () => {
    const slo = onlySlo(
      definitionsOf({ "a/defaults.yaml": defaults("{ window: 7d }"), "b/checkout.yaml": service() }),
    );
    expect(slo.window.length).toBe(30 * 86_400);
  });

  it("yield to the service and the SLO, and join their labels", () => {
    const slo = onlySlo(
      definitionsOf({
        "defaults.yaml": defaults(
          "{ owner: nobody, labels: { domain: shop, area: a }, alerting: { runbook: https://a.example } }",
        ),
        "checkout.yaml": service({
          metadata: ", labels: { area: b }",
          slo: "alerting: { runbook: https://b.example }\n      labels: { kind: c }",
        }),
      }),
    );
    expect(slo.owner).toBe("team-shop");
    expect(slo.labels).toEqual({ domain: "shop", area: "b", kind: "c" });
    expect(slo.alerting.runbook).toBe("https://b.example");
  });

  it("yield to nothing of the run: its settings are the last resort", () => {
    const run = { scrapeInterval: seconds(10), ledgerInterval: seconds(60) };
    const bare = onlySlo(definitionsOf(service(), run));
    const own = onlySlo(
      definitionsOf({ "d.yaml": defaults("{ scrapeInterval: 15s }"), "s.yaml": service() }, run),
    );
    expect([bare.scrapeInterval, bare.ledgerInterval]).toEqual([10, 60]);
    expect(own.scrapeInterval).toBe(15);
  });
});

describe("one broken thing hides no other", () => {
  const broken = `${service()}    - name: latency\n      objective: high\n      sli: { gauge: up }\n`;

  it("within a service: its sound SLOs remain", () => {
    const { definitions, diagnostics } = load(broken);
    expect(definitions.slos.map(({ name }) => name)).toEqual(["availability"]);
    expect(diagnostics.map(({ code }) => code)).toContain("objective-not-percent");
  });

  it("within a folder: sound files remain", () => {
    const { definitions } = load({ "a.yaml": "{", "b.yaml": service() });
    expect(definitions.services.map(({ name }) => name)).toEqual(["checkout"]);
  });

  it("and referring to something broken is no second mistake", () => {
    const { diagnostics } = load(
      `${service({ spec: "dependsOn: [payments]\n  policy: strict" })}---\n${document("Policy", "strict", "{ freshFor: soon }")}---\n${service({ name: "payments", spec: "criticality: high" })}`,
    );
    expect(diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code)).toEqual([
      "duration-shape",
      "wrong-type",
    ]);
  });

  it("and mistakes in references are found beside mistakes in shape, in the same run", () => {
    const { diagnostics } = load(
      service({ spec: "criticality: high\n  dependsOn: [paymnets]\n  policy: strct" }),
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["wrong-type", "unknown-service", "unknown-policy"]),
    );
  });
});

describe("the policy", () => {
  it("is the SLO's own, else the service's, else the folder's, else the built-in one", () => {
    const policies = ["own", "services", "folders"]
      .map((name) => document("Policy", name, "{}"))
      .join("---\n");
    const policyOf = (texts: Record<string, string>) =>
      onlySlo(definitionsOf({ "p.yaml": policies, ...texts })).policy;
    const folder = { "d.yaml": document("Defaults", "all", "{ policy: folders }") };
    expect(policyOf({ ...folder, "s.yaml": service({ spec: "policy: services", slo: "policy: own" }) })).toBe(
      "own",
    );
    expect(policyOf({ ...folder, "s.yaml": service({ spec: "policy: services" }) })).toBe("services");
    expect(policyOf({ ...folder, "s.yaml": service() })).toBe("folders");
    expect(policyOf({ "s.yaml": service() })).toBe("default");
  });

  it("has the built-in value for every key it leaves out", () => {
    const [, short] = definitionsOf(document("Policy", "short", "{ freshFor: 5m }")).policies;
    const { hash, name, freshFor, ...rest } = short ?? builtInPolicy;
    const { hash: builtInHash, name: builtInName, freshFor: builtInFresh, ...builtIn } = builtInPolicy;
    expect([name, freshFor, builtInName, builtInFresh]).toEqual(["short", 300, "default", 600]);
    expect(rest).toEqual(builtIn);
    expect(hash).not.toBe(builtInHash);
  });

  it("called default replaces the built-in one", () => {
    const { policies } = definitionsOf(document("Policy", "default", "{ freshFor: 5m }"));
    expect(policies.map(({ name, freshFor }) => [name, freshFor])).toEqual([["default", 300]]);
  });
});
