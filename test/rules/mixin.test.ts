import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parse } from "yaml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluate } from "../../kit/grafana/jsonnet.ts";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { checkRules } from "../../kit/promtool.ts";
import { isLeftOut, repository } from "../../kit/tools.ts";
import { planDefinitions } from "../../src/compile/compile.ts";
import { mixinFile } from "../../src/compile/mixin.ts";
import { defaultOptions, type CompileOptions } from "../../src/compile/options.ts";
import type { Slo } from "../../src/model/slo.ts";
import { everyKind } from "../support/every-kind.ts";
import { definitionsOf, slo } from "../support/slos.ts";

type Rule = Readonly<Record<string, unknown>>;
interface Group {
  name: string;
  interval: string;
  rules: readonly Rule[];
}
interface Mixin {
  rules: { groups: readonly Group[] };
  alerts: { groups: readonly Group[] };
  boards: Readonly<Record<string, unknown>>;
}

const folder = temporaryFolder("mixin");
afterAll(() => removeFolder(folder));

const mixinOf = async (generated: string): Promise<Mixin> =>
  (await evaluate(
    "local m = import 'mixin.libsonnet'; " +
      "{ rules: m.prometheusRules, alerts: m.prometheusAlerts, boards: m.grafanaDashboards }",
    { cwd: generated },
  )) as Mixin;

/** The groups of a folder's rule files, as YAML's own parser reads them. */
const writtenIn = (generated: string): readonly Group[] =>
  globSync("rules/**/*.yaml", { cwd: generated })
    .toSorted()
    .map((path) => parse(readFileSync(join(generated, path), "utf8")) as Groups)
    .flatMap((file) => file.spec?.groups ?? file.groups ?? []);
type Groups = { groups?: readonly Group[]; spec?: { groups: readonly Group[] } };

/** Those rules of each group that are of one kind. */
const only = (kind: "record" | "alert", groups: readonly Group[]): readonly Group[] =>
  groups
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => kind in rule) }))
    .filter(({ rules }) => rules.length > 0);

/** Compiles SLOs into a folder of their own. */
function compiled(name: string, slos: readonly Slo[], changes: Partial<CompileOptions> = {}): string {
  const options = { ...defaultOptions, ...changes };
  const { files } = planDefinitions(definitionsOf(...slos), options);
  for (const { path, render } of [...files, mixinFile(files, options)]) {
    const file = join(folder, name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, render());
  }
  return join(folder, name);
}

const expectTheSame = (mixin: Mixin, generated: string): void => {
  const written = writtenIn(generated);
  expect(written.length).toBeGreaterThan(0);
  expect(mixin.rules.groups).toEqual(only("record", written));
  expect(
    mixin.alerts.groups.map((group) => ({ ...group, name: group.name.replace(/\.alerts$/, "") })),
  ).toEqual(only("alert", written));
};

describe.skipIf(isLeftOut("jsonnet"))("the mixin that is committed", () => {
  const generated = join(repository, "generated");
  let mixin: Mixin;
  beforeAll(async () => {
    mixin = await mixinOf(generated);
  });

  it("has the boards, each as it stands beside it", () => {
    const paths = globSync("dashboards/*.json", { cwd: generated });
    expect(paths.length).toBeGreaterThan(0);
    expect(mixin.boards).toEqual(
      Object.fromEntries(
        paths.map((path) => [basename(path), JSON.parse(readFileSync(join(generated, path), "utf8"))]),
      ),
    );
  });

  it("has the rules and alerts of the rule files, and nothing else", () => expectTheSame(mixin, generated));

  it("names no group twice, so that both halves may stand in one file that Prometheus takes", async () => {
    const file = join(folder, "both.yaml");
    writeFileSync(file, JSON.stringify({ groups: [...mixin.rules.groups, ...mixin.alerts.groups] }));
    const outcome = await checkRules("3.5", [file]);
    expect(outcome.output).not.toContain("FAILED");
    expect(outcome.ok).toBe(true);
  });
});

const awkward = slo({
  service: "checkout",
  name: "awkward",
  description: 'Said "twice": a\\b # {{ no }} “ü” \u2028 it\'s 100 %',
  alerting: { labels: { on: "yes", y: "1.0", path: "C:\\temp", empty: "" } },
});

describe.skipIf(isLeftOut("jsonnet"))("the mixin", () => {
  it("reads SLOs of many kinds as YAML's own parser does", async () => {
    // Debian's jsonnet takes a tenth of a second for each.
    const some = everyKind.filter((_, at) => at % 29 === 0);
    const generated = compiled("many", some);
    expectTheSame(await mixinOf(generated), generated);
  });

  it.each([
    ["PrometheusRule objects", { format: "operator" }],
    ["groups packed by service", { pack: "service" }],
  ] satisfies [string, Partial<CompileOptions>][])("reads %s", async (name, changes) => {
    const generated = compiled(name, everyKind.slice(0, 3), changes);
    expectTheSame(await mixinOf(generated), generated);
  });

  it("reads words with quotes, backslashes and colons as they were meant", async () => {
    const generated = compiled("awkward", [awkward]);
    expectTheSame(await mixinOf(generated), generated);
  });

  it("can be extended as mixins are", async () => {
    const generated = compiled("extended", everyKind.slice(0, 1));
    const added = await evaluate(
      "local m = (import 'mixin.libsonnet') + { grafanaDashboards+:: { 'own.json': { title: 'own' } }," +
        " prometheusAlerts+:: { groups+: [{ name: 'own', rules: [] }] } };" +
        " { boards: std.objectFields(m.grafanaDashboards), last: m.prometheusAlerts.groups[std.length(m.prometheusAlerts.groups) - 1] }",
      { cwd: generated },
    );
    expect(added).toEqual({ boards: ["own.json"], last: { name: "own", rules: [] } });
  });
});
