import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { repository } from "../../kit/tools.ts";
import { problems } from "../../src/http/problem.ts";
import { methodOf } from "../../src/http/route.ts";
import { apiRoutes } from "../../src/http/routes.ts";
import { verdictSchema } from "../../src/http/schemas/verdict.ts";
import { metric, series } from "../../src/model/names.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { depsWith } from "./support/app.ts";

const page = (name: string) => readFile(join(repository, "docs", name), "utf8");
const [api, metrics] = await Promise.all([page("api.md"), page("metrics.md")]);
const fenced = (text: string, language: string) =>
  [...text.matchAll(new RegExp("```" + language + "\n([^`]*)```", "g"))].map(([, code]) => code ?? "");

describe("docs/api.md", () => {
  it.each(
    apiRoutes(depsWith(snapshotOf([]))).map((route) => `${methodOf(route).toUpperCase()} ${route.path}`),
  )("names %s", (route) => {
    expect(api).toContain(`| \`${route}\` |`);
  });

  it.each(Object.entries(problems))("explains the problem %s and its status", (code, [status]) => {
    expect(api).toContain(`| \`${code}\` | ${status} |`);
  });

  it("shows a verdict that is one", () => {
    const [verdict = ""] = fenced(api, "json");
    const read = JSON.parse(verdict) as unknown;
    expect(verdictSchema.parse(read)).toEqual(read);
  });
});

describe("docs/metrics.md", () => {
  it.each(Object.values(metric))("explains %s", (name) => {
    expect(metrics).toContain(`| \`${name}\` |`);
  });

  it("shows YAML that is well-formed and names only metrics that exist", () => {
    for (const text of fenced(metrics, "yaml"))
      for (const document of parseAllDocuments(text)) expect(document.errors).toEqual([]);
    const named = [...metrics.matchAll(/nines_[a-z_]+/g)].map(([name]) => name);
    const known = [...Object.values(metric), series.maintenanceActive];
    expect(known).toEqual(expect.arrayContaining(named));
  });
});
