import type { CompositeSli, Measured } from "./composite.ts";
import { isComposite } from "./composite.ts";
import type { Matcher, Selector } from "./promql.ts";
import type { Sli } from "./slo.ts";

/** What one member of `all` asks of a good event, beside what the members before it ask. */
export interface Step {
  /** The composite's own member that it comes from. */
  member: string;
  /** Labels of the events that are good for this member and for all before it. */
  matchers: readonly Matcher[];
  /** The bucket that they must be in, in seconds: the lowest threshold so far. */
  threshold?: number;
}

/** Members of `all` that look at the same requests, so that each request can be counted once: good for all, or bad. */
export interface RequestStream {
  /** The counter of all requests: `…_total`, or `…_count` of a histogram. */
  total: Selector;
  /** Base name of the histogram, where a member looks at latency. */
  histogram?: string;
  presence?: Selector;
  /** Members in their order; one whose total leaves out what another calls bad comes after that. */
  steps: readonly Step[];
}

/** Why requests cannot be counted one by one: a sentence without its full stop. */
export interface NoStream {
  because: string;
}

/** One member's view: the counter that holds its events, and which of them are good. */
interface View {
  member: string;
  metric: string;
  base: readonly Matcher[];
  good: readonly Matcher[];
  threshold?: number;
  histogram?: string;
}

export const isStream = (found: RequestStream | NoStream): found is RequestStream => "steps" in found;

/** Whether the members of an `all` are views of one stream of requests that its labels can tell apart. */
export function requestStream({ members }: CompositeSli): RequestStream | NoStream {
  const views: View[] = [];
  const leaves = members.flatMap(({ slo }) => leavesOf(slo).map((leaf) => ({ member: slo.id, leaf })));
  for (const { member, leaf } of leaves) {
    const view = viewOf(member, leaf);
    if ("because" in view) return view;
    views.push(view);
  }
  const presences = new Set(leaves.map(({ leaf }) => JSON.stringify(leaf.presence ?? null)));
  if (presences.size > 1) return { because: "its members do not have the same presence" };
  return joined(views, leaves[0]?.leaf.presence);
}

/** `all` of `all` is one `all`; anything else is looked at as it is. */
const leavesOf = (slo: Measured): readonly Measured[] =>
  slo.sli.kind === "all" && slo.budgeting.kind === "occurrences"
    ? slo.sli.members.flatMap((member) => leavesOf(member.slo))
    : [slo];

const negated = { "=": "!=", "!=": "=", "=~": "!~", "!~": "=~" } as const;
const isSame = (a: Matcher, b: Matcher): boolean =>
  a.label === b.label && a.op === b.op && a.value === b.value;
const without = (all: readonly Matcher[], some: readonly Matcher[]): readonly Matcher[] =>
  all.filter((each) => !some.some((other) => isSame(each, other)));

function viewOf(member: string, { id, sli, budgeting }: Measured): View | NoStream {
  if (budgeting.kind !== "occurrences") return { because: `${id} counts slices, not requests` };
  if (sli.kind === "ratio") return ratioView(member, id, sli);
  if (sli.kind !== "latency" || sli.journey !== undefined)
    return { because: `${id} counts no requests (${isComposite(sli) ? "a composite" : sli.kind})` };
  if (sli.type !== undefined)
    return { because: `${id} reads a native histogram, which has no buckets to select` };
  const { metric = "", matchers } = sli.histogram;
  const { threshold } = sli;
  return { member, metric: `${metric}_count`, base: matchers, good: [], threshold, histogram: metric };
}

function ratioView(
  member: string,
  id: string,
  { counts, part, total }: Extract<Sli, { kind: "ratio" }>,
): View | NoStream {
  if (part.kind !== "selector" || total.kind !== "selector")
    return { because: `${id} is PromQL of its own, whose events cannot be told apart by labels` };
  const { metric = "", matchers: base } = total.selector;
  const added = without(part.selector.matchers, base);
  const isWithin = part.selector.metric === metric && without(base, part.selector.matchers).length === 0;
  if (!isWithin) return { because: `${id} counts ${counts} events by another series than all events` };
  if (counts === "good") return { member, metric, base, good: added };
  const [only, ...others] = added;
  // Not (a and b) is no selector; not a is.
  if (only === undefined || others.length > 0)
    return { because: `${id} picks its bad events by more than one label` };
  return { member, metric, base, good: [{ ...only, op: negated[only.op] }] };
}

function joined(views: readonly View[], presence: Measured["presence"]): RequestStream | NoStream {
  const first = views[0];
  if (first === undefined) return { because: "it has no members" };
  const stranger = views.find(({ metric }) => metric !== first.metric);
  if (stranger !== undefined)
    return { because: `${stranger.member} reads ${stranger.metric} and ${first.member} ${first.metric}` };
  const widest = views.reduce((widest, view) => (view.base.length < widest.base.length ? view : widest));
  const conditions = views.flatMap(({ good }) => good);
  for (const { member, base } of views) {
    const added = without(base, widest.base);
    const isWithin = without(widest.base, base).length === 0 && without(added, conditions).length === 0;
    if (!isWithin) return { because: `${member} counts other requests than ${widest.member}` };
  }
  const isWhole = ({ member }: View) =>
    views.every((view) => view.member !== member || view.base.length === widest.base.length);
  const ordered = [...views.filter(isWhole), ...views.filter((view) => !isWhole(view))];
  const histogram = views.find((view) => view.histogram !== undefined)?.histogram;
  return {
    total: { metric: first.metric, matchers: widest.base },
    ...(histogram !== undefined && { histogram }),
    ...(presence !== undefined && { presence }),
    steps: stepsOf(ordered, widest.base),
  };
}

/** Each step asks all that the steps before it ask. */
function stepsOf(views: readonly View[], base: readonly Matcher[]): readonly Step[] {
  const steps: Step[] = [];
  for (const { member, good, threshold } of views) {
    const before = steps.at(-1);
    const matchers = before?.matchers ?? base;
    const lowest = Math.min(before?.threshold ?? Infinity, threshold ?? Infinity);
    const step: Step = {
      member,
      matchers: [...matchers, ...without(good, matchers)],
      ...(lowest < Infinity && { threshold: lowest }),
    };
    // Views of one member, as of a nested `all`, stand together and are one step.
    if (before?.member === member) steps[steps.length - 1] = step;
    else steps.push(step);
  }
  return steps;
}

/** Whether the SLI weighs time rather than its members' events. */
export const weighsTime = (sli: Sli): boolean =>
  isComposite(sli) && !(sli.kind === "all" && isStream(requestStream(sli)));
