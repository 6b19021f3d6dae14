import type { Timestamp } from "../../model/units.ts";

/** How a deployment ended; one that has not ended has none. */
export const deploymentOutcomes = ["succeeded", "failed", "cancelled"] as const;
export type DeploymentOutcome = (typeof deploymentOutcomes)[number];

/** What is known of a deployment: said when it starts, and again, with how it ended, when it is over. */
export interface DeploymentFacts {
  service: string;
  /** Canonical name. */
  environment: string;
  /** What went out: at least one of the two is there. */
  sha?: string;
  version?: string;
  /** The deployer's own name of this run; tells two deployments of the same change apart. */
  run?: string;
  startedAt: Timestamp;
  /** Both or neither. */
  finishedAt?: Timestamp;
  outcome?: DeploymentOutcome;
  /** The gate's decision that let it out. */
  decision?: string;
  link?: string;
}

export interface Deployment extends DeploymentFacts {
  /** `dp-…` */
  id: string;
  recordedBy: string;
  recordedAt: Timestamp;
}

/** What people call it. */
export const titleOf = ({ version, sha, id }: Deployment): string => version ?? sha ?? id;

/** Events about deployments; the subject is the deployment's id. */
export interface DeploymentEvents {
  /** All that is known of it now: the first one begins it, a later one tells more. */
  "deployment-recorded": DeploymentFacts;
}
