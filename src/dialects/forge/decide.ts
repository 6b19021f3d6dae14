import type { Question } from "../../gate/question.ts";
import type { Verdict } from "../../gate/verdict.ts";
import { isWaiting, stateOf } from "../../governance/exceptions/state.ts";
import type { ForgeRequest } from "../../governance/forge/request.ts";
import type { Identity } from "../../governance/people/identity.ts";
import { toSubject, workloadPrefix } from "../../governance/people/subject.ts";
import type { GovernanceState } from "../../governance/state.ts";
import { defaultChangeKind } from "../../model/policy.ts";
import type { Timestamp } from "../../model/units.ts";
import { decisionWords } from "../../model/wording.ts";

/** Seconds that a change may wait for an exception before it is turned down; by then somebody asks anew. */
export const waitsFor = 86_400;

export const questionOf = ({ repository, environment, sha, address }: ForgeRequest): Question => ({
  subject: { kind: "delivery", forge: address.kind, repository, environment },
  change: defaultChangeKind,
  group: {},
  sha,
});

/** On the record it is the forge's repository that asks, as its jobs do. */
export const askerOf = ({ repository, address: { kind } }: ForgeRequest): Pick<Identity, "subject"> => ({
  subject: toSubject(`${workloadPrefix}${kind}:${repository}`) ?? `forge:${kind}`,
});

export type Step =
  | { kind: "answer"; state: "approved" | "rejected"; comment: string }
  /** Nothing yet: the forge is told what is waited for, once for each `about`. */
  | { kind: "wait"; about: string; comment: string };

/** What a verdict is to a forge that waits. */
export function stepOf(
  request: ForgeRequest,
  verdict: Verdict,
  state: Pick<GovernanceState, "exceptions">,
  now: Timestamp,
  publicUrl: string | undefined,
): Step {
  const said = commentOf(verdict);
  if (verdict.allowed) return { kind: "answer", state: "approved", comment: said };
  if (verdict.decision === "deny") return { kind: "answer", state: "rejected", comment: said };
  const pending = pendingFor(request, verdict, state, now);
  if (now - request.at >= waitsFor)
    return { kind: "answer", state: "rejected", comment: `${said}\n\nNobody has granted one within a day.` };
  const link = (path: string): string => (publicUrl === undefined ? "" : ` ${publicUrl}${path}`);
  const how =
    pending === undefined
      ? `Ask for one: \`nines exception request --service ${verdict.services.join(" or ")} --sha ${request.sha}\`${link("/api/v1/exceptions")}`
      : `${pending} waits for its approvals: \`nines exception show ${pending}\`${link(`/api/v1/exceptions/${pending}`)}`;
  return { kind: "wait", about: pending ?? "none", comment: shorten(`${said}\n\n${how}`) };
}

/** An exception that was asked for and, once approved, would let this very change pass. */
function pendingFor(
  { sha }: ForgeRequest,
  { services, environment, change }: Verdict,
  { exceptions }: Pick<GovernanceState, "exceptions">,
  now: Timestamp,
): string | undefined {
  return [...exceptions.values()].find(
    (each) =>
      isWaiting(stateOf(each, now)) &&
      services.includes(each.request.service) &&
      each.request.environments.includes(environment) &&
      (each.request.change.sha === undefined || each.request.change.sha === sha) &&
      (each.request.change.kinds.length === 0 || each.request.change.kinds.includes(change)),
  )?.id;
}

const reasonsTold = 4;
/** What GitHub takes. */
const longest = 1_024;

/** The verdict in a few lines of Markdown. */
export function commentOf({ decision, change, services, environment, reasons, allowedNow }: Verdict): string {
  const what = `${change} of ${services.join(", ") || "an unknown service"} to ${environment}`;
  const told = reasons
    .slice(0, reasonsTold)
    .map(({ slo, kind, state, sentence }) => `- ${slo ?? kind} (${state}): ${sentence}`);
  const more = reasons.length > reasonsTold ? [`- … and ${reasons.length - reasonsTold} more`] : [];
  const instead = allowedNow.length === 0 ? [] : ["", `Allowed now: ${allowedNow.join(", ")}.`];
  const isHeld = decision === "deny" || decision === "needs_exception";
  return shorten(
    [`**${decisionWords[decision]}**: ${what}`, ...told, ...more, ...(isHeld ? instead : [])].join("\n"),
  );
}

const shorten = (text: string): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1).toWellFormed()}…`;
