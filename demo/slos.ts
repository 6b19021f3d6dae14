import { readSpecs } from "../src/files/read.ts";
import type { Slo } from "../src/model/slo.ts";
import { formatDiagnostics } from "../src/spec/format.ts";
import { hasErrors, loadDefinitions } from "../src/spec/load.ts";

/** The SLOs that the definitions in a folder say. @throws Error with every finding when they have errors */
export async function readSlos(folder: string): Promise<readonly Slo[]> {
  const read = await readSpecs([folder]);
  const { definitions, diagnostics } = loadDefinitions(read.files);
  const all = [...read.diagnostics, ...diagnostics];
  if (hasErrors(all)) throw new Error(`${folder} has errors:\n${formatDiagnostics(all, "text")}`);
  if (definitions.slos.length === 0) throw new Error(`${folder} defines no SLO`);
  return definitions.slos;
}
