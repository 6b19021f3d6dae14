import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runNines } from "../../kit/nines.ts";
import { halved, unadjusted } from "../support/corrected.ts";
import { judged, policyOf, snapshotOf } from "../support/snapshots.ts";
import { serving, type Listening } from "./support/server.ts";

const adjusting = policyOf({ name: "adjusting", judge: "adjusted" });
const shop = snapshotOf([
  judged({ consumed: 0.4, slo: { service: "search" } }),
  halved(judged({ consumed: 1.2, policy: adjusting, slo: { service: "planned", policy: "adjusting" } })),
  unadjusted(judged({ consumed: 0.8, slo: { service: "silent" } })),
]);
let server: Listening;
beforeAll(async () => {
  server = await serving(shop);
});
afterAll(() => server[Symbol.asyncDispose]());
const run = async (...args: string[]) =>
  (await runNines([...args, "--server", server.url], { env: { TZ: "UTC" } })).stdout.split("\n");

describe("nines status, as soon as one row is corrected", () => {
  it("has a column for the adjusted number, and says which rows are judged by it", async () => {
    const lines = await run("status");
    expect(lines.find((line) => line.includes("consumed"))).toMatch(/consumed +adjusted/);
    expect(lines.find((line) => line.includes("planned"))).toMatch(/ 120 % +60\.6 % .*judged as adjusted/);
    expect(lines.find((line) => line.includes("search"))).toMatch(/ 40 % +40 % /);
    expect(lines.find((line) => line.includes("silent"))).toMatch(/ 80 % +\? /);
  });
});

describe("nines explain", () => {
  it("draws the second number below the first, and says when it is the one that counts", async () => {
    const lines = await run("explain", "planned");
    expect(lines[3]).toContain("120 % consumed");
    expect(lines[4]).toBe(
      "  ▕██████░░░░▏ 60.6 % after corrections: 600 bad of 990\u2009000 events   judged by this",
    );
  });

  it("says why there is none", async () => {
    expect(await run("explain", "silent")).toContain(
      "  adjusted: not known, corrections could not be counted: timeout",
    );
  });
});
