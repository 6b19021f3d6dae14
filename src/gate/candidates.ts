import { servicePolicy } from "../governance/exceptions/concerned.ts";
import type { Exception } from "../governance/exceptions/exception.ts";
import { isSameUse } from "../governance/exceptions/fold.ts";
import { obstaclesOf, validApprovals, type Obstacle } from "../governance/exceptions/obstacles.ts";
import { requirementFor } from "../governance/exceptions/requirement.ts";
import { withHeld } from "../governance/exceptions/with-held.ts";
import { settle } from "../governance/exceptions/settle.ts";
import { needsNobody } from "../governance/exceptions/state.ts";
import { describeSeats, missingSeats } from "../governance/quorum.ts";
import type { GovernanceState } from "../governance/state.ts";
import type { ChangeKind, Policy } from "../model/policy.ts";
import type { Timestamp } from "../model/units.ts";
import { mattersOf } from "./matters.ts";
import type { Question } from "./question.ts";
import type { Concerned } from "./subject.ts";
import type { Reason } from "./verdict.ts";
import type { GateView } from "./view.ts";

export interface OpeningContext {
  question: Question;
  change: ChangeKind;
  view: GateView;
  governance: GovernanceState;
  now: Timestamp;
}

type Held = readonly [Reason, Policy | undefined];

/** An exception that was asked for with changes such as this one in mind. */
export interface Candidate {
  exception: Exception;
  /** Its use on this very change is on record. */
  isRecorded: boolean;
  /** Whether the change may go out in spite of this reason, ruled under this policy. */
  covers: (reason: Reason, policy: Policy | undefined) => boolean;
  /** Why it does not help against all of this; empty when it is not its fault. */
  whyNot: (held: readonly Held[]) => readonly string[];
}

/**
 * The exceptions of a service that speak of such a change, those first whose use is on record, the broken glass last:
 * what was approved is used before what was not.
 */
export function candidatesFor(concerned: Concerned, context: OpeningContext): readonly Candidate[] {
  const matters = mattersOf(context.governance, concerned.service.name);
  return (matters?.exceptions ?? [])
    .filter(({ request }) => context.now < request.expiry && speaksOf(request, concerned, context))
    .map((exception) => candidateOf(exception, concerned, context))
    .sort((a, b) => rank(a) - rank(b) || a.exception.request.expiry - b.exception.request.expiry);
}

const rank = ({ isRecorded, exception }: Candidate): number =>
  (isRecorded ? 0 : 2) + (exception.breakGlass === undefined ? 0 : 1);

/** Which change it is, is left to {@link candidateOf}: whoever asks with another one should hear that it is another. */
const speaksOf = (
  { environments, change: { kinds } }: Exception["request"],
  { environment }: Concerned,
  { change }: OpeningContext,
): boolean => environments.includes(environment) && (kinds.length === 0 || kinds.includes(change));

/** What is due of it counts, whether or not anybody has recorded it. */
function candidateOf(
  recorded: Exception,
  { service, environment }: Concerned,
  context: OpeningContext,
): Candidate {
  const { question, view, governance, now } = context;
  const facts = withHeld(view, governance, now);
  const { exception } = settle(recorded, { facts, now });
  const { request } = exception;
  const { sha } = question;
  const isRecorded =
    sha !== undefined &&
    exception.uses.some((use) => isSameUse(use, { service: service.name, environment, sha }));
  const found = obstaclesOf(exception, { facts, exceptions: governance.exceptions, now });
  const obstacles = found.filter(({ code }) => code !== "used-up" || !isRecorded);
  const named = unnamed(request.change, question);
  const policy = servicePolicy(request, view);
  const missingFor = (reason: Reason, ruledBy: Policy | undefined): readonly string[] => {
    if (needsNobody(exception)) return [];
    const required = ruledBy && requirementFor([{ state: reason.state, policy: ruledBy }], service.owner);
    // Nobody knows by which policy: nobody can have satisfied it.
    if (required === undefined) return ["any"];
    return missingSeats(required.seats, validApprovals(exception, policy), service.owner);
  };
  const isMeant = ({ slo }: Reason): boolean =>
    request.slos.length === 0 || (slo !== undefined && request.slos.includes(slo));
  const mayOpen = ({ decision }: Reason): boolean =>
    decision === "needs_exception" || exception.breakGlass !== undefined;
  return {
    exception,
    isRecorded,
    covers: (reason, ruledBy) =>
      named === undefined &&
      obstacles.length === 0 &&
      mayOpen(reason) &&
      isMeant(reason) &&
      missingFor(reason, ruledBy).length === 0,
    whyNot: (held) => [
      ...sentencesOf(obstacles),
      ...(named === undefined ? [] : [named]),
      ...held
        .filter(([reason]) => !mayOpen(reason))
        .slice(0, 1)
        .map(() => "an exception does not open what is denied"),
      ...held
        .filter(([reason]) => !isMeant(reason))
        .map(([reason]) => `it is not for ${reason.slo ?? "this"}`),
      ...(obstacles.some(({ code }) => code === "approvals-missing")
        ? []
        : held.flatMap(([reason, ruledBy]) => {
            const missing = missingFor(reason, ruledBy);
            if (missing.length === 0) return [];
            return [`${reason.state} asks for ${describeSeats(missing, service.owner)} as well`];
          })),
    ],
  };
}

const sentencesOf = (obstacles: readonly Obstacle[]): readonly string[] =>
  obstacles.map(({ sentence }) => sentence);

/** A use is of one change, so that the change must have a name. */
function unnamed(
  { sha: wanted, repository }: Exception["request"]["change"],
  { sha, subject }: Question,
): string | undefined {
  if (sha === undefined) return "the question does not say which change it is about: name it with sha";
  if (wanted !== undefined && wanted !== sha) return `it is for ${wanted} alone`;
  const from = subject.kind === "delivery" ? subject.repository : undefined;
  return repository === undefined || repository === from
    ? undefined
    : `it is for what ${repository} delivers: ask by repository`;
}
