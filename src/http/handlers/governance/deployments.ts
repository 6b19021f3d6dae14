import { z } from "zod";
import { deploymentOutcomes, type Deployment } from "../../../governance/deployments/deployment.ts";
import { recordDeployment } from "../../../governance/deployments/record.ts";
import { only, reading } from "../../access.ts";
import { pagingQuery } from "../../paging.ts";
import { Problem } from "../../problem.ts";
import { readQuery } from "../../query.ts";
import { type Asked, type Reply, type Route, writing } from "../../route.ts";
import {
  deploymentDetailSchema,
  deploymentInput,
  deploymentSchema,
} from "../../schemas/governance/deployment.ts";
import { deploymentView } from "../../views/governance/deployment.ts";
import { found, record } from "./act.ts";
import { entryOf } from "./decisions.ts";
import { historyOf } from "./history.ts";
import { listSchema, paged, statesQuery, text } from "./listing.ts";

const states = ["running", ...deploymentOutcomes] as const;
const listQuery = z.object({
  service: text("Only of this service"),
  environment: text("Only there; an alias will do"),
  sha: text("Only of this change"),
  state: statesQuery(states),
  ...pagingQuery,
});
const noQuery = z.object({});

async function detail(asked: Asked, id: string): Promise<Reply> {
  const deployment = found(asked.deps.desk.state().deployments.get(id), "deployment", id);
  return { json: { ...deploymentView(deployment), ...(await historyOf(asked, id)) } };
}

const newestFirst = (a: Deployment, b: Deployment): number => b.startedAt - a.startedAt;

export const listDeployments: Route = {
  path: "/api/v1/deployments",
  id: "listDeployments",
  tag: "Governance",
  summary: "Deployments",
  description: "Newest first by their start, in pages; those of the last 400 days.",
  query: listQuery,
  access: reading,
  answers: {
    200: { description: "Those that match", schema: listSchema(deploymentSchema, "DeploymentList") },
  },
  problems: ["bad-query"],
  handle: (asked) => {
    const query = readQuery(listQuery, asked.query);
    const { service, environment = "", sha, state } = query;
    const there = asked.deps.snapshots.current()?.environments.get(environment)?.name ?? environment;
    const all = [...asked.deps.desk.state().deployments.values()]
      .filter(
        (each) =>
          (service === undefined || each.service === service) &&
          (there === "" || each.environment === there) &&
          (sha === undefined || each.sha === sha) &&
          (state === undefined || state.includes(each.outcome ?? "running")),
      )
      .sort(newestFirst);
    return { json: paged(all, query, asked, deploymentView) };
  },
};

export const showDeployment: Route = {
  path: "/api/v1/deployments/{id}",
  id: "getDeployment",
  tag: "Governance",
  summary: "One deployment with its history",
  description: "What was told of it, and by whom.",
  params: { id: "The deployment's id" },
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The deployment", schema: deploymentDetailSchema } },
  problems: ["bad-query", "not-found"],
  handle: (asked) => {
    readQuery(noQuery, asked.query);
    return detail(asked, asked.params.id ?? "");
  },
};

/**
 * A decision that is named must be one, and of this very place.
 * @throws Problem `invalid`
 */
async function assertDecided(
  asked: Asked,
  { decision, service, environment }: z.output<typeof deploymentInput>,
) {
  if (decision === undefined) return;
  const key = (await entryOf(asked, decision))?.payload.key;
  const there = asked.snapshot().environments.get(environment)?.name ?? environment;
  if (key?.services.includes(service) === true && key.environment.split(", ").includes(there)) return;
  const message =
    key === undefined
      ? `there is no decision ${decision}`
      : `${decision} is about ${key.services.join(", ")} in ${key.environment}`;
  throw new Problem("invalid", `decision: ${message}`, { fields: [{ field: "decision", message }] });
}

export const postDeployment = writing({
  tag: "Governance",
  method: "post",
  path: "/api/v1/deployments",
  id: "recordDeployment",
  summary: "Record that a deployment started, or how it ended",
  description:
    "Told again, it is the same one: of the same `run`, else of the same change there while it is under way. " +
    "`outcome` ends it; a deployment may also be told of once, when it is over.",
  body: deploymentInput,
  access: only("requester", "admin", "machine"),
  answers: { 200: { description: "The deployment as it is known now", schema: deploymentDetailSchema } },
  problems: ["no-snapshot", "invalid", "conflict", "journal-unavailable"],
  handle: async (asked) => {
    await assertDecided(asked, asked.body);
    const id = await record(asked, (state, occasion, identity) =>
      recordDeployment(state, occasion, identity, asked.body, asked.snapshot()),
    );
    return detail(asked, id);
  },
});

export const deploymentRoutes: readonly Route[] = [listDeployments, postDeployment, showDeployment];
