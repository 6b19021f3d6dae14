import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { value } from "../../../kit/ask.ts";
import type { NinesServer } from "../../../kit/nines.ts";
import { ask, sloOf, sloOnce, startRoad } from "../road.ts";

/**
 * Story 9: a payment service sat under its SLO for a week, and averages over long windows masked it. Two errors in a
 * hundred for six days, on an objective of 99.5 %: four times too fast, and nothing a person would see on a chart. When
 * it was told, day by day, is in test/rules/silent-week.test.ts.
 */
const service = "week";
let nines: NinesServer;

beforeAll(async () => {
  nines = await startRoad();
  await sloOnce(nines, service, ({ budget }) => budget !== undefined, "has a budget");
}, 300_000);
afterAll(() => nines.stop());

describe("the silent week", () => {
  it("hides in an average: the month still reads better than 99.5 % good", async () => {
    const { prometheus } = inject("servers");
    const month = await value(prometheus, `slo:sli_error:ratio_rate30d{slo_service="${service}"}`);
    expect(month).toBeLessThan(0.005);
  });

  it("does not hide from the budget: six days at 4× have spent 80 %, state caution", async () => {
    const { budget, state } = await sloOf(nines, service);
    expect(budget?.consumed).toBeCloseTo(0.8, 2);
    expect(state).toBe("caution");
    expect(await ask(nines, `service=${service}&environment=production&change=feature`)).toMatchObject({
      decision: "warn",
      state: "caution",
    });
  });
});
