import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runNines } from "../../kit/nines.ts";
import { temporaryFolder } from "../../kit/processes.ts";
import { plainInk } from "../../src/cli/terminal/ink.ts";
import { deploymentLines, deploymentTable } from "../../src/cli/views/governance/deployment.ts";
import { held, knowing } from "../support/people.ts";
import { judged, snapshotOf } from "../support/snapshots.ts";
import { serving, type Listening } from "./support/server.ts";

const bot = held({ subject: "deploy-bot", roles: ["machine"], services: ["checkout"] });
const tokenFile = join(temporaryFolder("deployment"), "token");

let server: Listening;
beforeAll(async () => {
  await writeFile(tokenFile, `${bot.text}\n`);
  server = await serving(snapshotOf([judged({ consumed: 0.1 })]), { people: knowing([bot]) });
});
afterAll(() => server[Symbol.asyncDispose]());

const deployment = (...args: string[]) =>
  runNines(["deployment", ...args, "--server", server.url, "--token-file", tokenFile], {
    env: { TZ: "UTC" },
  });

describe("nines deployment", () => {
  it("records a start and an end, and shows both", async () => {
    const to = ["--service", "checkout", "--environment", "production", "--sha", "4f2a91c"];
    const begun = await deployment("record", ...to, "--json");
    const { id } = JSON.parse(begun.stdout) as { id: string };
    const ended = await deployment("record", ...to, "--outcome", "succeeded");
    expect(ended).toMatchObject({ exitCode: 0 });
    expect(ended.stdout).toContain(`${id}  succeeded`);
    expect(ended.stdout.replaceAll(/\s+/g, " ")).toContain(
      "deploy-bot told that 4f2a91c of checkout to production succeeded",
    );
    expect((await deployment("list", "--state", "succeeded")).stdout).toMatch(
      new RegExp(`^${id} +succeeded`, "m"),
    );
  });

  it("says what is missing before it asks", async () => {
    const { exitCode, stderr } = await deployment("record", "--service", "checkout");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("missing: --environment, --sha or --version");
  });
});

const running = {
  id: "dp-1",
  service: "checkout",
  environment: "production",
  sha: "4f2a91c",
  version: "v1.42.0",
  run: "4711",
  started: "2026-11-22T12:00:00.000Z",
  recordedBy: "deploy-bot",
  recordedAt: "2026-11-22T12:00:00.000Z",
};

describe("a deployment on the terminal", () => {
  it("is under way until somebody tells how it ended", () => {
    expect(deploymentLines({ ...running, history: [] }, plainInk).slice(0, 2)).toEqual([
      "dp-1  running",
      "  v1.42.0 4f2a91c of checkout to production",
    ]);
  });

  it("is a line of the table, which says how many more there are", () => {
    expect(deploymentTable([running], 3, plainInk).at(-1)).toBe("… and 2 more; --json lists all");
    expect(deploymentTable([], 0, plainInk)).toEqual(["No deployment fits."]);
  });
});
