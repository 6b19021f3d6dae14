import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { instant } from "../../kit/ask.ts";
import { writeHistory, type HistorySeries } from "../../kit/remote-write.ts";
import { series } from "../../src/model/names.ts";

const ruleFile = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          record: z.string().optional(),
          expr: z.string(),
          labels: z.record(z.string(), z.string()).default({}),
        }),
      ),
    }),
  ),
});
type Rule = z.infer<typeof ruleFile>["groups"][number]["rules"][number];

/** The ledger, and to whom a composite's goes, are the history itself. */
const written: readonly string[] = [series.ledgerBad, series.ledgerTotal, series.memberBad];

/**
 * Records what the rules would have recorded at `at`, by asking Prometheus their own expressions: its first
 * evaluation of a 2m30s group may be 2m30s away, and a Prometheus that had really run for thirty days would
 * not begin with that gap.
 *
 * @param at seconds since 1970, not before the newest sample
 * @returns samples written
 */
export async function recordOnce(url: string, rulesFolder: string, at: number): Promise<number> {
  // No file reads what another records.
  const counts = await Promise.all(
    ruleFiles(rulesFolder).map((file) => recordFile(url, readRules(file), at)),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function recordFile(url: string, rules: readonly Rule[], at: number): Promise<number> {
  let count = 0;
  for (const { record, expr, labels } of rules) {
    if (record === undefined || written.includes(record)) continue;
    const samples = await instant(url, expr, at);
    const sample = (found: (typeof samples)[number]): HistorySeries => ({
      labels: { ...found.labels, ...labels, __name__: record },
      times: Float64Array.of(at * 1_000),
      values: Float64Array.of(found.value),
    });
    // One rule after the other: later ones read what earlier ones recorded.
    if (samples.length > 0) count += await writeHistory(url, samples.map(sample));
  }
  return count;
}

export const ruleFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => join(folder, name));

const readRules = (file: string): Rule[] =>
  ruleFile.parse(parse(readFileSync(file, "utf8"))).groups.flatMap(({ rules }) => rules);
