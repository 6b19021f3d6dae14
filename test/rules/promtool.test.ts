import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { testRules } from "../../kit/promtool.ts";
import { generations, type Generation } from "../../kit/tools.ts";
import { rulesOf, testFileOf, type Scenario } from "./scenario.ts";
import { budgetScenarios } from "./scenarios/budget.ts";
import { compositeScenarios } from "./scenarios/composites.ts";
import { countingScenarios } from "./scenarios/counting.ts";
import { expressionScenarios } from "./scenarios/expressions.ts";
import { gaugeScenarios } from "./scenarios/gauges.ts";
import { groupScenarios } from "./scenarios/groups.ts";
import { journeyScenarios } from "./scenarios/journeys.ts";
import { latencyScenarios } from "./scenarios/latency.ts";
import { maintenanceScenarios } from "./scenarios/maintenance.ts";
import { silenceScenarios } from "./scenarios/silence.ts";
import { sliceScenarios } from "./scenarios/slices.ts";
import { templateScenarios } from "./scenarios/templates.ts";
import { thresholdScenarios } from "./scenarios/thresholds.ts";
import { tierScenarios } from "./scenarios/tiers.ts";

const chapters: Readonly<Record<string, readonly Scenario[]>> = {
  "burn-rate tiers": tierScenarios,
  "counting events": countingScenarios,
  "people's own PromQL": expressionScenarios,
  latency: latencyScenarios,
  journeys: journeyScenarios,
  "gauges and error ratios": gaugeScenarios,
  thresholds: thresholdScenarios,
  composites: compositeScenarios,
  slices: sliceScenarios,
  groups: groupScenarios,
  "silence and missing data": silenceScenarios,
  "budget and states": budgetScenarios,
  maintenance: maintenanceScenarios,
  templates: templateScenarios,
};

const all = Object.values(chapters).flat();
const fileOf = (scenario: Scenario): string => `t${all.indexOf(scenario)}.json`;

const success = "SUCCESS";

/**
 * One process for all files: starting promtool costs more than most stories do. Only when something failed is each
 * file run alone, since the generations name the failing file in different ways or not at all.
 */
async function outcomes(generation: Generation, folder: string): Promise<ReadonlyMap<string, string>> {
  const files = all.map(fileOf);
  if ((await testRules(generation, files, folder)).ok) return new Map(files.map((file) => [file, success]));
  const found = new Map<string, string>();
  for (const file of files) {
    const { ok, output } = await testRules(generation, [file], folder);
    found.set(file, ok ? success : output);
  }
  return found;
}

let results: Readonly<Record<Generation, ReadonlyMap<string, string>>>;

beforeAll(async () => {
  const folder = temporaryFolder("rules");
  for (const scenario of all) {
    const rules = fileOf(scenario).replace("t", "r");
    writeFileSync(join(folder, rules), rulesOf(scenario.slo));
    writeFileSync(join(folder, fileOf(scenario)), testFileOf(scenario, rules));
  }
  // Both at once: promtool keeps but one core busy.
  const found = generations.map(async (generation) => [generation, await outcomes(generation, folder)]);
  results = Object.fromEntries(await Promise.all(found)) as typeof results;
  removeFolder(folder);
});

describe.each(generations)("on Prometheus %s, the compiled rules", (generation) => {
  for (const [chapter, scenarios] of Object.entries(chapters)) {
    describe(chapter, () => {
      for (const scenario of scenarios) {
        it(scenario.title, () => {
          expect(results[generation].get(fileOf(scenario))).toBe(success);
        });
      }
    });
  }
});
