import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { shown } from "../../kit/history.ts";
import type { NinesServer } from "../../kit/nines.ts";
import { roadSeries } from "./histories/road.ts";
import { sloOf, sloOnce, startRoad } from "./road.ts";

let nines: NinesServer;
beforeAll(async () => {
  nines = await startRoad();
});
afterAll(() => nines.stop());

const days = 86_400;

describe("the budget that nines shows, on a real Prometheus", () => {
  it("is exact: what thirty days of scrapes showed, outage, restarts and all", async () => {
    const { history } = inject("servers");
    const { budget } = await sloOnce(nines, "exact", (slo) => slo.budget !== undefined, "has a budget");
    const raw = roadSeries({ from: history.from, to: history.to }, history.to);
    const of = (code: string) =>
      shown(
        raw.find(({ labels }) => labels.job === "road-exact" && labels.code === code)!,
        {
          from: history.to - 30 * days,
          to: history.to,
        },
      );
    const [good, bad] = [of("200"), of("500")];
    // How many there are depends on where in the window the nights fall; that there are many does not.
    expect(bad).toBeGreaterThan(10_000);
    // Live traffic has come since the written past ended: minutes beside thirty days.
    expect(budget?.bad).toBeCloseTo(bad, -1);
    expect(budget!.consumed / (bad / (good + bad) / 0.001)).toBeCloseTo(1, 3);
    expect(budget?.coverage).toBeGreaterThan(0.99);
  });

  it("judges an SLO two hours old by what it spent of the whole window, and says that it is partial", async () => {
    const { budget, state, partial } = await sloOnce(
      nines,
      "fresh",
      (slo) => (slo.budget?.bad ?? 0) > 0,
      "has its bad minutes",
    );
    expect(budget?.consumed).toBeGreaterThan(20);
    expect(budget?.coverage).toBeLessThan(0.01);
    expect(budget?.spent).toBeLessThan(0.3);
    expect({ state, partial }).toEqual({ state: "healthy", partial: true });
  });

  it.each([
    ["watchful", "watch", 0.6],
    ["cautious", "caution", 0.8],
    ["restricted", "restricted", 0.94],
    ["frozen", "frozen", 1.3],
    ["caller", "healthy", 0.1],
  ])("puts %s in the state %s", async (service, state, consumed) => {
    const slo = await sloOnce(nines, service, (one) => one.budget !== undefined, "has a budget");
    expect(slo.budget?.consumed).toBeCloseTo(consumed, 2);
    expect(slo.state).toBe(state);
  });

  it("is whole without traffic", async () => {
    const slo = await sloOnce(nines, "idle", (one) => one.budget !== undefined, "has a budget");
    expect(slo).toMatchObject({ state: "healthy", budget: { consumed: 0, total: 0 } });
  });

  it("is not invented: an SLO without series is unknown, and one that ended is stale", async () => {
    expect(await sloOf(nines, "silent")).toMatchObject({ state: "unknown", cause: "no-data" });
    const ended = await sloOnce(nines, "ended", (one) => one.state === "unknown", "is unknown");
    expect(["stale", "no-data"]).toContain(ended.cause);
  });
});
