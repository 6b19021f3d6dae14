import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { range } from "../../kit/ask.ts";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { startPrometheus } from "../../kit/prometheus.ts";
import { writeHistory } from "../../kit/remote-write.ts";
import type { Generation } from "../../kit/tools.ts";
import { until } from "../../kit/until.ts";
import type { RecordingRule } from "../../src/compile/rule.ts";
import { availability } from "../slo.ts";
import { ledgerRules } from "./replay.ts";
import { asSeries, scrape } from "./scrapes.ts";
import { flowing } from "./traffic.ts";

type Point = readonly [at: number, value: string];

/** The samples as they stand in the TSDB, with their own times. */
async function stored(url: string, record: string): Promise<readonly Point[]> {
  const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(`${record}[10m]`)}`);
  const { data } = (await answer.json()) as { data: { result: { values: Point[] }[] } };
  return data.result.flatMap(({ values }) => values);
}

/** How many of a rule's samples a range query at their own times answers otherwise. */
async function differing(url: string, rule: RecordingRule, points: readonly Point[]): Promise<number> {
  const [start, end] = [points[0]![0], points.at(-1)![0]];
  const [answer] = await range(url, rule.expr, { start, end, step: 1 });
  const asked = new Map(answer?.values.map(([at, value]) => [Math.round(at * 1_000), value]));
  return points.filter(([at, value]) => asked.get(Math.round(at * 1_000)) !== Number(value)).length;
}

/** Samples of each series to wait for; the ruler writes one a second. */
const wanted = 12;

export interface Agreement {
  compared: number;
  differing: number;
}

/**
 * Holds the method of this bench against a ruler that runs: counters with restarts, written a little into the
 * future, are recorded by the compiled pair every second, and then asked for by a range query at the same instants.
 */
export async function compareWithRuler(generation: Generation): Promise<Agreement> {
  const { pair } = ledgerRules(availability("ruler"));
  const folder = temporaryFolder("ruler");
  const ruleFile = join(folder, "rules.json");
  writeFileSync(ruleFile, JSON.stringify({ groups: [{ name: "pair", interval: "1s", rules: pair }] }));
  const server = await startPrometheus({ generation });
  try {
    const now = Math.floor(Date.now() / 1_000);
    const span = [now - 1_200, now + 120] as const;
    const restarts = Array.from({ length: 9 }, (_, n) => now - 600 + n * 71);
    const traffic = flowing([{ from: span[0], total: 31, bad: 3.7 }]);
    await writeHistory(
      server.url,
      asSeries("ruler", scrape(traffic, { restarts }, { interval: 5, phase: 1.3 }, span)),
    );
    await server.reload({ ruleFiles: [ruleFile] });
    const [last] = pair.slice(-1);
    await until(async () => (await stored(server.url, last!.record)).length >= wanted, {
      what: "the ruler has recorded the pair",
      every: 500,
      timeout: 90_000,
    });
    const agreement = { compared: 0, differing: 0 };
    for (const rule of pair) {
      const points = await stored(server.url, rule.record);
      agreement.compared += points.length;
      agreement.differing += await differing(server.url, rule, points);
    }
    return agreement;
  } finally {
    await server.stop();
    removeFolder(folder);
  }
}
