import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runNines } from "../../kit/nines.ts";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { courseOf, spell } from "../report/graph/courses.ts";
import { judged, serviceOf, snapshotOf } from "../support/snapshots.ts";
import { serving, type Listening } from "./support/server.ts";

const services = new Map(
  [
    serviceOf("checkout", {
      dependsOn: ["payments", { kind: "optional", service: "mail" }],
    }),
    serviceOf("payments", { dependsOn: [{ kind: "redundant", services: ["card", "paypal"] }] }),
    serviceOf("search", { dependsOn: ["payments"] }),
    ...["mail", "card", "paypal"].map((name) => serviceOf(name)),
  ].map((service) => [service.name, service]),
);
const shop = snapshotOf(
  [
    judged({ consumed: 0.62, burn: { "1h": 15.2 }, fastBurn: true }),
    judged({ consumed: 0.1, slo: { name: "latency" } }),
    judged({ consumed: 1.18, burn: { "1h": 0.4 }, slo: { service: "payments" } }),
    judged({ consumed: 0.3, cause: "stale", slo: { service: "card" } }),
    judged({ consumed: 0.1, burn: { "1h": 0.1 }, slo: { service: "paypal" } }),
    judged({ consumed: 0.1, burn: { "1h": 0.1 }, slo: { service: "search" } }),
  ],
  { services },
);
const courses = new Map(
  ["checkout", "payments"].map((name) => [`${name}.availability.production`, courseOf(288, spell(200, 12))]),
);
const folder = temporaryFolder("graph");
let server: Listening;
beforeAll(async () => {
  server = await serving(shop, { courses: async () => ({ courses, silent: [] }) });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  removeFolder(folder);
});
const graph = (...args: string[]) => runNines(["graph", "--server", server.url, ...args]);

describe("nines graph", () => {
  it("is a tree with budgets, and says whose burn coincides with whose", async () => {
    const { stdout, exitCode } = await graph();
    expect(exitCode).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "production   10 s ago",
      "",
      "service              state      worst SLO            budget           consumed      burn 1h",
      "checkout             ◔ watch    availability (of 2)  ▕██████░░░░▏         62 %  ▲page 15.2×",
      "├─ payments          ■ frozen   availability         ▕██████████▏▓▓      118 %         0.4×",
      "│  └─ any of",
      "│     ├─ card        ◌ unknown  availability         ▕╌╌╌╌╌╌╌╌╌╌▏            ?            –",
      "│     └─ paypal      ● healthy  availability         ▕█░░░░░░░░░▏         10 %         0.1×",
      "└─ mail (optional)   –          no SLO here",
      "search               ● healthy  availability         ▕█░░░░░░░░░▏         10 %         0.1×",
      "└─ payments ↑ above",
      "",
      "Coincidence in the last 1d",
      "  checkout.availability.production: its burn coincides with",
      "  payments.availability.production: 12 of its 12 bad intervals, 100 % of their",
      "  bad events; 99.6 % sure from 288 intervals of 5m",
      "  2 more compared, nothing beyond chance or too little data (--json has them)",
      "  What burns together need not be cause and effect.",
      "",
    ]);
  });

  it("writes a picture into a file, or to standard output", async () => {
    const path = join(folder, "services.svg");
    expect(await graph("--svg", path)).toMatchObject({ exitCode: 0, stdout: `${path} written\n` });
    const text = readFileSync(path, "utf8");
    expect(text).toMatch(/^<svg /);
    expect((await graph("--svg", "-")).stdout).toBe(text);
    const nowhere = join(folder, "no", "such", "folder.svg");
    expect((await graph("--svg", nowhere)).exitCode).toBe(2);
    expect(existsSync(nowhere)).toBe(false);
  });

  it("prints everything that was compared as JSON", async () => {
    const body = JSON.parse((await graph("checkout", "--json")).stdout) as { compared: unknown[] };
    expect(body.compared).toHaveLength(3);
  });

  it("draws the files alone, without a server and without budgets", async () => {
    const { stdout, exitCode } = await runNines(["graph", "checkout", "--slos", "slos"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^production {3}from the files alone/);
    expect(stdout).toMatch(/^└─ payments .*availability 99\.95 %/m);
    expect(stdout).toMatch(/^ {3}└─ database .*latency 99\.95 %/m);
    expect(stdout).not.toContain("Coincidence");
  });

  it("refuses what it does not know, and files with errors, with exit code 1", async () => {
    expect(await graph("chekout")).toMatchObject({ exitCode: 1 });
    const misspelt = await runNines(["graph", "chekout", "--slos", "slos"]);
    expect(misspelt).toMatchObject({ exitCode: 1 });
    expect(misspelt.output).toContain('did you mean "checkout"?');
    const broken = await runNines(["graph", "--slos", "test/fixtures/bad/cycle-of-three.yaml"]);
    expect(broken).toMatchObject({ exitCode: 1 });
    expect(broken.output).toContain("checkout → payments → vault → checkout");
    expect(await runNines(["graph", "--slos", "slos", "--over", "6h"])).toMatchObject({ exitCode: 1 });
  });
});
