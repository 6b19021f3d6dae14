import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { repository } from "../../../kit/tools.ts";
import { catalogueIndex, exampleUse, templatePage } from "../../../src/cli/views/template.ts";
import { loadDefinitions } from "../../../src/spec/load.ts";
import { testedTemplates } from "../../rules/scenarios/templates.ts";
import { listTemplates } from "../../../src/spec/templates/list.ts";

const all = listTemplates([]);
const load = (text: string) => loadDefinitions([{ path: "a.yaml", text }]);
const service = (sli: string, rest = "") => `apiVersion: nines/v1
kind: Service
metadata: { name: checkout, owner: team-shop }
spec:
  slos:
    - name: availability
      objective: 99%
      sli: ${sli}
      alerting: { runbook: https://runbooks.example/checkout }
${rest}`;
const own = (sli: string, parameters: string) => `---
apiVersion: nines/v1
kind: SliTemplate
metadata: { name: own }
spec:
  description: Something
  parameters: ${parameters}
  sli: ${sli}
`;

describe("the catalogue", () => {
  it("has at least twenty templates", () => {
    expect(all.length).toBeGreaterThanOrEqual(20);
  });

  it.each(all)("has $name with an example that lint finds nothing wrong with but its nature", (listed) => {
    const codes = load(exampleUse(listed)).diagnostics.map(({ code }) => code);
    expect(codes.filter((code) => code !== "ledger-sampled")).toEqual([]);
  });

  it.each(all)("shows $name on a page of its own, as nines templates show prints it", (listed) => {
    const page = readFileSync(join(repository, "docs/templates", `${listed.name}.md`), "utf8");
    expect(page, `nines templates show ${listed.name} > docs/templates/${listed.name}.md`).toBe(
      templatePage(listed),
    );
  });

  it("is tested whole against promtool, good and bad", () => {
    expect(testedTemplates.toSorted()).toEqual(all.map(({ name }) => name));
  });

  it("is listed whole on the first page", () => {
    expect(readFileSync(join(repository, "docs/templates/README.md"), "utf8")).toBe(catalogueIndex(all));
    const pages = readdirSync(join(repository, "docs/templates")).filter((file) => file !== "README.md");
    expect(pages).toEqual(all.map(({ name }) => `${name}.md`).toSorted());
  });
});

describe("a use of a template", () => {
  it("is the SLI that the template writes, with defaults where nothing is given", () => {
    const [slo] = load(service('{ template: { name: http-server, with: { job: pay, errors: "5..|429" } } }'))
      .definitions.slos;
    const written = service(`
        ratio:
          bad: http_requests_total{job="pay", code=~"5..|429"}
          total: http_requests_total{job="pay"}`);
    expect(slo?.rulesHash).toBe(load(written).definitions.slos[0]?.rulesHash);
  });

  it("takes the template's presence, unless the SLO has its own", () => {
    const template = own(
      '{ gauge: "up{job=\\"{{job}}\\"}" }',
      "{ job: { type: text, description: d, example: x } }",
    );
    const presence = '  presence: "up{job=\\"{{job}}\\"}"\n';
    const use = "{ template: { name: own, with: { job: pay } } }";
    const inherited = load(service(use, template + presence)).definitions.slos[0];
    expect(inherited?.presence?.matchers).toEqual([{ label: "job", op: "=", value: "pay" }]);
    const said = load(service(`${use}\n      presence: up{job="other"}`, template + presence)).definitions
      .slos[0];
    expect(said?.presence?.matchers).toEqual([{ label: "job", op: "=", value: "other" }]);
  });

  it("prefers a team's own template to one of the catalogue", () => {
    const template = own('{ gauge: "mine" }', "{}").replace("name: own", "name: http-server");
    expect(load(service("{ template: { name: http-server } }", template)).definitions.slos[0]?.sli.kind).toBe(
      "gauge",
    );
  });

  it("reports what an own template does wrong where the template stands, once", () => {
    const broken = own('{ gauge: "up{job=" }', "{}");
    const { diagnostics } = load(service("{ template: { name: own } }", broken));
    expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([["promql-syntax", 17]]);
  });

  it("lets no text break out of its quotes", () => {
    const use = (value: string) =>
      `{ template: { name: http-server, with: { job: ${JSON.stringify(value)} } } }`;
    fc.assert(
      fc.property(
        fc
          .string({ unit: "grapheme" })
          .filter((text) => !/[\p{Cc}\u2028\u2029]/u.test(text) && text.isWellFormed()),
        (value) => {
          const { definitions, diagnostics } = load(service(use(value)));
          const { sli } = definitions.slos[0] ?? {};
          expect(diagnostics).toEqual([]);
          expect(
            sli?.kind === "ratio" && sli.total.kind === "selector" && sli.total.selector.matchers,
          ).toEqual([{ label: "job", op: "=", value }]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("lets no list of matchers end its braces", () => {
    for (const matchers of ['a="b"} or up{', 'a="b"}[5m]', "# x", 'a="b"} # {', "a", '="b"'])
      expect(
        load(
          service(`{ template: { name: http-server, with: { job: x, matchers: '${matchers}' } } }`),
        ).diagnostics.map(({ code }) => code),
      ).toEqual(["parameter-value"]);
  });
});
