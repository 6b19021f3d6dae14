import type { JournalEntry } from "../../journal.ts";
import type { LooseningEnd, SloPromise } from "../../loosening/promise.ts";
import { describeSeats } from "../../quorum.ts";
import type { GovernanceState } from "../../state.ts";
import { isoMinute } from "../../exceptions/words.ts";
import type { Announcement } from "../notice.ts";

type About = Pick<Announcement, "subject" | "path"> &
  Partial<Pick<Announcement, "service" | "environment" | "owner">>;

const about = (id: string, before: SloPromise | undefined): About => ({
  subject: id,
  path: `/api/v1/loosenings/${id}`,
  ...(before !== undefined && { service: before.service, environment: before.environment }),
  ...(before?.owner !== undefined && { owner: before.owner }),
});

/** A promise was made easier while it was not kept well. */
export function promiseLoosened({ subject, payload }: JournalEntry<"promise-loosened">): Announcement {
  const { slo, kinds, state, before, after, heldUntil, requirement } = payload;
  const seats = requirement === undefined ? "" : describeSeats(requirement.seats, before.owner);
  return {
    kind: "promise-loosened",
    ...about(subject, before),
    what: `the promise of ${slo} was made easier (${kinds.join(", ")}) while it was ${state}`,
    why: changeOf(before, after),
    means:
      heldUntil === undefined
        ? "the easier promise is in force"
        : `the gate keeps the former standing until ${seats} approve, or until ${isoMinute(heldUntil)}`,
    next:
      heldUntil === undefined
        ? `if it was not meant, take the change in git back: nines loosening show ${subject}`
        : `${seats}: nines loosening show ${subject}, then nines loosening approve ${subject}`,
    facts: {
      slo,
      kinds,
      state,
      ...(heldUntil !== undefined && { heldUntil, seats: requirement?.seats ?? [] }),
    },
  };
}

function changeOf(before: SloPromise, after: SloPromise | undefined): string {
  if (after === undefined) return "git defines it no longer";
  const changed =
    before.objective === after.objective ? "" : `: ${before.objective} became ${after.objective}`;
  return `git promises something else now${changed}`;
}

const endings: Readonly<Record<LooseningEnd, readonly [why: string, means: string]>> = {
  approved: ["its quorum approved", "the easier promise is in force"],
  over: ["seven days have passed without an answer", "the easier promise is in force"],
  "taken-back": ["git promises as before again, or more", "nothing is held any more"],
  replaced: ["git was edited once more", "the later edit is held instead, and needs approvals of its own"],
};

/** A promise made easier is held no longer. */
export function looseningEnded(
  { subject, payload: { why } }: JournalEntry<"loosening-ended">,
  { loosenings }: GovernanceState,
): Announcement | undefined {
  const loosening = loosenings.get(subject);
  // What is only announced ends with its announcement.
  if (loosening?.heldUntil === undefined) return undefined;
  const [reason, means] = endings[why];
  return {
    kind: "loosening-ended",
    ...about(subject, loosening.before),
    what: `the easier promise of ${loosening.slo} is held no longer`,
    why: reason,
    means,
    next: why === "replaced" ? "see the newer one: nines loosening list --held" : "nothing is to be done",
    facts: { slo: loosening.slo, why },
  };
}
