import type { Exception } from "../governance/exceptions/exception.ts";
import { isAllowed, type Policy } from "../model/policy.ts";
import type { Timestamp } from "../model/units.ts";
import { candidatesFor, type Candidate, type OpeningContext } from "./candidates.ts";
import { appliedSentence, idleSentence } from "./exception-words.ts";
import type { Concerned } from "./subject.ts";
import type { AppliedException, Reason } from "./verdict.ts";

/** What was found out about one service in one environment. */
export interface Ground {
  concerned: Concerned;
  reasons: readonly Reason[];
  policyOf: (reason: Reason) => Policy | undefined;
}

export interface Opening {
  /** The grounds with what exceptions do to them, or say. */
  grounds: readonly Ground[];
  /** All that holds the change back is covered, or nothing is used. */
  applied: readonly AppliedException[];
  /** Moments at which another answer may be due. */
  turns: readonly Timestamp[];
}

/**
 * What exceptions make of a verdict that holds a change back. Every reason that holds it must be covered by one whose
 * quorum is satisfied in that reason's state, under the policy now in force; otherwise none is used, and each that
 * was asked for says why it does not help.
 */
export function openByException(grounds: readonly Ground[], context: OpeningContext): Opening {
  const spending = new Map<string, number>();
  const searched = grounds.map((ground) => search(ground, context, spending));
  const turns = searched.flatMap(({ candidates }) =>
    candidates.flatMap(({ exception }) => turnsOf(exception, context.now)),
  );
  if (!searched.every(({ isCovered }) => isCovered))
    return { grounds: searched.map(withHints), applied: [], turns };
  const applied = searched.flatMap(({ ground, used }) =>
    [...new Set(used.values())].map((candidate) => appliedOf(candidate, ground, context, spending)),
  );
  return { grounds: searched.map((each) => withExceptions(each, spending)), applied, turns };
}

interface Searched {
  ground: Ground;
  candidates: readonly Candidate[];
  /** Which one covers which reason. */
  used: ReadonlyMap<Reason, Candidate>;
  isCovered: boolean;
}

const holds = ({ decision }: Reason): boolean => !isAllowed(decision);

/** For each reason that holds, the first candidate that covers it; one already chosen costs no further use. */
function search(ground: Ground, context: OpeningContext, spending: Map<string, number>): Searched {
  const held = ground.reasons.filter(holds);
  const candidates = held.length === 0 ? [] : candidatesFor(ground.concerned, context);
  const used = new Map<Reason, Candidate>();
  for (const reason of held) {
    const policy = ground.policyOf(reason);
    const chosen = new Set(used.values());
    const fits = (each: Candidate): boolean =>
      each.covers(reason, policy) && (chosen.has(each) || each.isRecorded || canSpend(each, spending));
    const found = [...chosen].find(fits) ?? candidates.find(fits);
    if (found === undefined) return { ground, candidates, used, isCovered: false };
    if (!chosen.has(found) && !found.isRecorded) spend(found, spending);
    used.set(reason, found);
  }
  return { ground, candidates, used, isCovered: true };
}

const spentOn = ({ exception }: Candidate, spending: ReadonlyMap<string, number>): number =>
  exception.uses.length + (spending.get(exception.id) ?? 0);

/** One verdict may be about several services and environments: together they spend no more than there is. */
const canSpend = (candidate: Candidate, spending: ReadonlyMap<string, number>): boolean =>
  spentOn(candidate, spending) < candidate.exception.request.maxUses;

function spend({ exception: { id } }: Candidate, spending: Map<string, number>): void {
  spending.set(id, (spending.get(id) ?? 0) + 1);
}

const turnsOf = ({ request: { start, expiry } }: Exception, now: Timestamp): readonly Timestamp[] =>
  [start, expiry].filter((at) => at > now);

const leftOf = (candidate: Candidate, spending: ReadonlyMap<string, number>): number =>
  candidate.exception.request.maxUses - spentOn(candidate, spending);

function appliedOf(
  candidate: Candidate,
  { concerned: { service, environment } }: Ground,
  { question: { sha = "" } }: OpeningContext,
  spending: ReadonlyMap<string, number>,
): AppliedException {
  const { exception, isRecorded } = candidate;
  return {
    exception: exception.id,
    service: service.name,
    environment,
    sha,
    recorded: isRecorded,
    usesLeft: leftOf(candidate, spending),
    expiry: exception.request.expiry,
    breakGlass: exception.breakGlass !== undefined,
    approvals: exception.approvals.map(({ by, group }) => ({ by, group })),
  };
}

/** What held now passes with a warning, and the exception that made it so is a reason of its own. */
function withExceptions({ ground, used }: Searched, spending: ReadonlyMap<string, number>): Ground {
  const reasons = ground.reasons.map((reason): Reason => {
    const by = used.get(reason);
    if (by === undefined) return reason;
    const { id } = by.exception;
    return { ...reason, decision: "warn", exception: id, sentence: `${reason.sentence}; ${id} lets it pass` };
  });
  const own = [...new Set(used.values())].map((candidate) => {
    const sentence = appliedSentence(candidate, leftOf(candidate, spending));
    return exceptionReason(candidate, ground, "warn", sentence);
  });
  return { ...ground, reasons: [...reasons, ...own] };
}

/** Who waits for an exception learns at the gate what it waits for. */
function withHints({ ground, candidates }: Searched): Ground {
  const held = ground.reasons.filter(holds);
  const [worst] = held;
  const hints = candidates.map((candidate) => {
    const why = candidate.whyNot(held.map((reason) => [reason, ground.policyOf(reason)]));
    return exceptionReason(candidate, ground, worst?.decision ?? "deny", idleSentence(candidate, why));
  });
  return { ...ground, reasons: [...ground.reasons, ...hints] };
}

const exceptionReason = (
  { exception: { id } }: Candidate,
  { reasons }: Ground,
  decision: Reason["decision"],
  sentence: string,
): Reason => ({
  kind: "exception",
  exception: id,
  // An exception stands nowhere itself: it speaks of what stands worst here.
  state: reasons.find(holds)?.state ?? "unknown",
  decision,
  sentence,
});
