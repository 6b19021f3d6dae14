import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { testRules } from "../../kit/promtool.ts";
import { generations } from "../../kit/tools.ts";
import { label } from "../../src/model/names.ts";
import { weekTable } from "../../src/model/tiers.ts";
import { duration, slo, tiersFor } from "../support/slos.ts";
import { isAnomalous, rulesOf, testFileOf, type Expectation, type Scenario } from "./scenario.ts";

const folder = temporaryFolder("constant-burn");
afterAll(() => removeFolder(folder));

const anomaly = "constant_burn";
const isNot = (at: string): Expectation => {
  const found = isAnomalous(at, anomaly);
  return { ...found, samples: { "{}": 0 } };
};
const tiers = tiersFor(duration("1d"), weekTable.slice(0, 2));
const good = 'http_requests_total{job="checkout", code="200"}';
const bad = 'http_requests_total{job="checkout", code="500"}';

// A day is soon told; of the built-in tiers its windows are the two pages'. Scrapes every 2m30s are 24 an hour.
const story = (title: string, goods: string, bads: string, expect: readonly Expectation[]): Scenario => ({
  title,
  slo: slo({ window: "1d", objective: "99%", alerting: { tiers } }),
  every: "2m30s",
  scrape: "2m30s",
  input: { [good]: goods, [bad]: bads },
  expect,
});

const stories: readonly Scenario[] = [
  story("is told once half the period was like that", "0+97x600", "0+3x600", [
    isNot("11h"),
    isAnomalous("20h", anomaly),
  ]),
  story("is no outage that ate the whole budget", "0+100x480 48000+0x60", "0x480 0+100x60", [
    isNot("20h45m"),
    isNot("22h"),
  ]),
  story("is no service that keeps its objective", "0+995x600", "0+5x600", [isNot("20h")]),
];

describe.each(generations)("on Prometheus %s, a constant burn", (generation) => {
  it.each(stories.map((each, index) => [each.title, each, index] as const))(
    "%s",
    async (_, scenario, index) => {
      const rules = `${generation}-${index}-rules.yaml`;
      const test = `${generation}-${index}-test.json`;
      writeFileSync(join(folder, rules), rulesOf(scenario.slo));
      writeFileSync(join(folder, test), testFileOf(scenario, rules));
      const { ok, output } = await testRules(generation, [join(folder, test)]);
      expect(ok ? "" : output).toBe("");
    },
  );
});

it("the anomaly is a label, so that one alert name serves all of them", () => {
  expect(rulesOf(slo())).toContain(`${label.anomaly}: ${anomaly}`);
});
