import type { Act, Occasion } from "../governance/act.ts";
import type { DecisionEvents, DecisionKey } from "../governance/decisions/events.ts";
import { decisionKeyText } from "../governance/decisions/fold.ts";
import type { Use } from "../governance/exceptions/exception.ts";
import { isSameUse } from "../governance/exceptions/fold.ts";
import type { JournalEvent } from "../governance/journal.ts";
import type { Identity } from "../governance/people/identity.ts";
import type { GovernanceState } from "../governance/state.ts";
import type { GateInputs } from "./replay/inputs.ts";
import type { Question } from "./question.ts";
import type { AppliedException, Verdict } from "./verdict.ts";

/** A verdict with all that it was made of, so that it can be made again. */
export interface Decided {
  verdict: Verdict;
  /** Only made when they are needed: a decision that stands already has its own. */
  inputs: () => GateInputs;
}

/** As the journal keeps it. */
export type KeptVerdict = Verdict & { inputs: GateInputs };

export interface Recorded {
  /** Of the decision on record; the same as before when the same was asked and answered. */
  id: string;
  verdict: Verdict;
  /** It was on record already: nothing was added, and nothing spent. */
  repeated: boolean;
}

/** What was asked, as the gate understood it. */
export function keyOf({ subject, group, identifier, dryRun }: Question, verdict: Verdict): DecisionKey {
  const { services, environment, change, sha } = verdict;
  return {
    services: services.toSorted(),
    environment,
    change,
    ...(sha !== undefined && { sha }),
    ...(subject.kind === "delivery" && { repository: subject.repository }),
    ...(Object.keys(group).length > 0 && { group }),
    ...(identifier !== undefined && { identifier }),
    ...(dryRun === true && { dryRun }),
  };
}

/**
 * Puts a verdict on record, with the uses of exceptions that it spends. The same question within `validUntil` that is
 * answered the same, and the same change on the same exception at any time, is the same decision: a CI job that is
 * run again spends nothing. An answer that has changed since is another decision.
 */
export function recordDecision(
  question: Question,
  { verdict, inputs }: Decided,
  state: Pick<GovernanceState, "decisions" | "exceptions">,
  { now, newId }: Occasion,
  { subject: actor }: Pick<Identity, "subject">,
): Act<Recorded> {
  const key = keyOf(question, verdict);
  const spent = question.dryRun === true ? [] : (verdict.exceptions ?? []);
  const known = ofSameUse(spent, state) ?? ofSameQuestion(key, verdict, spent, state, now);
  if (known !== undefined) return { events: [], answer: { id: known, verdict, repeated: true } };
  const id = newId("gd");
  const { decision, allowed, validUntil, claim, dryRun } = verdict;
  const payload = {
    ...{
      key,
      decision,
      allowed,
      validUntil,
      uses: usesOf(spent),
      verdict: { ...verdict, inputs: inputs() } satisfies KeptVerdict,
    },
    ...(claim !== undefined && { claim: { proven: claim.proven } }),
    ...(dryRun !== undefined && { dryRun: dryRun.decision }),
  };
  const event: JournalEvent = { at: now, actor, kind: "gate-decision", subject: id, payload };
  return { events: [event], answer: { id, verdict, repeated: false } };
}

const usesOf = (applied: readonly AppliedException[]): DecisionEvents["gate-decision"]["uses"] =>
  applied.map(({ exception, service, environment, sha }) => ({ exception, service, environment, sha }));

/** The newest decision that a use of it was spent by; undefined while one is still to be spent. */
function ofSameUse(
  applied: readonly AppliedException[],
  { exceptions }: Pick<GovernanceState, "exceptions">,
): string | undefined {
  let newest: Use | undefined;
  for (const each of applied) {
    const use = exceptions.get(each.exception)?.uses.find((known) => isSameUse(known, each));
    if (use === undefined) return undefined;
    if (newest === undefined || use.at >= newest.at) newest = use;
  }
  return newest?.decision;
}

function ofSameQuestion(
  key: DecisionKey,
  { decision }: Verdict,
  spent: readonly AppliedException[],
  { decisions }: Pick<GovernanceState, "decisions">,
  now: Occasion["now"],
): string | undefined {
  const before = decisions.get(decisionKeyText(key));
  if (before === undefined || now >= before.validUntil || before.decision !== decision) return undefined;
  // One that spends a use is never taken for one that did not.
  return spent.length === 0 && before.uses.length === 0 ? before.id : undefined;
}
