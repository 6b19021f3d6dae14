import type { Deployment } from "../../../governance/deployments/deployment.ts";
import type { DeploymentBody } from "../../schemas/governance/deployment.ts";
import { iso } from "../common.ts";

export const deploymentView = ({
  startedAt,
  finishedAt,
  recordedAt,
  ...said
}: Deployment): DeploymentBody => ({
  ...said,
  started: iso(startedAt),
  ...(finishedAt !== undefined && { finished: iso(finishedAt) }),
  recordedAt: iso(recordedAt),
});
