import { timestamp, type Timestamp } from "../../model/units.ts";
import type { JournalEntry } from "../journal.ts";
import type { Deployment, DeploymentFacts } from "./deployment.ts";

/** How long a deployment is at hand: longer than any window, and as long as verdicts are kept by default. */
export const deploymentsKeptFor = 400 * 86_400;
/** Even then no more than this many, so that the memory they take has a bound. */
const mostKept = 50_000;

/** Deployments by id, in the order they were first recorded; the oldest go as new ones come. */
export function foldDeployments(deployments: Map<string, Deployment>, entry: JournalEntry): void {
  if (entry.kind !== "deployment-recorded") return;
  const { subject: id, actor, at, payload } = entry;
  const { recordedBy = actor, recordedAt = at } = deployments.get(id) ?? {};
  deployments.set(id, { ...payload, id, recordedBy, recordedAt });
  for (const [old, deployment] of deployments) {
    if (at - deployment.recordedAt < deploymentsKeptFor && deployments.size <= mostKept) break;
    deployments.delete(old);
  }
}

/** How long a successful deployment proves that a sha once ran somewhere. */
export const proofFor = 30 * 86_400;

/** What a sha, a service and an environment are called in `GovernanceState.deployed`. */
export const deployedKey = (service: string, environment: string, sha: string): string =>
  JSON.stringify([service, environment, sha]);

/** When each sha was last deployed successfully, by service and environment; forgotten once it proves nothing. */
export function foldDeployed(deployed: Map<string, Timestamp>, entry: JournalEntry): void {
  if (entry.kind !== "deployment-recorded" || !isSuccess(entry.payload)) return;
  const { service, environment, sha, finishedAt } = entry.payload;
  const place = deployedKey(service, environment, sha);
  const at = timestamp(Math.max(finishedAt, deployed.get(place) ?? 0));
  deployed.delete(place);
  deployed.set(place, at);
  for (const [old, success] of deployed) {
    if (entry.at - success < proofFor) break;
    deployed.delete(old);
  }
}

const isSuccess = (
  facts: DeploymentFacts,
): facts is DeploymentFacts & Required<Pick<DeploymentFacts, "sha" | "finishedAt">> =>
  facts.outcome === "succeeded" && facts.sha !== undefined && facts.finishedAt !== undefined;

/** Whether a sha was deployed there, successfully, within the last 30 days. */
export function wasDeployed(
  deployed: ReadonlyMap<string, Timestamp>,
  { service, environment, sha }: { service: string; environment: string; sha: string },
  now: Timestamp,
): boolean {
  const at = deployed.get(deployedKey(service, environment, sha));
  return at !== undefined && now - at < proofFor;
}
