import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runNines, type NinesServer } from "../../../kit/nines.ts";
import { until } from "../../../kit/until.ts";
import type { GraphBody } from "../../../src/http/schemas/graph.ts";
import { dependencySpecs } from "../histories/dependencies.ts";
import { startRoad } from "../road.ts";

/**
 * Story 10: the breakers of a service mesh failed to isolate anything. Four times in a day the stock service failed for
 * twenty minutes and orders failed with it; prices failed as often, at other times, and nobody could tell the two apart.
 */
let nines: NinesServer;
let graph: GraphBody;
beforeAll(async () => {
  nines = await startRoad(dependencySpecs);
  graph = await until(
    async () => {
      const answer = await fetch(`${nines.url}/api/v1/graph?service=mesh-orders`);
      const body = (await answer.json()) as GraphBody;
      const isKnown = body.services.every(({ slos }) =>
        slos.every(({ standing }) => standing?.consumed !== undefined),
      );
      return answer.ok && isKnown ? body : undefined;
    },
    { what: "the graph has budgets", timeout: 240_000 },
  );
}, 600_000);
afterAll(() => nines.stop());

const comparedWith = (service: string) =>
  graph.compared.find(
    ({ caller, dependency }) => caller.startsWith("mesh-orders") && dependency.startsWith(service),
  );

describe("a mesh whose breakers isolate nothing", () => {
  it("is seen through the mesh's own counters, with what depends on what", () => {
    expect(graph.edges.map(({ from, to }) => [from, to])).toEqual([
      ["mesh-orders", "mesh-stock"],
      ["mesh-orders", "mesh-prices"],
    ]);
    for (const { slos } of graph.services)
      for (const { standing } of slos) expect(standing?.consumed).toBeGreaterThan(0.1);
  });

  it("has the burn of its orders beside that of the stock: all of it, and surely", () => {
    const { found, sentence } = comparedWith("mesh-stock")!;
    expect(found.kind).toBe("coincides");
    if (found.kind !== "coincides") return;
    // Four times twenty minutes, in intervals of five that need not begin with them.
    expect(found.bad).toBeGreaterThanOrEqual(14);
    expect(found.bad).toBeLessThanOrEqual(24);
    expect(found.together / found.bad).toBeGreaterThan(0.75);
    expect(found.events).toBeGreaterThan(0.9);
    expect(found.sure).toBeGreaterThan(0.95);
    expect(sentence).toMatch(/^mesh-orders\.availability\.production: its burn coincides with mesh-stock\./);
  });

  it("and not beside that of the prices, which failed as badly", () => {
    expect(comparedWith("mesh-prices")?.found).toMatchObject({ kind: "no-more-than-chance" });
  });

  it("is told so in the terminal", async () => {
    const { stdout, exitCode } = await runNines(["graph", "mesh-orders", "--server", nines.url]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^├─ mesh-stock/m);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      "mesh-orders.availability.production: its burn coincides with mesh-stock.availability.production",
    );
    expect(stdout).toContain("need not be cause and effect");
  });
});
