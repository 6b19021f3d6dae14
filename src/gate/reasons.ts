import { matchesGroup, presentBurn, type GroupLabels } from "../model/observation.ts";
import { decisions, type ChangeKind, type Decision } from "../model/policy.ts";
import { seconds, type Seconds } from "../model/units.ts";
import { judgedSum } from "../policy/judge.ts";
import type { JudgedGroup, JudgedSlo } from "../policy/judged.ts";
import { rule, type Ruling } from "./rules.ts";
import type { Reason } from "./verdict.ts";
import type { GateView } from "./view.ts";
import { describeStanding } from "./words.ts";

/** What an SLO is asked about. */
export interface Asked {
  change: ChangeKind;
  /** Canonical name. */
  environment: string;
  group: GroupLabels;
  view: GateView;
  /** Time since the ages in the view were true. */
  elapsed: Seconds;
}

/** Groups that a question is about: those that speak, narrowed by the labels asked for. */
export const groupsAsked = ({ groups }: JudgedSlo, wanted: GroupLabels): readonly JudgedGroup[] =>
  groups.filter(({ assessment }) => !assessment.gone && matchesGroup(assessment.group, wanted));

interface Ruled {
  group: JudgedGroup | undefined;
  ruling: Ruling;
  /** Said once it is asked for; its data still grows older. */
  reason?: Reason;
}

/** Rulings on whole SLOs, by view: a view never changes, and each is asked for seven times a verdict. */
const rulings = new WeakMap<GateView, Map<JudgedSlo, Map<ChangeKind, Ruled>>>();

function ruleSlo(judged: JudgedSlo, asked: Asked): Ruled {
  if (Object.keys(asked.group).length > 0 || isOverdue(asked)) return ruleGroups(judged, asked);
  const ofView = found(rulings, asked.view, () => new Map<JudgedSlo, Map<ChangeKind, Ruled>>());
  const ofSlo = found(ofView, judged, () => new Map<ChangeKind, Ruled>());
  return found(ofSlo, asked.change, () => ruleGroups(judged, asked));
}

interface Memory<Key, Value> {
  get: (key: Key) => Value | undefined;
  set: (key: Key, value: Value) => unknown;
}

function found<Key, Value>(memory: Memory<Key, Value>, key: Key, make: () => Value): Value {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}

/** A verdict holds for two cycles: a view that nobody has renewed by then is of a process that stood still. */
const isOverdue = ({ elapsed, view }: Asked): boolean => elapsed > 2 * view.interval;

/** What was fresh when the view was made may be too old to be believed when the question comes. */
function grown(group: JudgedGroup, { policy }: JudgedSlo, asked: Asked): JudgedGroup {
  const { assessment, standing } = group;
  const age = (assessment.dataAge ?? 0) + asked.elapsed;
  if (!isOverdue(asked) || standing.state === "unknown" || age <= policy.freshFor) return group;
  return { assessment, standing: { ...standing, state: "unknown", cause: "stale" } };
}

/** The worst ruling over the groups asked for; a group that nobody has seen is unknown. */
function ruleGroups(judged: JudgedSlo, asked: Asked): Ruled {
  const { change, environment, group: wanted, view } = asked;
  const ruled = groupsAsked(judged, wanted)
    .map((seen) => grown(seen, judged, asked))
    .map((group) => ({
      group,
      ruling: rule(
        judged.policy,
        { change, environment, state: group.standing.state, fastBurn: group.assessment.fastBurn },
        view,
      ),
    }));
  const [first, ...others] = ruled;
  if (first === undefined) {
    const unseen = { change, environment, state: "unknown", fastBurn: false } as const;
    return { group: undefined, ruling: rule(judged.policy, unseen, view) };
  }
  return others.reduce((worst, each) => (isWorse(each.ruling, worst.ruling) ? each : worst), first);
}

const isWorse = (a: Ruling, b: Ruling): boolean =>
  decisions.indexOf(a.decision) > decisions.indexOf(b.decision);

export const decideSlo = (judged: JudgedSlo, asked: Asked): Decision =>
  ruleSlo(judged, asked).ruling.decision;

/** Why an SLO decides as it does. */
export function reasonOf(judged: JudgedSlo, asked: Asked): Reason {
  const ruled = ruleSlo(judged, asked);
  ruled.reason ??= say(judged, ruled, asked);
  const { dataAge } = ruled.reason;
  return dataAge === undefined
    ? ruled.reason
    : { ...ruled.reason, dataAge: seconds(dataAge + asked.elapsed) };
}

function say(judged: JudgedSlo, { group, ruling }: Ruled, asked: Asked): Reason {
  const { slo, policy } = judged;
  const line = ruling.rule === undefined ? ruling.ruleText : `rule ${ruling.rule}: ${ruling.ruleText}`;
  const by = { policy: policy.name, policyHash: policy.hash, ...ruling };
  if (group === undefined) {
    const sentence = `its state is unknown (no-data): no such group is recorded; ${line}`;
    return {
      kind: "slo",
      slo: slo.id,
      group: asked.group,
      state: "unknown",
      cause: "no-data",
      ...by,
      sentence,
    };
  }
  const sentence = `${describeStanding(judged, group)}; ${line}`;
  return { kind: "slo", slo: slo.id, ...factsOf(judged, group, seconds(0)), ...by, sentence };
}

/** The numbers behind a reason. */
export function factsOf(
  { slo, policy }: JudgedSlo,
  { assessment, standing }: JudgedGroup,
  elapsed: Seconds,
): Omit<Reason, "kind" | "decision" | "sentence"> {
  const { raw, fastBurn, dataAge, group } = assessment;
  const burn = presentBurn(assessment.burn);
  const judged = judgedSum(policy, assessment);
  return {
    ...(slo.groupBy.length > 0 && { group }),
    state: standing.state,
    ...(standing.cause !== undefined && { cause: standing.cause }),
    partial: standing.partial,
    ...(raw !== undefined && { consumed: raw.consumed }),
    ...(judged !== undefined && { spent: judged.spent }),
    ...(policy.judge === "adjusted" && { judged: policy.judge }),
    ...(burn !== undefined && { burn: burn.rate }),
    fastBurn,
    ...(dataAge !== undefined && { dataAge: seconds(dataAge + elapsed) }),
  };
}
