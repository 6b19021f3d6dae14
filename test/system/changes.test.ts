import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type NinesServer, runNines } from "../../kit/nines.ts";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import type { SloDetailBody } from "../../src/http/schemas/slo.ts";
import { roadSpecs } from "./histories/road.ts";
import { sloOf, sloOnce, startRoad } from "./road.ts";

/** What people change in git while Prometheus goes on with yesterday's rules. */
const folder = temporaryFolder("changes");
const slos = join(folder, "slos");
const file = join(slos, "road.yaml");
const written = readFileSync(join(roadSpecs, "road.yaml"), "utf8");

const exact = written.indexOf("metadata: { name: exact");
/** Replaces the first occurrence inside the service `exact`. */
const edit = (from: string, to: string): void => {
  const rest = written.slice(exact);
  if (!rest.includes(from)) throw new Error(`nothing to edit: ${from}`);
  writeFileSync(file, written.slice(0, exact) + rest.replace(from, to));
};

let nines: NinesServer;
let consumed: number;

beforeAll(async () => {
  mkdirSync(slos);
  writeFileSync(file, written);
  nines = await startRoad(slos);
  const isSettled = ({ budget, rules }: SloDetailBody) => budget !== undefined && !rules.behind;
  const slo = await sloOnce(nines, "exact", isSettled, "has a budget, recorded by the rules of git");
  consumed = slo.budget!.consumed;
}, 300_000);
afterAll(async () => {
  await nines.stop();
  removeFolder(folder);
});

const rulesOf = async (): Promise<string> => {
  const { stdout, exitCode } = await runNines(["compile", slos, "--out", "-", "--include", "^exact\\."]);
  expect(exitCode).toBe(0);
  return stdout;
};

describe("an edit in git", () => {
  it("of a label keeps every recorded series, and so thirty days of history", async () => {
    const before = await rulesOf();
    edit(
      "labels: { domain: road }",
      "labels: { domain: street, cost-centre: c42 }".replace("cost-centre", "cost"),
    );
    const after = await rulesOf();
    const changed = after.split("\n").filter((line) => !before.includes(line));
    expect(changed.length).toBeGreaterThan(0);
    // Only static labels of alerts differ: no expression, no identity of a series.
    expect(changed.every((line) => /^\s+(domain|cost): /.test(line))).toBe(true);
    const slo = await sloOnce(
      nines,
      "exact",
      ({ labels }) => labels.domain === "street",
      "took the label over",
    );
    expect(slo.warnings).toEqual([]);
    expect(slo.budget?.consumed).toBeCloseTo(consumed, 2);
  });

  it("of the objective acts at once, on the whole history", async () => {
    edit("objective: 99.9%", "objective: 99.8%");
    const slo = await sloOnce(
      nines,
      "exact",
      ({ objective }) => objective.text === "99.8%",
      "has the objective",
    );
    expect(slo.budget?.consumed).toBeCloseTo(consumed / 2, 2);
    expect(slo.warnings).toEqual([]);
  });

  it("of the SLI is noticed, and the old numbers are judged for the policy's grace", async () => {
    edit('job="road-exact", code="500"', 'job="road-exact", code=~"5.."');
    const slo = await sloOnce(nines, "exact", ({ rules }) => rules.behind, "knows that its rules are behind");
    expect(slo.warnings.map(({ code }) => code)).toContain("rules-behind");
    expect(slo.state).not.toBe("unknown");
    expect(slo.budget?.consumed).toBeCloseTo(consumed, 2);
    expect(slo.rules).toMatchObject({ behind: true });
    expect(slo.rules.expected).not.toBe(slo.rules.seen);
  });

  it("of the SLI is unknown once the grace is over, with that cause", async () => {
    const policy = ["---", "apiVersion: nines/v1", "kind: Policy", "metadata: { name: default }"];
    writeFileSync(join(slos, "policy.yaml"), `${policy.join("\n")}\nspec: { rulesGrace: 1s }\n`);
    const slo = await sloOnce(nines, "exact", ({ state }) => state === "unknown", "is unknown");
    expect(slo.cause).toBe("rules-behind");
  });

  it("back to what the rules say is judged again", async () => {
    writeFileSync(file, written);
    const slo = await sloOnce(nines, "exact", ({ state }) => state !== "unknown", "is judged again");
    expect(slo.warnings).toEqual([]);
  });

  it("that breaks a file keeps the last good definitions, and says so", async () => {
    writeFileSync(file, written.replace("objective: 99.9%", "objective: 101%"));
    const isSaid = async () => {
      const body = (await (await fetch(`${nines.url}/metrics`)).text()).match(/^nines_spec_errors (\d+)/m);
      return Number(body?.[1] ?? 0) > 0;
    };
    await expect.poll(isSaid, { timeout: 20_000 }).toBe(true);
    expect((await sloOf(nines, "exact")).budget?.consumed).toBeCloseTo(consumed, 2);
  });
});
