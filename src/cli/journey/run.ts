import type { Flags } from "../../config/decode.ts";
import { readSpecs } from "../../files/read.ts";
import type { RunResult } from "../../journey/result.ts";
import { type Journey, needsBrowser, type RunOutcome } from "../../model/journey.ts";
import { runJourney } from "../../probes/runner.ts";
import { formatDiagnostics } from "../../spec/format.ts";
import { loadDefinitions } from "../../spec/load.ts";
import { suggest } from "../../spec/nearest.ts";
import { CliError, exit, type ExitCode } from "../exit.ts";
import { readSettings } from "../serve/settings.ts";
import { inkFor } from "../terminal/ink.ts";
import { stepLine, waterfall } from "../views/journey.ts";
import { asRunHere, probeContext } from "./context.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const exitCodes: Readonly<Record<RunOutcome, ExitCode>> = {
  passed: exit.good,
  degraded: exit.good,
  failed: exit.inputAtFault,
  internal: exit.couldNotWork,
};

/** `nines journey run`: one run, shown as it goes and then as a whole. */
export async function runOnce(file: string, flags: Flags, environment: Environment): Promise<ExitCode> {
  const { name, step, verbose, json, ...settings } = flags;
  const { journeys } = await readSettings(settings, environment);
  const journey = asRunHere(await journeyIn(file, name), journeys.variables);
  if (typeof step === "string") checkStep(step, journey);
  if (needsBrowser(journey) && journeys.browser === undefined)
    throw new CliError(
      `the journey ${journey.name} has browser steps: scripts run only with --allow-browser-scripts`,
      exit.inputAtFault,
    );
  const context = await probeContext(journeys, environment, (message) =>
    process.stderr.write(`${message}\n`),
  );
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  process.once("SIGINT", interrupt);
  const run = await runJourney(journey, context, {
    keepExchanges: verbose === true || json === true,
    signal: interrupted.signal,
    ...(typeof step === "string" && { lastStep: step }),
    ...(json !== true && process.stderr.isTTY && { onStep: showProgress }),
  });
  process.off("SIGINT", interrupt);
  show(run, { json: json === true, verbose: verbose === true }, journeys.browser?.screenshots);
  return exitCodes[run.result];
}

/** On the terminal alone: what is piped on gets the whole, once. */
const showProgress = (step: RunResult["steps"][number]): void => {
  process.stderr.write(`${stepLine(step, inkFor(process.stderr))}\n`);
};

function show(
  run: RunResult,
  { json, verbose }: { json: boolean; verbose: boolean },
  screenshots = "",
): void {
  if (json) process.stdout.write(`${JSON.stringify(run, undefined, 2)}\n`);
  else {
    if (process.stderr.isTTY) process.stderr.write("\n");
    process.stdout.write(waterfall(run, { ink: inkFor(process.stdout), verbose, screenshots }));
  }
}

/** The journey of a file; what else the file says may be wrong without keeping it from being tried. */
async function journeyIn(file: string, name: Flags[string]): Promise<Journey> {
  const { files, diagnostics: unread } = await readSpecs([file]);
  const { definitions, diagnostics } = loadDefinitions(files);
  const known = definitions.journeys.map((journey) => journey.name);
  if (typeof name === "string") {
    const wanted = definitions.journeys.find((journey) => journey.name === name);
    if (wanted !== undefined) return wanted;
  } else if (known.length > 1)
    throw new CliError(
      `${file} has several journeys: add --name with one of ${known.join(", ")}`,
      exit.inputAtFault,
    );
  const [only] = definitions.journeys;
  if (only !== undefined && name === undefined) return only;
  process.stderr.write(formatDiagnostics([...unread, ...diagnostics], "text"));
  const what =
    typeof name === "string"
      ? `no journey "${name}" that could run: ${suggest(name, known)}`
      : "no journey that could run";
  throw new CliError(`${file} has ${what}`, exit.inputAtFault);
}

function checkStep(step: string, { name, steps }: Journey): void {
  const known = steps.map((each) => each.name);
  if (!known.includes(step))
    throw new CliError(
      `the journey ${name} has no step "${step}": ${suggest(step, known)}`,
      exit.inputAtFault,
    );
}
