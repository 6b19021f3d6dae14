import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { removeFolder, runProgram, temporaryFolder } from "../../../kit/processes.ts";
import { repository } from "../../../kit/tools.ts";
import type { Asked } from "../../../src/web/pages/gate/asked.ts";
import { copyForms } from "../../../src/web/pages/gate/copy-forms.ts";
import { type Served, serving } from "../../auth/support/server.ts";
import { held, knowing } from "../../support/people.ts";
import { frozenShop } from "../../http/governance/world.ts";
import { appWith } from "../../http/support/app.ts";
import { later } from "../../support/snapshots.ts";

/** Each form as the page gives it, run as it stands: by a shell with the real `nines`, or as Argo reads it. */
const folder = temporaryFolder("copy-forms");
const machine = held({ subject: "deploy-bot", roles: ["machine"], services: ["checkout"] });
let server: Served;

beforeAll(async () => {
  mkdirSync(join(folder, "bin"));
  symlinkSync(join(repository, "bin", "nines"), join(folder, "bin", "nines"));
  const people = knowing([machine], { readsAreOpen: false, now: () => later("10s") });
  server = await serving(() => appWith(frozenShop(), { people }));
});
afterAll(async () => {
  await server.close();
  removeFolder(folder);
});

const asked: Asked = {
  ...{ service: "checkout", environment: "production", change: "feature", sha: "4f2a91c" },
  ...{ cost: "", dryRun: "" },
};
const form = (name: string, changes: Partial<Asked> = {}): string =>
  copyForms[name]!({ asked: { ...asked, ...changes }, origin: server.url, needsToken: true });

const shell = (command: string, more: Readonly<Record<string, string>> = {}) =>
  runProgram("sh", ["-c", command], {
    env: {
      ...process.env,
      PATH: `${join(folder, "bin")}:${process.env.PATH ?? ""}`,
      NINES_TOKEN: machine.text,
      ...more,
    },
  });

describe("the question as it is copied", () => {
  it("as curl is answered with the verdict", async () => {
    const { stdout } = await shell(form("curl"));
    expect(JSON.parse(stdout)).toMatchObject({ decision: "needs_exception", sha: "4f2a91c" });
  });

  it("as nines exits 1 for a no, and 0 for what is allowed", async () => {
    expect(await shell(form("nines"))).toMatchObject({ exitCode: 1 });
    expect(await shell(form("nines", { change: "rollback" }))).toMatchObject({ exitCode: 0 });
    expect(await shell(form("nines", { dryRun: "true" }))).toMatchObject({ exitCode: 0 });
  });

  it("keeps whatever stands in the question in one word of the shell", async () => {
    const { stdout } = await shell(form("curl", { sha: "it's-$(id)" }));
    expect(JSON.parse(stdout)).toMatchObject({ code: "bad-query", errors: [{ parameter: "sha" }] });
    expect((await shell(form("nines", { service: "a b'; id #" }))).stdout).not.toContain("uid=");
  });

  it("as Argo is a metric whose web provider reads the decision", async () => {
    const [metric] = parse(form("Argo")) as [
      { successCondition: string; provider: { web: { url: string; headers: object[]; jsonPath: string } } },
    ];
    const { url, headers, jsonPath } = metric.provider.web;
    expect(headers).toEqual([{ key: "Authorization", value: "Bearer {{args.token}}" }]);
    const answer = await fetch(url, { headers: { authorization: `Bearer ${machine.text}` } });
    expect(await answer.json()).toMatchObject({ decision: "needs_exception" });
    expect(jsonPath).toBe("{$.decision}");
    const page = readFileSync(join(repository, "docs/integrations/argo-rollouts.md"), "utf8");
    expect(page).toContain(metric.successCondition);
  });

  it("as GitHub is a step that asks on record, for the job's own commit", async () => {
    const [step] = parse(form("GitHub")) as [{ run: string; env: Record<string, string> }];
    expect(step.env.NINES_TOKEN).toBe("${{ secrets.NINES_TOKEN }}");
    const { exitCode, stdout } = await shell(step.run, {
      NINES_SERVER: step.env.NINES_SERVER!,
      GITHUB_SHA: "9be01d7",
    });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("9be01d7");
    expect(stdout).toMatch(/gd-[0-9a-z]+/);
  });
});
