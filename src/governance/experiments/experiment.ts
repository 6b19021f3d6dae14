import type { ExperimentState } from "../../model/governance/states.ts";
import { type Ratio, type Seconds, timestamp, type Timestamp } from "../../model/units.ts";
import type { Approval } from "../exceptions/request.ts";

/** What somebody wants to try, whole: approvals bind to the hash of this. */
export interface ExperimentPlan {
  service: string;
  /** Canonical name. */
  environment: string;
  title: string;
  /** What is expected to happen, and to what it is confined: the selector, the share of traffic, the replicas. */
  hypothesis?: string;
  blastRadius: string;
  /** Share of the whole error budget that it is expected to cost at most. */
  cost: Ratio;
  /** It is to be aborted once it has cost more than this, or once the budget burns faster. */
  caps: { spend: Ratio; burn: number };
  /** It is to be over by then. */
  length: Seconds;
}

/** Why a running experiment has to stop. */
export const abortCauses = ["burn", "spend", "time", "no-data", "incident", "page", "by-hand"] as const;
export type AbortCause = (typeof abortCauses)[number];

export interface Experiment {
  /** `xp-…` */
  id: string;
  plan: ExperimentPlan;
  requestHash: string;
  requestedBy: string;
  requestedAt: Timestamp;
  /** Seats that had to be filled when it was asked for. */
  seats: readonly string[];
  approvals: readonly Approval[];
  state: ExperimentState;
  startedAt?: Timestamp;
  /** What each SLO had consumed when it started, by id. */
  spentAt: Readonly<Record<string, number>>;
  endedAt?: Timestamp;
  endedBy?: string;
  /** Why it was aborted, denied or withdrawn, in words. */
  reason?: string;
  abortedFor?: AbortCause;
}

/** Events about experiments; the subject is the experiment's id. */
export interface ExperimentEvents {
  "experiment-requested": { plan: ExperimentPlan; requestHash: string; seats: readonly string[] };
  "experiment-approved": { requestHash: string; group: string; complete: boolean; comment?: string };
  "experiment-denied": { reason: string };
  "experiment-withdrawn": { reason?: string };
  "experiment-started": { spentAt: Readonly<Record<string, number>> };
  "experiment-finished": { comment?: string };
  "experiment-aborted": { cause: AbortCause; reason: string };
}

/** When it must be over, counted from its start. */
export const endsBy = ({ startedAt, plan }: Pick<Experiment, "plan"> & { startedAt: Timestamp }): Timestamp =>
  timestamp(startedAt + plan.length);
