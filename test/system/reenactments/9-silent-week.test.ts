import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { value } from "../../../kit/ask.ts";
import type { NinesServer } from "../../../kit/nines.ts";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { testRules } from "../../../kit/promtool.ts";
import { generations } from "../../../kit/tools.ts";
import { badRatio, slo } from "../../support/slos.ts";
import {
  burns,
  nothingBurns,
  quiet,
  reaches,
  rulesOf,
  staysBelow,
  testFileOf,
} from "../../rules/scenario.ts";
import { traffic } from "../../rules/scenarios/tiers.ts";
import { ask, sloOf, sloOnce, startRoad } from "../road.ts";

/**
 * Story 9: a payment service sat under its SLO for a week, and averages over long windows masked it. Two errors in a
 * hundred for six days, on an objective of 99.5 %: four times too fast, and nothing a person would see on a chart.
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

  it.each(generations)(
    "opened a ticket after 18 hours, was watch after 3.75 days and caution after 5.6 (Prometheus %s)",
    async (generation) => {
      const day = 2_880; // scrapes of 30s
      const story = {
        title: "the silent week",
        slo: slo({ service: "checkout", objective: "99.5%", sli: badRatio() }),
        every: "2m30s",
        scrape: "30s",
        // A good day, then six silent ones. Before that the service is not seen, which counts as without errors.
        input: traffic([day, 100, 0], [6 * day, 98, 2]),
        expect: [
          nothingBurns("1d"),
          quiet("slow", "1d17h"),
          burns("slow", "1d19h"),
          quiet("fast", "2d"),
          quiet("medium", "2d"),
          staysBelow("watch", "4d17h"),
          reaches("watch", "4d19h30m"),
          staysBelow("caution", "6d13h"),
          reaches("caution", "6d16h30m"),
          staysBelow("restricted", "6d16h30m"),
        ],
      };
      const folder = temporaryFolder("silent-week");
      writeFileSync(join(folder, "rules.yaml"), rulesOf(story.slo));
      writeFileSync(join(folder, "test.json"), testFileOf(story, "rules.yaml"));
      const { output, ok } = await testRules(generation, ["test.json"], folder);
      removeFolder(folder);
      expect(ok, output).toBe(true);
    },
    300_000,
  );
});
