import type { JournalEvent } from "../journal.ts";
import { systemActor } from "../journal.ts";
import type { GovernanceState } from "../state.ts";
import { signalOf, type Watch } from "./signal.ts";

/** Aborts what has to stop: for the leader to append; the abort signal does not wait for it. */
export const experimentsDue = (
  { experiments }: Pick<GovernanceState, "experiments">,
  watch: Watch,
): readonly JournalEvent[] =>
  [...experiments.values()].flatMap((experiment): JournalEvent[] => {
    if (experiment.state !== "running") return [];
    const { abort } = signalOf(experiment, watch);
    if (abort === undefined || abort.cause === "not-running") return [];
    const payload = { cause: abort.cause, reason: abort.reason };
    return [
      { at: watch.now, actor: systemActor, kind: "experiment-aborted", subject: experiment.id, payload },
    ];
  });
