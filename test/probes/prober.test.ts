import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { journey, step } from "../../kit/journeys/definitions.ts";
import { sumOf } from "../../kit/journeys/prober.ts";
import { context } from "../../kit/journeys/probing.ts";
import { type Shop, startShop } from "../../kit/journeys/shop.ts";
import { until } from "../../kit/until.ts";
import { journeySeries } from "../../src/model/names.ts";
import { seconds } from "../../src/model/units.ts";
import { createProber, type Prober } from "../../src/probes/prober.ts";
import { slotsInMemory } from "../../src/probes/slots.ts";
import type { Journey } from "../../src/model/journey.ts";

let shop: Shop;
let prober: Prober;
beforeEach(async () => {
  shop = await startShop();
  prober = createProber({ context: context(), slots: slotsInMemory() });
});
afterEach(async () => {
  await prober.stop(0);
  await shop.close();
});

const every = (length: number, name: string, path = "/", more: Partial<Journey> = {}) =>
  journey([step("look", `http://127.0.0.1:${shop.port}${path}`)], {
    name,
    schedule: { every: seconds(length), timeout: seconds(length), jitter: seconds(0) },
    ...more,
  });
const metrics = async () => Buffer.concat(await prober.metrics()).toString();

describe("a prober", () => {
  it("has every series at zero before the first run, named once each", async () => {
    prober.update([every(86_400, "buy"), every(86_400, "pay")]);
    const lines = (await metrics()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    expect(lines.every((line) => line.endsWith(" 0"))).toBe(true);
    expect(new Set(lines).size).toBe(lines.length);
    for (const name of Object.values(journeySeries))
      expect(lines.some((line) => line.startsWith(name))).toBe(true);
    expect(lines).toContain(
      'journey_step_runs_total{journey="buy",location="eu-1",step="look",result="failed",reason="dns"} 0',
    );
  });

  it("runs, counts and remembers; what goes on keeps its counters when journeys change", async () => {
    prober.update([every(1, "buy"), every(1, "pay")]);
    await until(() => (prober.history("buy")?.length ?? 0) >= 2, { what: "two runs are over" });
    prober.update([every(1, "buy", "/other")]);
    const counted = sumOf(await metrics(), journeySeries.runs, 'journey="buy"', 'result="passed"');
    expect(counted).toBeGreaterThanOrEqual(2);
    expect(prober.history("buy")!.length).toBe(counted);
    expect(prober.history("pay")).toBeUndefined();
    expect(await metrics()).not.toContain('journey="pay"');
  });

  it("runs what is meant for its location, and nothing else", () => {
    prober.update([
      every(60, "here", "/", { locations: ["us-1", "eu-1"] }),
      every(60, "there", "/", { locations: ["us-1"] }),
    ]);
    expect(prober.journeys().map(({ name }) => name)).toEqual(["here"]);
  });

  it("calls off what is under way when it is stopped, as its own fault", async () => {
    prober.update([
      every(1, "buy", "/slow", { schedule: { every: seconds(2), timeout: seconds(60), jitter: seconds(0) } }),
    ]);
    await until(() => shop.seen.length > 0, { what: "a run is under way" });
    await prober.stop(0);
    expect(prober.history("buy")!.map(({ result }) => result)).toEqual(["internal"]);
    const begun = shop.seen.length;
    expect(begun).toBe(1);
  });
});
