import type { ExperimentPolicy } from "./experiment.ts";
import { ratio, type Ratio, type Seconds } from "./units.ts";

/** Policy states from best to worst; `unknown` stands apart: it is missing knowledge, not a grade. */
export const gradedStates = ["healthy", "watch", "caution", "restricted", "frozen"] as const;
export type GradedState = (typeof gradedStates)[number];
export const states = [...gradedStates, "unknown"] as const;
export type State = (typeof states)[number];

/** −1 unknown, 0 healthy … 4 frozen: the value of `nines_slo_state_rank`. */
export const stateRank = (state: State): number => (state === "unknown" ? -1 : gradedStates.indexOf(state));

/** What the gate answers, from best to worst; the first two are `allowed`. */
export const decisions = ["allow", "warn", "needs_exception", "deny"] as const;
export type Decision = (typeof decisions)[number];
export const isAllowed = (decision: Decision): boolean => decision === "allow" || decision === "warn";
export const worseDecision = (a: Decision, b: Decision): Decision =>
  decisions.indexOf(a) >= decisions.indexOf(b) ? a : b;

/** Why nothing better than `unknown` can be said. */
export const causes = [
  "stale",
  "no-data",
  "rules-behind",
  "unknown-service",
  "unknown-environment",
  "no-slo",
  "prometheus-unreachable",
] as const;
export type Cause = (typeof causes)[number];

export const changeKinds = [
  "feature",
  "config",
  "fix",
  "security",
  "rollback",
  "infrastructure",
  "experiment",
] as const;
export type ChangeKind = (typeof changeKinds)[number];
/** What a change is taken for when nobody says. */
export const defaultChangeKind: ChangeKind = "feature";

/** One line of a policy's `gate`: every condition given must hold; an absent condition always holds. */
export interface GateRule {
  change?: readonly ChangeKind[];
  environment?: readonly string[];
  state?: readonly State[];
  fastBurn?: boolean;
  then: Decision;
}

/** What an ailing dependency does to those who depend on it; `hold` is needs_exception for features and experiments. */
export const dependencyEffects = ["hold", "warn", "ignore"] as const;
export type DependencyEffect = (typeof dependencyEffects)[number];

/** What becomes of a promise made easier: it is journalled and announced, or also held until approved. */
export const looseningEffects = ["announce", "hold"] as const;
export type LooseningEffect = (typeof looseningEffects)[number];

/** What proves that a change is of the kind it claims to be of: its sha was deployed there successfully within 30 days. */
export const claimProofs = ["previous-sha"] as const;
export type ClaimProof = (typeof claimProofs)[number];

/** Who may say that a change is of a kind that does better than others; every condition given must hold. */
export interface Claim {
  /** Whoever asks must be in one of them; `owner` is the service's own. */
  groups?: readonly string[];
  proof?: ClaimProof;
}

/** Whether verdicts hold changes back, or are only recorded. */
export const enforcements = ["enforce", "dry_run"] as const;

/** Which budget a state goes by. */
export const budgetsJudged = ["raw", "adjusted"] as const;
export type BudgetJudged = (typeof budgetsJudged)[number];

/** Spent budget (1 = all of it) at which each state is entered. */
export type Thresholds = Readonly<Record<Exclude<GradedState, "healthy">, Ratio>>;

/** The thresholds of the built-in policy. */
export const defaultThresholds: Thresholds = {
  watch: ratio(0.5),
  caution: ratio(0.75),
  restricted: ratio(0.9),
  frozen: ratio(1),
};

export interface Policy {
  name: string;
  /** IANA zone in which the policy counts quarters and days. */
  timeZone: string;
  thresholds: Thresholds;
  leave: { margin: Ratio; hold: Seconds };
  /** Data older than this is `unknown`, cause `stale`. */
  freshFor: Seconds;
  /** How long numbers recorded by rules that differ from git are still judged. */
  rulesGrace: Seconds;
  onUnregistered: Decision;
  onNoSlo: Decision;
  dependencies: { fastBurn: DependencyEffect; frozen: DependencyEffect };
  gate: readonly GateRule[];
  /** Groups that must approve an exception, by state; used by governance. */
  quorum: Readonly<Partial<Record<GradedState, readonly string[]>>>;
  silverBullets: { perQuarter: number };
  exceptions: {
    /** Longest time from start to expiry of an exception. */
    maxLength: Seconds;
    /** Without its quorum an exception is reminded of after half of this, escalated after it, denied after twice it. */
    answerWithin: Seconds;
    /** Groups that may sit in for any missing seat once an exception is escalated. */
    escalateTo: readonly string[];
  };
  breakGlass: {
    /** Two people other than who broke the glass must have looked at it by then. */
    reviewWithin: Seconds;
  };
  /** Which budget states judge: as recorded, or less approved corrections. */
  judge: BudgetJudged;
  /** What a promise made easier comes to, by the state it was made easier in; a state left out is `announce`. */
  loosening: Readonly<Partial<Record<GradedState, LooseningEffect>>>;
  /** What a kind of change must be claimed by; a kind left out may be claimed by whoever may ask. */
  claims?: Readonly<Partial<Record<ChangeKind, Claim>>>;
  /** What is asked of experiments beside what the gate says; absent: nothing. */
  experiments?: ExperimentPolicy;
  /** The true verdict is recorded, and everything passes; absent: verdicts hold. */
  enforcement?: "dry_run";
  /** Short hash of everything above, named by every verdict. */
  hash: string;
}
