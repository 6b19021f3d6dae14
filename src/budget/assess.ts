import { alert, label } from "../model/names.ts";
import {
  groupKey,
  matchesGroup,
  type FiringAlert,
  type GroupLabels,
  type GroupObservation,
  type Observation,
} from "../model/observation.ts";
import type { Cause, Policy } from "../model/policy.ts";
import { errorBudget, type Slo } from "../model/slo.ts";
import { burnRate, seconds, type Timestamp } from "../model/units.ts";
import { formatSpan } from "../model/wording.ts";
import { adjust, type SloCorrections } from "./adjust/adjust.ts";
import { sumPeriod } from "./calendar/project.ts";
import type { Assessment, AssessmentWarning, BudgetSum, GroupAssessment, RulesSeen } from "./assessment.ts";
import { exhaustion } from "./forecast.ts";
import { compareRules, describeDifference } from "./rules.ts";
import { partialBelow, sumBudget } from "./sum.ts";

/** The part of a policy that decides how long numbers may be believed, and which of them count. */
export type Trust = Pick<Policy, "freshFor" | "rulesGrace"> & Partial<Pick<Policy, "judge">>;

/** A group silent for this long, while others speak, is gone. */
const goneAfter = seconds(3_600);

/**
 * What one observation says about an SLO's budget, under git's objective. `behindSince` is when its rules were
 * first seen to differ from git, if they did in the cycle before; `corrections` is what counts otherwise than recorded.
 */
export function assess(
  slo: Slo,
  trust: Trust,
  observation: Observation,
  behindSince?: Timestamp,
  corrections?: SloCorrections,
): Assessment {
  const rules = compareRules(slo, observation, trust.rulesGrace, behindSince);
  const groups = groupsOf(slo, observation);
  const isSpeaking = groups.some((group) => isFresh(group, observation.at));
  const reason = whyNothing(slo, trust, rules, observation, groups);
  const assessed = groups.map((group) => {
    const gone = slo.groupBy.length > 0 && isSpeaking && !isFresh(group, observation.at);
    return assessGroup(slo, trust, observation, group, { gone, outer: reason?.cause, corrections });
  });
  return {
    slo: slo.id,
    observedAt: observation.at,
    groups: assessed.sort((a, b) => Number(a.gone) - Number(b.gone)),
    rules,
    warnings: warningsOf(slo, rules, observation, assessed),
    ...(reason ?? {}),
  };
}

const isFresh = ({ dataAt }: GroupObservation, now: Timestamp): boolean =>
  dataAt !== undefined && now - dataAt <= goneAfter;

/** An SLO always has a group to stand for it, in a stable order, even when nothing is recorded. */
function groupsOf(slo: Slo, { groups }: Observation): readonly GroupObservation[] {
  if (groups.length === 0) return [{ group: {}, ratios: [] }];
  if (slo.groupBy.length === 0) return groups;
  const keyed = groups.map((group) => ({ key: groupKey(group.group), group }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ group }) => group);
}

interface Nothing {
  cause: Cause;
  detail: string;
}

/** What keeps the whole SLO from being judged: the most helpful cause, told apart from its neighbours. */
function whyNothing(
  slo: Slo,
  trust: Trust,
  rules: RulesSeen,
  observation: Observation,
  groups: readonly GroupObservation[],
): Nothing | undefined {
  const newest = groups.reduce((latest, { dataAt }) => Math.max(latest, dataAt ?? -Infinity), -Infinity);
  if (rules.hash === undefined && newest === -Infinity)
    return {
      cause: "rules-behind",
      detail: `Prometheus has no rules for ${slo.id}: load those that nines compiled`,
    };
  if (rules.graceUntil !== undefined && observation.at >= rules.graceUntil)
    return {
      cause: "rules-behind",
      detail: `${describeDifference(slo, observation)}, for more than ${formatSpan(trust.rulesGrace)}: deploy what nines compiled`,
    };
  if (newest === -Infinity)
    return {
      cause: "no-data",
      detail: "the rules are loaded, but no total was recorded within the hour: do its series exist?",
    };
  const age = observation.at - newest;
  if (age > trust.freshFor)
    return {
      cause: "stale",
      detail: `the newest data is ${formatSpan(age)} old; the policy believes it for ${formatSpan(trust.freshFor)}`,
    };
  if (observation.waiting !== undefined) return { cause: "no-data", detail: observation.waiting };
  return undefined;
}

interface Circumstances {
  gone: boolean;
  /** What keeps the whole SLO from being judged. */
  outer: Cause | undefined;
  corrections: SloCorrections | undefined;
}

function assessGroup(
  slo: Slo,
  trust: Trust,
  { at, firing }: Observation,
  observed: GroupObservation,
  { gone, outer, corrections }: Circumstances,
): GroupAssessment {
  const { group, coverage, dataAt, ratios } = observed;
  const raw = sumOf(slo, observed, at);
  const age = dataAt === undefined ? undefined : seconds(Math.max(at - dataAt, 0));
  const cause = outer ?? causeOf(trust, raw !== undefined, age);
  const burn = ratios.map(({ window, errorRatio }) => ({
    window,
    rate: burnRate(errorRatio / errorBudget(slo)),
  }));
  const own = firing.filter((each) => matchesGroup(group, each.group));
  const corrected = raw === undefined ? {} : correct(slo, raw, coverage, group, at, corrections);
  const judged = trust.judge === "adjusted" ? corrected.adjusted : raw;
  return {
    group,
    gone,
    ...(raw !== undefined && { raw }),
    ...corrected,
    ...(coverage !== undefined && { coverage }),
    partial: raw !== undefined && (coverage === undefined || coverage < partialBelow),
    burn,
    firing: own,
    fastBurn: own.some(isFastBurn),
    exhaustion: judged === undefined ? { kind: "unknown" } : exhaustion(judged, burn, slo.window.length, at),
    ...(dataAt !== undefined && { dataAt }),
    ...(age !== undefined && { dataAge: age }),
    ...(cause !== undefined && { cause }),
  };
}

function sumOf(
  slo: Slo,
  { bad, total, coverage, period }: GroupObservation,
  at: Timestamp,
): BudgetSum | undefined {
  if (bad === undefined || total === undefined) return undefined;
  return period === undefined
    ? sumBudget(bad, total, errorBudget(slo), coverage)
    : sumPeriod(slo, { bad, total, coverage: coverage ?? 1 }, period, at);
}

type Corrected = Pick<GroupAssessment, "adjusted" | "adjustedCoverage" | "taken" | "unadjusted">;

/** The raw sum with what is taken out of it; never the raw sum in the place of one that could not be had. */
function correct(
  slo: Slo,
  raw: BudgetSum,
  coverage: number | undefined,
  group: GroupLabels,
  at: Timestamp,
  corrections: SloCorrections | undefined,
): Corrected {
  if (corrections?.silent !== undefined) return { unadjusted: corrections.silent };
  const taken = corrections?.taken.get(groupKey(group)) ?? [];
  const { sum, coverage: seen } = adjust(slo, raw, coverage, taken, at);
  return {
    adjusted: sum,
    ...(seen !== undefined && { adjustedCoverage: seen }),
    ...(taken.length > 0 && { taken }),
  };
}

const causeOf = (trust: Trust, isSummed: boolean, age: number | undefined): Cause | undefined => {
  if (age === undefined || !isSummed) return "no-data";
  return age > trust.freshFor ? "stale" : undefined;
};

const isFastBurn = ({ alertname, tier }: FiringAlert): boolean => alertname === alert.burn && tier === "fast";

function warningsOf(
  slo: Slo,
  rules: RulesSeen,
  observation: Observation,
  groups: readonly GroupAssessment[],
): readonly AssessmentWarning[] {
  const warnings: AssessmentWarning[] = [];
  if (rules.behind)
    warnings.push({
      code: "rules-behind",
      message: `${describeDifference(slo, observation)} (${label.rulesHash})`,
    });
  for (const { raw, group } of groups)
    if (raw !== undefined && raw.bad > raw.total)
      warnings.push({
        code: "bad-above-total",
        message: `more bad events than events${groupKey(group) && ` in ${groupKey(group)}`}: the SLI counts them apart`,
      });
  return warnings;
}
