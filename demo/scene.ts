import { readSpecs } from "../src/files/read.ts";
import type { Definitions } from "../src/model/definitions.ts";
import { intervals } from "../src/model/intervals.ts";
import type { Slo } from "../src/model/slo.ts";
import { formatDiagnostics } from "../src/spec/format.ts";
import { hasErrors, loadDefinitions } from "../src/spec/load.ts";

/** What the definitions ask of the world they are shown in. */
export interface Scene {
  slos: readonly Slo[];
  /** Labels that every target carries, because the environment's matchers look for them. */
  targetLabels: Readonly<Record<string, string>>;
  /** Seconds. */
  scrapeInterval: number;
}

/** The scene of the definitions in a folder. @throws Error with every finding when they have errors */
export async function readScene(folder: string): Promise<Scene> {
  const read = await readSpecs([folder]);
  const { definitions, diagnostics } = loadDefinitions(read.files);
  const all = [...read.diagnostics, ...diagnostics];
  if (hasErrors(all)) throw new Error(`${folder} has errors:\n${formatDiagnostics(all, "text")}`);
  if (definitions.slos.length === 0) throw new Error(`${folder} defines no SLO`);
  return sceneOf(definitions);
}

export function sceneOf({ slos, environments }: Definitions): Scene {
  const matchers = environments.flatMap((environment) => environment.matchers);
  return {
    slos,
    targetLabels: Object.fromEntries(
      matchers.filter(({ op }) => op === "=").map(({ label, value }) => [label, value]),
    ),
    // The most impatient SLO decides.
    scrapeInterval: slos.reduce<number>(
      (least, slo) => Math.min(least, slo.scrapeInterval),
      intervals.scrape,
    ),
  };
}
