import type { JournalEntry } from "../journal.ts";
import type { Experiment } from "./experiment.ts";

/** Experiments by id, in the order they were asked for; a bounded number of the newest. */
export function foldExperiments(experiments: Map<string, Experiment>, entry: JournalEntry): void {
  if (entry.kind === "experiment-requested") {
    experiments.set(entry.subject, requested(entry));
    forgetOldest(experiments);
    return;
  }
  const experiment = experiments.get(entry.subject);
  if (experiment !== undefined)
    experiments.set(entry.subject, { ...experiment, ...changeOf(experiment, entry) });
}

const mostKept = 10_000;

/** What runs or waits is never forgotten. */
function forgetOldest(experiments: Map<string, Experiment>): void {
  if (experiments.size <= mostKept) return;
  for (const [id, { endedAt }] of experiments)
    if (endedAt !== undefined) {
      experiments.delete(id);
      return;
    }
}

const requested = ({ subject, at, actor, payload }: JournalEntry<"experiment-requested">): Experiment => ({
  id: subject,
  ...payload,
  requestedBy: actor,
  requestedAt: at,
  approvals: [],
  state: payload.seats.length === 0 ? "approved" : "pending",
  spentAt: {},
});

function changeOf(experiment: Experiment, entry: JournalEntry): Partial<Experiment> {
  const { at, actor } = entry;
  const ended = { endedAt: at, endedBy: actor };
  switch (entry.kind) {
    case "experiment-approved": {
      const { requestHash, group, complete } = entry.payload;
      const approval = { by: actor, group, at, requestHash: requestHash, standIn: false };
      return {
        approvals: [...experiment.approvals, approval],
        ...(complete && { state: "approved" as const }),
      };
    }
    case "experiment-denied":
      return { state: "denied", ...ended, reason: entry.payload.reason };
    case "experiment-withdrawn":
      return { state: "withdrawn", ...ended, ...entry.payload };
    case "experiment-started":
      return { state: "running", startedAt: at, spentAt: entry.payload.spentAt };
    case "experiment-finished":
      return { state: "finished", ...ended };
    case "experiment-aborted":
      return { state: "aborted", ...ended, reason: entry.payload.reason, abortedFor: entry.payload.cause };
    default:
      return {};
  }
}
