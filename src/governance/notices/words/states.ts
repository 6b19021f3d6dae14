import { formatPercent } from "../../../model/decimals.ts";
import { groupKey } from "../../../model/observation.ts";
import type { Cause, Decision, State } from "../../../model/policy.ts";
import { stateShapes } from "../../../model/wording.ts";
import type { JournalEntry } from "../../journal.ts";
import { decisionOf } from "../../../model/treatment.ts";
import type { SloPromise } from "../../loosening/promise.ts";
import { askedAs, describeSeats } from "../../quorum.ts";
import type { GovernanceState } from "../../state.ts";
import type { Announcement } from "../notice.ts";

type Moved = JournalEntry<"state-transition">;

/** An SLO went from one policy state to another. */
export function stateChanged(entry: Moved, state: GovernanceState): Announcement {
  const { subject: id, payload } = entry;
  const { from, to, group = {}, policy, objective, ...facts } = payload;
  const promise = state.promises.get(id);
  const where = groupKey(group) === "" ? "" : ` {${groupKey(group)}}`;
  return {
    kind: "state-changed",
    subject: id,
    service: promise?.service ?? id.split(".").at(0) ?? id,
    environment: promise?.environment ?? id.split(".").at(-1) ?? "",
    ...(promise?.owner !== undefined && { owner: promise.owner }),
    group,
    mark: stateShapes[to],
    what: `${id}${where} is ${to}; it was ${from}`,
    why: whyMoved(payload),
    means: meaningOf(payload, promise, state),
    next: nextStep(id, to, promise),
    path: `/api/v1/slos/${id}`,
    facts: { from, to, ...facts, group, policy, ...(objective !== undefined && { objective }) },
  };
}

const causeWords: Readonly<Partial<Record<Cause, string>>> = {
  stale: "its newest data is too old to be believed",
  "no-data": "no data is recorded for it",
  "rules-behind": "Prometheus runs other rules than git stands for",
  "prometheus-unreachable": "Prometheus does not answer",
};

function whyMoved({ from, cause, consumed, coverage = 1, objective }: Moved["payload"]): string {
  if (cause !== undefined) return `${causeWords[cause] ?? cause} (${cause})`;
  const known = from === "unknown" ? "its numbers are known again: " : "";
  if (consumed === undefined) return `${known}nothing of its error budget is known to be consumed`;
  const promised = objective === undefined ? "" : ` at an objective of ${objective}`;
  const seen = coverage < 0.9 ? `, with ${formatPercent(coverage)} of the window seen` : "";
  return `${known}${formatPercent(consumed)} of its error budget is consumed${promised}${seen}`;
}

const featureWords: Readonly<Record<Decision, string>> = {
  allow: "features go out as usual",
  warn: "features go out with a warning",
  needs_exception: "a feature needs an exception",
  deny: "no feature goes out",
};

/** What the gate makes of the change that most teams have waiting, as far as this SLO alone decides it. */
function meaningOf(
  { to, policy: name, policyHash }: Moved["payload"],
  promise: SloPromise | undefined,
  { promisedPolicies }: GovernanceState,
): string {
  const policy = promisedPolicies.get(policyHash);
  if (promise?.gate === false) return "it does not hold up changes: gate is false";
  if (policy === undefined || promise === undefined)
    return `what may go out is for the policy ${name} to say`;
  const { environment } = promise;
  const decision = decisionOf(policy, { change: "feature", state: to, fastBurn: false, environment });
  const seats = policy.quorum[askedAs(to)] ?? [];
  const by =
    decision === "needs_exception" && seats.length > 0
      ? `, approved by ${describeSeats(seats, promise.owner)}`
      : "";
  const inState = to === "unknown" ? "while that lasts" : `at ${to}`;
  return `${inState}, ${featureWords[decision]}${by} (policy ${name})`;
}

function nextStep(id: string, to: State, promise: SloPromise | undefined): string {
  if (to === "healthy") return "nothing is to be done";
  if (to === "unknown") return `see why: nines explain ${id}`;
  if (to === "watch") return `see where it goes: nines explain ${id}`;
  const service = promise === undefined ? "" : ` --service ${promise.service}`;
  const exception = to === "caution" ? "" : `; for what must go out: nines exception request${service}`;
  return `find what spends it: nines explain ${id}${exception}`;
}
