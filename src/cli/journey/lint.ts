import { readSpecs } from "../../files/read.ts";
import { formatDuration } from "../../model/durations.ts";
import { type Journey, needsBrowser } from "../../model/journey.ts";
import { faultOf, formatDiagnostics, summarize } from "../../spec/format.ts";
import { loadDefinitions } from "../../spec/load.ts";
import { exit, type ExitCode } from "../exit.ts";

const exitCodes = { world: exit.couldNotWork, input: exit.inputAtFault, none: exit.good } as const;

/** What lint says of the files that hold journeys, and a line on each journey. */
export async function lintJourneys(paths: readonly string[]): Promise<ExitCode> {
  const read = await readSpecs(paths);
  const { definitions, diagnostics } = loadDefinitions(read.files);
  const all = [...read.diagnostics, ...diagnostics];
  process.stdout.write(formatDiagnostics(all, "text"));
  for (const journey of definitions.journeys) process.stdout.write(`${describe(journey)}\n`);
  process.stdout.write(`${summarize(all, read.files.length)}\n`);
  return exitCodes[faultOf(all, false)];
}

function describe(journey: Journey): string {
  const { name, schedule, steps, locations } = journey;
  const places = locations.length === 0 ? "every location" : locations.join(", ");
  const cleanUp = steps.filter(({ always }) => always).length;
  const also = cleanUp === 0 ? "" : ` and ${cleanUp} to clean up`;
  const where = needsBrowser(journey) ? "; only by nines probe --allow-browser-scripts" : "";
  const path = `${steps.length - cleanUp} steps${also}`;
  return `${name}: ${path}, every ${formatDuration(schedule.every)} from ${places}, ${86_400 / schedule.every} runs a day each${where}`;
}
