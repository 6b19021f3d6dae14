import type { Assessment, GroupAssessment } from "../budget/assessment.ts";
import { groupKey } from "../model/observation.ts";
import type { Policy } from "../model/policy.ts";
import type { Slo } from "../model/slo.ts";
import type { Timestamp } from "../model/units.ts";
import { compareStandings, judge, transition } from "./judge.ts";
import type { JudgedGroup, JudgedSlo } from "./judged.ts";
import type { Standing, Transition } from "./standing.ts";

/** Standings of an SLO's groups by `groupKey`; an ungrouped SLO has one under "". */
export type Standings = ReadonlyMap<string, Standing>;

export interface Judgement {
  judged: JudgedSlo;
  /** What to fold the next assessment onto. */
  standings: Standings;
  /** To be journalled once. */
  transitions: readonly Transition[];
}

/** Judges every group of an SLO; its own standing is its worst group's. Gone groups are listed, not judged. */
export function judgeSlo(
  slo: Slo,
  policy: Policy,
  assessment: Assessment,
  former: Standings,
  now: Timestamp,
): Judgement {
  const standings = new Map<string, Standing>(isBlank(slo, assessment) ? former : []);
  const transitions: Transition[] = [];
  const groups: JudgedGroup[] = [];
  for (const group of assessment.groups) {
    const key = groupKey(group.group);
    const before = former.get(key);
    const standing = group.gone && before !== undefined ? before : judge(before, slo, policy, group, now);
    standings.set(key, standing);
    groups.push({ assessment: group, standing });
    const moved = group.gone ? undefined : transition(slo, policy, group.group, group, before, standing);
    if (moved !== undefined) transitions.push(moved);
  }
  groups.sort(worstFirst);
  const [worst] = groups;
  if (worst === undefined) throw new Error(`${slo.id} was assessed without a group to stand for it`);
  return {
    judged: { slo, policy, assessment, standing: worst.standing, worst, groups },
    standings,
    transitions,
  };
}

/** Nothing of a grouped SLO was recorded: what is known of its groups waits for them. */
const isBlank = (slo: Slo, { groups }: Assessment): boolean =>
  slo.groupBy.length > 0 && groups.every(({ group }: GroupAssessment) => groupKey(group) === "");

const worstFirst = (a: JudgedGroup, b: JudgedGroup): number =>
  Number(a.assessment.gone) - Number(b.assessment.gone) ||
  compareStandings(a.standing, b.standing) ||
  lastSpent(b) - lastSpent(a);

/** Of groups that are all unknown, the one stands for the SLO that was worst when it was last heard of. */
const lastSpent = ({ assessment }: JudgedGroup): number => assessment.raw?.spent ?? 0;
