import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { isComposite, type CompositeSli } from "../../src/model/composite.ts";
import { loadDefinitions } from "../../src/spec/load.ts";
import { vectors } from "../rules/scenarios/composites.ts";
import { definitionsOf, document } from "./setup/load.ts";

const page = readFileSync(fileURLToPath(new URL("../../docs/composites.md", import.meta.url)), "utf8");

const service = (slos: string, spec = ""): string => `
apiVersion: nines/v1
kind: Service
metadata: { name: checkout, owner: team-shop }
spec:
  ${spec}
  slos:
    - { name: up, objective: 99%, sli: { gauge: up } }
    - { name: alive, objective: 99%, sli: { gauge: alive } }
    ${slos}
`;
const other = (spec = ""): string => `
apiVersion: nines/v1
kind: Service
metadata: { name: payments, owner: team-payments }
spec:
  ${spec}
  slos:
    - { name: up, objective: 99%, sli: { gauge: 'up{job="payments"}' } }
`;
const compositeIn = (text: string, name = "experience", environment = "production"): CompositeSli => {
  const found = definitionsOf(text).slos.find((slo) => slo.name === name && slo.environment === environment);
  if (found === undefined || !isComposite(found.sli)) throw new Error(`${name} is no composite`);
  return found.sli;
};
const idsOf = ({ members }: CompositeSli) => members.map(({ slo }) => slo.id);

describe("members of a composite", () => {
  it("are SLOs of its own service by their name, of another by both names, with a dot or a slash", () => {
    const text = `${service("- { name: experience, objective: 98%, sli: { all: [up, payments.up] } }")}---${other()}`;
    const ids = ["checkout.up.production", "payments.up.production"];
    expect(idsOf(compositeIn(text))).toEqual(ids);
    expect(idsOf(compositeIn(text.replace("payments.up", "payments/up")))).toEqual(ids);
  });

  it("stand in the composite's own environment, in each of them", () => {
    const text =
      service(
        "- { name: experience, objective: 98%, sli: { all: [up] } }",
        "environments: [production, staging]",
      ) + `---\n${document("Environment", "staging", "{}")}`;
    expect(idsOf(compositeIn(text))).toEqual(["checkout.up.production"]);
    expect(idsOf(compositeIn(text, "experience", "staging"))).toEqual(["checkout.up.staging"]);
  });

  it("may be composites that are written further down, or in another service", () => {
    const text = service(
      "- { name: experience, objective: 97%, sli: { all: [both, up] } }\n" +
        "    - { name: both, objective: 98%, sli: { any: [up, alive] } }",
    );
    expect(idsOf(compositeIn(text))).toEqual(["checkout.both.production", "checkout.up.production"]);
  });

  it("have a weight, an SLO called `of` as well", () => {
    const text = service(
      "- { name: of, objective: 99%, sli: { gauge: x } }\n" +
        "    - { name: experience, objective: 98%, sli: { weighted: { of: 2, up: 0.5 } } }",
    );
    expect(compositeIn(text).members.map(({ weight }) => weight)).toEqual([2, 0.5]);
    const full = service(
      "- { name: experience, objective: 98%, sli: { weighted: { of: { up: 3 }, missing: good } } }",
    );
    expect(compositeIn(full)).toMatchObject({ missing: "good", members: [{ weight: 3 }] });
  });

  it("are never taken from what names inherit in JavaScript", () => {
    const { diagnostics } = loadDefinitions([
      {
        path: "a.yaml",
        text: service("- { name: experience, objective: 98%, sli: { all: [up, constructor] } }"),
      },
    ]);
    expect(diagnostics.map(({ code }) => code)).toContain("unknown-slo");
  });
});

describe("a member without data", () => {
  it("is no data of all and weighted, and not good for any, unless their author says otherwise", () => {
    const missing = (sli: string) =>
      compositeIn(service(`- { name: experience, objective: 98%, sli: ${sli} }`)).missing;
    expect(missing("{ all: [up] }")).toBe("noData");
    expect(missing("{ weighted: { up: 1 } }")).toBe("noData");
    expect(missing("{ any: [up] }")).toBe("bad");
    expect(missing("{ any: { of: [up], missing: ignore } }")).toBe("ignore");
  });
});

describe("the intervals of a composite", () => {
  const slo = (members: string, rest = "") =>
    definitionsOf(
      service(
        "- { name: calm, objective: 99%, sli: { gauge: x }, budgeting: { ratioTimeslices: { slice: 5m } } }\n" +
          "    - { name: slow, objective: 99%, sli: { gauge: y }, scrapeInterval: 1m }\n" +
          `    - { name: experience, objective: 98%, sli: { all: ${members} } ${rest} }`,
      ),
    ).slos.find(({ name }) => name === "experience");

  it("are its own, or as long as the longest slice among its members, and no shorter than they are scraped", () => {
    expect(slo("[up, alive]")).toMatchObject({ ledgerInterval: 150, scrapeInterval: 30 });
    expect(slo("[up, calm]")).toMatchObject({ ledgerInterval: 300 });
    expect(slo("[up, slow]")).toMatchObject({ ledgerInterval: 150, scrapeInterval: 60 });
    expect(() => slo("[up, slow]", ", ledgerInterval: 30s")).toThrow("sees no scrape in most intervals");
  });
});

describe("docs/composites.md", () => {
  it("shows the vectors that the tests run on Prometheus", () => {
    const rows = [
      ...page.matchAll(/^\| `(all|any|weighted)` +\| `(\w+)` +\| ([\d.]+) +\| ([\w. ]+?) +\|$/gm),
    ];
    expect(rows.map(([, kind, missing, idle, gone]) => [kind, missing, Number(idle), gone])).toEqual(
      vectors.map(({ kind, missing, idle, gone }) => [
        kind,
        missing,
        idle,
        gone === undefined ? "no data" : String(gone),
      ]),
    );
  });

  it.each([...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, example = ""]) => example))(
    "shows only what lints clean: %s",
    (text) => {
      expect(loadDefinitions([{ path: "example.yaml", text }]).diagnostics).toEqual([]);
    },
  );
});
