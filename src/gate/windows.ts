import { isoMinute } from "../governance/exceptions/words.ts";
import { requirementFor } from "../governance/exceptions/requirement.ts";
import { actsNow, concerns } from "../governance/windows/acting.ts";
import type { Occurrence } from "../governance/windows/schedule/occurrences.ts";
import { nextBoundary, runningOccurrence } from "../governance/windows/standing.ts";
import type { MaintenanceWindow } from "../governance/windows/window.ts";
import type { GroupLabels } from "../model/observation.ts";
import { isAllowed, type ChangeKind, type Policy, type State } from "../model/policy.ts";
import { repairs } from "../model/treatment.ts";
import { timestamp, type Timestamp } from "../model/units.ts";
import type { Matters } from "./matters.ts";
import type { Concerned } from "./subject.ts";
import type { Reason } from "./verdict.ts";

/** Calendar rules are slow to read: what they say holds until their next boundary. */
interface Span {
  from: Timestamp;
  until: Timestamp;
  occurrence?: Occurrence;
}
const spans = new WeakMap<MaintenanceWindow, Span>();

function spanOf(window: MaintenanceWindow, now: Timestamp): Span {
  const known = spans.get(window);
  if (known !== undefined && known.from <= now && now < known.until) return known;
  const occurrence = runningOccurrence(window, now);
  const until = nextBoundary(window, now) ?? timestamp(Infinity);
  const span = { from: now, until, ...(occurrence !== undefined && { occurrence }) };
  spans.set(window, span);
  return span;
}

/** When the windows of a service next begin or end. */
export const boundariesOf = ({ windows }: Matters, now: Timestamp): readonly Timestamp[] =>
  windows.map((window) => spanOf(window, now).until);

interface Running {
  window: MaintenanceWindow;
  occurrence: Occurrence;
}

const running = ({ windows }: Matters, { environment }: Concerned, now: Timestamp): readonly Running[] =>
  windows.flatMap((window) => {
    if (!window.request.environments.includes(environment)) return [];
    const { occurrence } = spanOf(window, now);
    return occurrence === undefined ? [] : [{ window, occurrence }];
  });

export interface WindowContext {
  concerned: Concerned;
  change: ChangeKind;
  /** As asked for: a window of one group opens nothing for the others. */
  group: GroupLabels;
  now: Timestamp;
  /** Of the service's own SLOs. */
  state: State;
  policyOf: (reason: Reason) => Policy | undefined;
}

/** The reasons with what running windows make of them: open ones let pass, closed ones hold back. */
export function withWindows(
  reasons: readonly Reason[],
  matters: Matters,
  context: WindowContext,
): readonly Reason[] {
  const all = running(matters, context.concerned, context.now);
  if (all.length === 0) return reasons;
  const opened = reasons.map((reason) => openedBy(reason, all, context));
  const closed = repairs.includes(context.change) ? [] : all.filter((each) => closes(each, context));
  return [...opened, ...closed.map((each) => closedReason(each, context))];
}

function openedBy(reason: Reason, all: readonly Running[], context: WindowContext): Reason {
  if (isAllowed(reason.decision)) return reason;
  const by = all.find((each) => opens(each, reason, context));
  if (by === undefined) return reason;
  const { id, request } = by.window;
  return {
    ...reason,
    decision: "warn",
    window: id,
    sentence: `${reason.sentence}; the window "${request.title}" (${id}) lets it pass until ${isoMinute(by.occurrence.to)}`,
  };
}

/** Only while those who approved it are who would have to approve it now. */
function opens({ window }: Running, reason: Reason, context: WindowContext): boolean {
  const { concerned, group } = context;
  const { request } = window;
  if (request.kind !== "maintenance") return false;
  const scope = {
    service: concerned.service.name,
    environment: concerned.environment,
    slo: reason.slo ?? "",
    group,
  };
  const policy = context.policyOf(reason);
  if (!concerns(request, scope) || policy === undefined) return false;
  const { owner } = concerned.service;
  const requirement = requirementFor([{ state: reason.state, policy }], owner);
  return actsNow(window, { owner, requirement }).gate === "open";
}

/** A change to the whole service goes to the closed group as well. */
const closes = ({ window }: Running, { group }: WindowContext): boolean =>
  window.request.acts.gate === "closed" &&
  Object.entries(window.request.group).every(([name, value]) => (group[name] ?? value) === value);

const closedReason = ({ window, occurrence }: Running, { state }: WindowContext): Reason => ({
  kind: "window",
  window: window.id,
  state,
  decision: "deny",
  sentence: `the window "${window.request.title}" (${window.id}) is closed to all but ${repairs.join(" and ")} until ${isoMinute(occurrence.to)}`,
});
