import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FakeGrafana, startGrafana } from "../../../kit/grafana/grafana.ts";
import { runNines } from "../../../kit/nines.ts";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { folderOf, teamBoard } from "../../../src/boards/team.ts";
import { service } from "../serve/specs.ts";

const folder = temporaryFolder("push");
afterAll(() => removeFolder(folder));

const variable = (name: string) => ({ type: "query", name, query: `label_values(${name})` });
const overview = {
  uid: "nines-overview",
  title: "Overview",
  panels: [] as object[],
  templating: { list: [] },
};
const ofService = { uid: "nines-service", title: "Service", templating: { list: [variable("service")] } };
const own = teamBoard(ofService, "team-shop", ["checkout"])!;

const write = (board: { uid: string; title: string }): void =>
  writeFileSync(join(folder, "generated/dashboards", `${board.uid}.json`), JSON.stringify(board));

let grafana: FakeGrafana;
beforeAll(() => {
  mkdirSync(join(folder, "generated/dashboards"), { recursive: true });
  mkdirSync(join(folder, "slos"));
  writeFileSync(join(folder, "slos/checkout.yaml"), service("checkout"));
});
beforeEach(async () => {
  grafana = await startGrafana();
  writeFileSync(join(folder, "token"), `${grafana.token}\n`);
  write(overview);
  write(ofService);
  return () => grafana.close();
});

const push = async (...args: string[]) => {
  const outcome = await runNines(
    ["dashboards", "push", "--grafana", grafana.url, "--token-file", "token", ...args],
    { cwd: folder },
  );
  expect(outcome.output).not.toContain(grafana.token);
  return { ...outcome, lines: outcome.stdout.split("\n").filter((line) => line !== "") };
};
const writes = (): number => grafana.asked.filter(({ method }) => method === "POST").length;

describe("nines dashboards push", { timeout: 60_000 }, () => {
  it("writes every board for everybody and those by service for each team, and the second time nothing", async () => {
    const first = await push();
    expect(first.lines).toEqual([
      "created: the folder nines",
      "created: Overview (nines-overview) in nines",
      "created: Service (nines-service) in nines",
      "created: the folder team-shop",
      `created: Service · team-shop (${own.uid}) in team-shop`,
      "3 created",
    ]);
    expect(first.exitCode).toBe(0);
    expect(grafana.dashboards.titlesIn("team-shop")).toEqual(["Service · team-shop"]);
    expect(grafana.dashboards.board(own.uid)).toMatchObject({
      templating: { list: [{ name: "service", regex: "/^(checkout)$/" }] },
    });
    const written = writes();
    const second = await push();
    expect([second.exitCode, second.lines.at(-1), writes()]).toEqual([0, "3 unchanged", written]);
  });

  it("shows what it changes as a difference, and with --dry-run fails and writes nothing", async () => {
    await push("--no-teams");
    write({ ...overview, title: "All services" });
    const written = writes();
    const planned = await push("--no-teams", "--dry-run");
    expect([planned.exitCode, writes()]).toEqual([1, written]);
    expect(planned.stdout).toContain('-  "title": "Overview",\n+  "title": "All services",');
    expect(planned.lines.slice(-2)).toEqual([
      "unchanged: Service (nines-service) in nines",
      "1 would be updated, 1 unchanged",
    ]);
    expect((await push("--no-teams")).lines.at(-1)).toBe("1 updated, 1 unchanged");
    expect(grafana.dashboards.board("nines-overview")?.title).toBe("All services");
  });

  it("leaves a board alone that somebody saved in Grafana, and says how it is replaced", async () => {
    await push("--no-teams");
    grafana.dashboards.edit("nines-overview", { title: "My overview" });
    const refused = await push("--no-teams");
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toContain(
      "not written: Overview (nines-overview) in nines: it was last saved by somebody else than this command: --overwrite replaces it",
    );
    expect(refused.stdout).toContain('-  "title": "My overview"');
    expect(grafana.dashboards.board("nines-overview")?.title).toBe("My overview");
    expect((await push("--no-teams", "--overwrite")).exitCode).toBe(0);
    expect(grafana.dashboards.board("nines-overview")?.title).toBe("Overview");
  });

  it("takes for unchanged what Grafana itself rewrote of what was pushed", async () => {
    await push("--no-teams");
    const find = grafana.dashboards.find;
    Object.assign(grafana.dashboards, {
      find: (uid: string) => {
        const { status, json } = find(uid) as { status: number; json: { dashboard?: object; meta?: object } };
        return { status, json: { ...json, dashboard: { ...json.dashboard, schemaVersion: 99 } } };
      },
    });
    expect((await push("--no-teams")).lines.at(-1)).toBe("2 unchanged");
  });

  it("is refused a board that was saved between looking and writing", async () => {
    await push("--no-teams");
    write({ ...overview, title: "All services" });
    grafana.fault = ({ path }) => {
      if (path === "/api/dashboards/db") grafana.dashboards.edit("nines-overview", { title: "Just now" });
      return undefined;
    };
    const raced = await push("--no-teams");
    expect([raced.exitCode, raced.stdout]).toEqual([
      1,
      expect.stringContaining("in the meantime: push again"),
    ]);
    expect(grafana.dashboards.board("nines-overview")?.title).toBe("Just now");
  });

  it("writes no board that Grafana reads from its own files", async () => {
    await push("--no-teams");
    grafana.dashboards.provision("nines-overview");
    write({ ...overview, title: "All services" });
    expect((await push("--no-teams")).stdout).toContain(
      "Grafana reads it from its own files: change them there",
    );
  });

  it("says what is wrong with the token, the address and the boards", async () => {
    writeFileSync(join(folder, "token"), "glsa_unknown");
    expect(await push()).toMatchObject({
      exitCode: 2,
      stderr: `nines: Grafana at ${grafana.url}: the token is unknown or has expired (401)\n`,
    });
    writeFileSync(join(folder, "token"), grafana.token);
    grafana.fault = ({ method }) => (method === "POST" ? { kind: "answer", status: 403 } : undefined);
    expect((await push()).stderr).toContain("(403): give it the role Editor");
    const elsewhere = await push("--grafana", "http://grafana.example");
    expect([elsewhere.exitCode, elsewhere.stderr]).toEqual([1, expect.stringContaining("is without TLS")]);
    writeFileSync(join(folder, "nameless.json"), '{"title": "x"}');
    const nameless = await push("nameless.json");
    expect([nameless.exitCode, nameless.stderr]).toEqual([1, expect.stringContaining("no board with a uid")]);
    expect(await push("nowhere.json")).toMatchObject({ exitCode: 2 });
  });
});

describe("a team's board", () => {
  it("is of boards by service alone, and offers the team's services and no other", () => {
    expect(teamBoard(overview, "team-shop", ["checkout"])).toBeUndefined();
    const board = teamBoard(ofService, "team-shop", ["search", "checkout"]);
    expect(board).toMatchObject({ templating: { list: [{ regex: "/^(checkout|search)$/" }] } });
  });

  it("has a uid of its own that Grafana takes, whatever the team is called", () => {
    const long = { ...ofService, uid: "a".repeat(40) };
    const board = teamBoard(long, "Team Ümlaut / with a name longer than forty characters", ["checkout"]);
    expect(board?.uid).toMatch(/^[\w-]{1,40}$/);
    expect(folderOf("Team Ümlaut / with a name longer").uid).toMatch(/^[\w-]{1,40}$/);
    expect(board?.uid).not.toBe(teamBoard(long, "another", ["checkout"])?.uid);
  });
});
