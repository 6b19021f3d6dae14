import { parseObjective } from "../../model/decimals.ts";
import type { ExperimentSchedule } from "../../model/experiment.ts";
import { changeKinds, dependencyEffects, gradedStates, type Claim, type Policy } from "../../model/policy.ts";
import { circumstancesIn, decisionOf, isBetter } from "../../model/treatment.ts";
import { missingFrom } from "../quorum.ts";
import type { LooseningKind, SloPromise } from "./promise.ts";

/** Policies by hash: those that promises were accepted under, and those of today. */
export type PoliciesByHash = (hash: string) => Policy | undefined;

/** In which ways a promise is easier to keep than the one accepted; empty when it is as hard or harder. */
export function loosenedBy(
  before: SloPromise,
  after: SloPromise | undefined,
  policyOf: PoliciesByHash,
): readonly LooseningKind[] {
  if (after === undefined) return ["deleted"];
  const kinds: LooseningKind[] = [];
  if (ratioOf(after) < ratioOf(before)) kinds.push("objective");
  if (after.rulesHash !== before.rulesHash) kinds.push("sli");
  if (after.window !== before.window) kinds.push("window");
  if (before.gate && !after.gate) kinds.push("gate-off");
  if (isPolicyEasier(before, after, policyOf)) kinds.push("policy");
  return kinds;
}

const ratioOf = ({ objective }: SloPromise): number => parseObjective(objective)?.ratio ?? 0;

/** Another policy is a decision by itself; of the same one, only what makes it easier is. */
function isPolicyEasier(before: SloPromise, after: SloPromise, policyOf: PoliciesByHash): boolean {
  if (before.policyHash === after.policyHash) return false;
  if (before.policy !== after.policy) return true;
  const [former, present] = [policyOf(before.policyHash), policyOf(after.policyHash)];
  // What cannot be compared is taken for easier: nobody could tell.
  if (former === undefined || present === undefined) return true;
  return isEasier(former, present, before.environment);
}

/**
 * Whether a policy asks less than before of changes to one environment. The gate is compared exactly, as what it
 * decides in every circumstance there is; of how long data is believed any change counts, since less patience makes
 * states unknown sooner and more patience makes old numbers count.
 */
export const isEasier = (before: Policy, after: Policy, environment: string): boolean =>
  [
    ...gradedStates.slice(1).map((state) => {
      const name = state as Exclude<typeof state, "healthy">;
      return after.thresholds[name] > before.thresholds[name];
    }),
    after.leave.margin < before.leave.margin,
    after.leave.hold < before.leave.hold,
    after.freshFor !== before.freshFor,
    after.rulesGrace !== before.rulesGrace,
    isBetter(after.onUnregistered, before.onUnregistered),
    isBetter(after.onNoSlo, before.onNoSlo),
    isMilder(after.dependencies.fastBurn, before.dependencies.fastBurn),
    isMilder(after.dependencies.frozen, before.dependencies.frozen),
    isGateEasier(before, after, environment),
    isQuorumEasier(before, after),
    after.silverBullets.perQuarter > before.silverBullets.perQuarter,
    after.exceptions.maxLength > before.exceptions.maxLength,
    after.exceptions.answerWithin !== before.exceptions.answerWithin,
    missingFrom(after.exceptions.escalateTo, before.exceptions.escalateTo).length > 0,
    after.breakGlass.reviewWithin > before.breakGlass.reviewWithin,
    before.judge === "raw" && after.judge === "adjusted",
    areExperimentsEasier(before.experiments, after.experiments),
    before.enforcement === undefined && after.enforcement === "dry_run",
    changeKinds.some((change) => isClaimWeaker(before.claims?.[change], after.claims?.[change])),
    gradedStates.some((state) => before.loosening[state] === "hold" && after.loosening[state] !== "hold"),
  ].includes(true);

type Effect = Policy["dependencies"]["frozen"];
const isMilder = (after: Effect, before: Effect): boolean =>
  dependencyEffects.indexOf(after) > dependencyEffects.indexOf(before);

/** In one of the 84 circumstances that there are, a better answer than before. */
const isGateEasier = (before: Policy, after: Policy, environment: string): boolean =>
  changeKinds.some((change) =>
    circumstancesIn([environment]).some((met) =>
      isBetter(decisionOf(after, { ...met, change }), decisionOf(before, { ...met, change })),
    ),
  );

/** Less has to be left, fewer have to approve, or the hours are others: nobody could tell whether they are fewer. */
function areExperimentsEasier(before: Policy["experiments"], after: Policy["experiments"]): boolean {
  if (before === undefined) return false;
  if ((after?.floor ?? 0) < (before.floor ?? 0)) return true;
  if (missingFrom(before.approval, after?.approval ?? []).length > 0) return true;
  return before.schedule !== undefined && !isWithin(before.schedule, after?.schedule);
}

/** Every hour in which experiments may run now is one in which they could before. */
function isWithin(before: ExperimentSchedule, after: ExperimentSchedule | undefined): boolean {
  return (
    after !== undefined &&
    after.timeZone === before.timeZone &&
    after.days.every((day) => before.days.includes(day)) &&
    after.from >= before.from &&
    after.to <= before.to &&
    before.excluded.every((date) => after.excluded.includes(date))
  );
}

/** Whoever could not claim a kind before now could. */
function isClaimWeaker(before: Claim | undefined, after: Claim | undefined): boolean {
  if (before === undefined) return false;
  if (before.proof !== undefined && after?.proof === undefined) return true;
  if (before.groups === undefined) return false;
  return after?.groups === undefined || missingFrom(after.groups, before.groups).length > 0;
}

/** In some state a seat is asked for no longer. */
const isQuorumEasier = (before: Policy, after: Policy): boolean =>
  gradedStates.some((state) => missingFrom(before.quorum[state] ?? [], after.quorum[state] ?? []).length > 0);
