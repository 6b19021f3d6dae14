import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Express } from "express";
import { describe, expect, it } from "vitest";
import { repository } from "../../../kit/tools.ts";
import { held, knowing } from "../../support/people.ts";
import { appWith, get } from "../support/app.ts";
import { blocksOf, host, manifestsOf, worldsByDecision } from "./manifests.ts";

interface Template {
  spec: {
    args: { name: string }[];
    metrics: {
      successCondition: string;
      failureCondition: string;
      provider: { web: { url: string; headers: { key: string; value: string }[]; jsonPath: string } };
    }[];
  };
}

const [template] = await manifestsOf<Template>("argo-rollouts");
const viewer = held({ subject: "argo", roles: ["viewer"] });
const people = knowing([viewer], { readsAreOpen: false });

/** The two forms that the conditions of the page have, of the language that Argo evaluates them in. */
function holds(condition: string, result: string): boolean {
  const [, list] = /^result in (\[.*\])$/.exec(condition) ?? [];
  if (list !== undefined) return (JSON.parse(list) as string[]).includes(result);
  const [, text] = /^result == "(.*)"$/.exec(condition) ?? [];
  if (text === undefined) throw new Error(`what is ${condition}?`);
  return result === text;
}

/**
 * One measurement as Argo's web provider takes it: GET with the headers, anything but 2xx is an error, the JSON path is
 * read as text, a failure goes before a success, and what is neither is inconclusive.
 */
async function measure(app: Express, args: Readonly<Record<string, string>>): Promise<string> {
  const { successCondition, failureCondition, provider } = template!.spec.metrics[0]!;
  const filled = (text: string) =>
    text.replaceAll(/\{\{args\.(\w+)\}\}/g, (_, name: string) => args[name] ?? "");
  const url = new URL(filled(provider.web.url));
  const headers = Object.fromEntries(provider.web.headers.map(({ key, value }) => [key, filled(value)]));
  const { status, text } = await get(app, url.pathname + url.search, { ...headers, host: url.host });
  if (status < 200 || status > 299) return "Error";
  const [, field] = /^\{\$\.(\w+)\}$/.exec(provider.web.jsonPath) ?? [];
  const result = String((JSON.parse(text) as Record<string, unknown>)[field ?? ""]);
  if (holds(failureCondition, result)) return "Failed";
  return holds(successCondition, result) ? "Successful" : "Inconclusive";
}

const args = { service: "checkout", token: viewer.text };
const phases = { allow: "Successful", warn: "Successful", needs_exception: "Inconclusive", deny: "Failed" };

describe("the AnalysisTemplate of the page, as written", () => {
  it.each(worldsByDecision)("measures %s", async (decision, snapshot) => {
    const app = appWith(snapshot, { people, allowedHosts: [host] });
    expect(await measure(app, args)).toBe(phases[decision]);
  });

  it("denies what nobody registered, by the policy", async () => {
    const app = appWith(worldsByDecision[0]?.[1], { people, allowedHosts: [host] });
    expect(await measure(app, { ...args, service: "chekout" })).toBe("Failed");
  });

  it("errs, and is asked again, while nothing is known, with a wrong token, and under a name that is not allowed", async () => {
    expect(await measure(appWith(undefined, { people, allowedHosts: [host] }), args)).toBe("Error");
    const [, snapshot] = worldsByDecision[0]!;
    const app = appWith(snapshot, { people, allowedHosts: [host] });
    expect(await measure(app, { ...args, token: `${viewer.text}x` })).toBe("Error");
    expect(await measure(appWith(snapshot, { people }), args)).toBe("Error");
  });

  it("has ten lines, and the README the same ones", async () => {
    const [block = ""] = await blocksOf("docs/integrations/argo-rollouts.md", "yaml");
    expect(block.trimEnd().split("\n")).toHaveLength(10);
    const readme = await readFile(join(repository, "README.md"), "utf8");
    if (readme.includes("AnalysisTemplate")) expect(readme).toContain(block.trimEnd());
  });
});
