import type { JourneySettings } from "../../config/settings.ts";
import { isPostgres } from "../../config/settings.ts";
import type { RunResult } from "../../journey/result.ts";
import { type Journey, needsBrowser } from "../../model/journey.ts";
import { createProber, type Prober } from "../../probes/prober.ts";
import type { ProbeContext } from "../../probes/run.ts";
import { slotsInFile, slotsInMemory, type SlotMemory } from "../../probes/slots.ts";
import type { Log } from "../../runtime/ports.ts";
import { CliError } from "../exit.ts";
import { fileReason } from "../file-reason.ts";
import { asRunHere, probeContext } from "./context.ts";

interface Opening {
  journeys: JourneySettings;
  /** Where runs are remembered across restarts: a folder; elsewhere they are forgotten with the process. */
  data: string | undefined;
  environment: Readonly<Record<string, string | undefined>>;
  log: Log;
  /** Told of every run as it ends. */
  onRun?: (run: RunResult) => void;
}

export interface OpenProber {
  prober: Prober;
  /** Runs these from now on, each as the configuration has it here. */
  update: (journeys: readonly Journey[]) => void;
}

/** A prober by the settings, with its memory and its words in the log. */
export async function openProber({
  journeys: settings,
  data,
  environment,
  log,
  onRun,
}: Opening): Promise<OpenProber> {
  const context = await probeContext(settings, environment, (message) => log.warn(message));
  const say = sayChanges(log);
  const prober = createProber({
    context,
    slots: openSlots(data, settings.location, log),
    onRun: (run) => {
      say(run);
      onRun?.(run);
    },
    onSkip: ({ journey, cause, runs }) =>
      log.warn("runs of a journey were skipped", { journey, cause, runs }),
  });
  let isWarned = false;
  const mayRun = browserGuard(context, log);
  return {
    prober,
    update: (journeys) => {
      prober.update(journeys.filter(mayRun).map((journey) => asRunHere(journey, settings.variables)));
      if (isWarned || prober.journeys().length === 0 || settings.rules.hosts.length > 0) return;
      isWarned = true;
      log.warn("no --journey-target is configured: every run of a journey is refused");
    },
  };
}

/** Leaves out what needs a browser where none is allowed, and says so once of each. */
function browserGuard({ browsers, location }: ProbeContext, log: Log): (journey: Journey) => boolean {
  const said = new Set<string>();
  return ({ name, steps, locations }) => {
    if (browsers !== undefined || !needsBrowser({ steps })) return true;
    const isHere = locations.length === 0 || locations.includes(location);
    if (isHere && !said.has(name))
      log.warn(
        "a journey with browser steps does not run here: only nines probe --allow-browser-scripts runs it",
        { journey: name },
      );
    said.add(name);
    return false;
  };
}

function openSlots(data: string | undefined, location: string, log: Log): SlotMemory {
  if (data === undefined || isPostgres(data)) return slotsInMemory();
  try {
    return slotsInFile(data, location, (error) =>
      log.error("the memory of journeys cannot be written", { error: String(error) }),
    );
  } catch (error) {
    throw new CliError(`cannot remember runs in ${data}: ${fileReason(error)}`);
  }
}

/** A journey that goes on failing is said once, and once more when it is over. */
function sayChanges(log: Log): (run: RunResult) => void {
  const last = new Map<string, RunResult["result"]>();
  return ({ journey, location, result, reason, steps, runId }) => {
    const before = last.get(journey) ?? "passed";
    last.set(journey, result);
    if (before === result) return;
    const facts = { journey, location, run: runId, ...(reason !== undefined && { reason }) };
    if (result === "passed") {
      log.info("a journey passes again", facts);
      return;
    }
    const broken = steps.find((step) => step.result === result);
    log.warn(`a journey ${result === "internal" ? "could not be run" : `has ${result}`}`, {
      ...facts,
      ...(broken !== undefined && { step: broken.step, detail: broken.message ?? "" }),
      ...(broken?.screenshot !== undefined && { screenshot: broken.screenshot }),
    });
  };
}
