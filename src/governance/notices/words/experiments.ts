import { formatPercent } from "../../../model/decimals.ts";
import { formatBurn } from "../../../model/wording.ts";
import type { Experiment } from "../../experiments/experiment.ts";
import type { EventKind, JournalEntry } from "../../journal.ts";
import { describeSeats } from "../../quorum.ts";
import type { GovernanceState } from "../../state.ts";
import type { Announcement } from "../notice.ts";

type Said = Pick<Announcement, "kind" | "what" | "why" | "means" | "next">;

const about =
  <Kind extends EventKind>(say: (experiment: Experiment, entry: JournalEntry<Kind>) => Said) =>
  (entry: JournalEntry<Kind>, { experiments }: GovernanceState): Announcement | undefined => {
    const experiment = experiments.get(entry.subject);
    if (experiment === undefined) return undefined;
    const { id, plan, requestedBy } = experiment;
    return {
      subject: id,
      service: plan.service,
      environment: plan.environment,
      path: `/api/v1/experiments/${id}`,
      ...say(experiment, entry),
      facts: { experiment: id, requestedBy, title: plan.title, cost: plan.cost, caps: plan.caps },
    };
  };

const itOn = ({ plan }: Experiment): string =>
  `the experiment "${plan.title}" on ${plan.service} in ${plan.environment}`;

/** Only where somebody has to answer. */
export const experimentRequested = (
  entry: JournalEntry<"experiment-requested">,
  state: GovernanceState,
): Announcement | undefined =>
  entry.payload.seats.length === 0
    ? undefined
    : about<"experiment-requested">((experiment) => ({
        kind: "experiment-requested",
        what: `${experiment.requestedBy} asks for ${itOn(experiment)}`,
        why: `it should cost ${formatPercent(experiment.plan.cost)} of the budget; confined to ${experiment.plan.blastRadius}`,
        means: `it begins only with the approval of ${describeSeats(experiment.seats, undefined)}`,
        next: `read it with nines experiment show ${experiment.id}, then nines experiment approve or deny ${experiment.id}`,
      }))(entry, state);

export const experimentStarted = about<"experiment-started">((experiment) => ({
  kind: "experiment-started",
  what: `${itOn(experiment)} has begun`,
  why: "the gate let it",
  means: `errors may be on purpose until it is over; it is aborted beyond ${formatPercent(experiment.plan.caps.spend)} of the budget or a burn of ${formatBurn(experiment.plan.caps.burn)}`,
  next: `to stop it: nines experiment abort ${experiment.id}`,
}));

export const experimentAborted = about<"experiment-aborted">(
  (experiment, { actor, payload: { reason } }) => ({
    kind: "experiment-ended",
    what: `${actor} aborted ${itOn(experiment)}`,
    why: reason,
    means: "its abort signal says stop; whoever runs it has to take its faults back",
    next: `see that the faults are gone, then read what it cost: nines experiment show ${experiment.id}`,
  }),
);

export const experimentFinished = about<"experiment-finished">((experiment, { actor }) => ({
  kind: "experiment-ended",
  what: `${itOn(experiment)} is over`,
  why: `${actor} finished it`,
  means: "errors from now on are none of its doing",
  next: "nothing is to be done",
}));
