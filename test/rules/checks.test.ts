import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { afterAll, describe, expect, it } from "vitest";
import { checkAlertmanagerConfig, receiversOf } from "../../kit/amtool.ts";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { checkRules } from "../../kit/promtool.ts";
import { generations, isLeftOut, repository } from "../../kit/tools.ts";
import { dryRun } from "../../kit/vmalert.ts";
import { alertmanagerText } from "../../src/compile/alertmanager.ts";
import { compileDefinitions } from "../../src/compile/compile.ts";
import { defaultOptions, type CompileOptions } from "../../src/compile/options.ts";
import { everyKind } from "../support/every-kind.ts";
import { definitionsOf, slo } from "../support/slos.ts";

const folder = temporaryFolder("checks");
afterAll(() => removeFolder(folder));

/** Compiles every kind of SLO into a folder of its own, and gives the rule files. */
function compiled(name: string, changes: Partial<CompileOptions>): string[] {
  const files = compileDefinitions(definitionsOf(...everyKind), { ...defaultOptions, ...changes });
  return files
    .filter(({ path }) => path.startsWith("rules/"))
    .map(({ path, text }) => {
      const file = join(folder, name, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    });
}

const committed = globSync(join(repository, "generated/rules/**/*.yaml"));
const outputs: Readonly<Record<string, string[]>> = {
  "what is committed": committed,
  "every kind of SLO": compiled("slo", {}),
  "every kind, packed by service": compiled("service", { pack: "service" }),
};

describe.each(Object.entries(outputs))("%s", (_, files) => {
  it.each(generations)(
    "passes promtool check rules of Prometheus %s, without a duplicate",
    async (generation) => {
      const { ok, output } = await checkRules(generation, files);
      expect(output).not.toMatch(/duplicate/i);
      expect(output.match(/SUCCESS/g)).toHaveLength(files.length);
      expect(ok).toBe(true);
    },
  );

  it.skipIf(isLeftOut("vmalert"))("is what vmalert would evaluate", async () => {
    const { ok, output } = await dryRun(files);
    expect({ ok, output: ok ? "" : output }).toEqual({ ok: true, output: "" });
  });
});

describe("SLOs over native histograms", () => {
  const latency = (type: "native" | "both", groupBy: readonly string[]) =>
    slo({
      name: type,
      groupBy,
      sli: { kind: "latency", histogram: { metric: "request_seconds", matchers: [] }, threshold: 1, type },
    });
  const files = compileDefinitions(
    definitionsOf(latency("native", []), latency("both", ["region"])),
    defaultOptions,
  )
    .filter(({ path }) => path.startsWith("rules/"))
    .map(({ text }) => {
      const file = join(folder, "native.yaml");
      writeFileSync(file, text);
      return file;
    });

  it.each(generations)("pass promtool check rules of Prometheus %s", async (generation) => {
    expect(await checkRules(generation, files)).toMatchObject({ ok: true });
  });
});

interface Config {
  route: { receiver: string; routes: { receiver: string; matchers: string[] }[] };
}

/** The labels of an alert that a route of ours is meant for. */
const labelsFor = (matchers: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    matchers.map((matcher) => {
      const [, name = "", value = ""] = /^(\w+)=~?"(.*)"$/.exec(matcher) ?? [];
      return [name, value === ".+" ? "checkout.availability.production" : value];
    }),
  );

describe.skipIf(isLeftOut("amtool"))("the Alertmanager file", () => {
  const base = [
    "route:",
    "  receiver: everybody",
    '  routes: [{ receiver: dba, matchers: [team="dba"] }]',
    "receivers: [{ name: everybody }, { name: dba }, { name: team-plain-page }, { name: team-week }]",
    "",
  ].join("\n");
  const own = join(folder, "alertmanager.yaml");
  writeFileSync(own, alertmanagerText(everyKind, base).text);

  it.each([
    ["committed", join(repository, "generated/alertmanager.yaml")],
    ["on a base", own],
  ])("passes amtool check-config: %s", async (_, file) => {
    expect(await checkAlertmanagerConfig(file)).toMatchObject({ ok: true });
  });

  it.each([
    ["committed", join(repository, "generated/alertmanager.yaml")],
    ["on a base", own],
  ])("sends what each route is meant for to its receiver: %s", async (_, file) => {
    const ours = (parse(readFileSync(file, "utf8")) as Config).route.routes.filter(({ matchers }) =>
      matchers.some((matcher) => matcher.startsWith("slo_id")),
    );
    expect(ours.length).toBeGreaterThan(0);
    for (const { matchers, receiver } of ours)
      expect(await receiversOf(file, labelsFor(matchers))).toEqual([receiver]);
  });

  it("leaves foreign alerts where the base sends them", async () => {
    expect(await receiversOf(own, { team: "dba" })).toEqual(["dba"]);
    expect(await receiversOf(own, { alertname: "Other", severity: "page" })).toEqual(["everybody"]);
  });

  it("sends an owner's page to the owner's pager and the owner's other alerts to the owner", async () => {
    const alert = { slo_id: "a.b.c" };
    expect(await receiversOf(own, { ...alert, owner: "team-plain", severity: "page" })).toEqual([
      "team-plain-page",
    ]);
    expect(await receiversOf(own, { ...alert, owner: "team-plain", severity: "ticket" })).toEqual([
      "everybody",
    ]);
    expect(await receiversOf(own, { ...alert, owner: "team-week", severity: "page" })).toEqual(["team-week"]);
  });

  it("holds an owner with any name", async () => {
    const file = join(folder, "odd.yaml");
    writeFileSync(file, alertmanagerText([slo({ owner: 'the "A" team\\x' })], base).text);
    expect(await checkAlertmanagerConfig(file)).toMatchObject({ ok: true });
  });
});
