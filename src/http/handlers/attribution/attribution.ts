import { z } from "zod";
import { reading } from "../../access.ts";
import { findSlo } from "../../find.ts";
import { readQuery } from "../../query.ts";
import type { Asked, Route } from "../../route.ts";
import {
  attributionSchema,
  deploymentCostSchema,
  incidentCostSchema,
} from "../../schemas/incidents/attribution.ts";
import { attributionView, deploymentCostView, incidentCostView } from "../../views/incidents/attribution.ts";
import { answered } from "./answered.ts";

const noQuery = z.object({});

const idOf = ({ params, query }: Asked): string => {
  readQuery(noQuery, query);
  return params.id ?? "";
};

export const attributeSlo: Route = {
  path: "/api/v1/slos/{id}/attribution",
  id: "attributeSlo",
  tag: "SLOs",
  summary: "To what an SLO's error budget went",
  description:
    "Deployments, incidents and dependencies with their measured shares, from the ledger asked anew; " +
    "shares and the unattributed rest add up to what is consumed. `rules` says what the figures mean.",
  params: { id: "The SLO's id, or any shorter form that fits only one" },
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The shares", schema: attributionSchema } },
  problems: ["bad-query", "unknown-slo", "ambiguous-slo", "no-snapshot", "source-silent"],
  handle: async (asked) => {
    const { slo } = findSlo(idOf(asked), asked.snapshot());
    const attribution = answered(await asked.deps.attribute.slo(slo.id), "SLO", slo.id);
    return { json: attributionView(attribution) };
  },
};

export const costOfDeployment: Route = {
  path: "/api/v1/deployments/{id}/cost",
  id: "getDeploymentCost",
  tag: "Governance",
  summary: "What a deployment has cost so far",
  description:
    "For each SLO of its service there: what burned since it began, what of that is attributed to it, and what burned " +
    "in as long a time before.",
  params: { id: "The deployment's id" },
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The cost", schema: deploymentCostSchema } },
  problems: ["bad-query", "not-found", "no-snapshot", "source-silent"],
  handle: async (asked) => {
    const id = idOf(asked);
    asked.snapshot();
    const cost = answered(await asked.deps.attribute.deployment(id), "deployment", id);
    return { json: deploymentCostView(id, cost) };
  },
};

export const costOfIncident: Route = {
  path: "/api/v1/incidents/{id}/cost",
  id: "getIncidentCost",
  tag: "Incidents",
  summary: "What an incident has cost so far, and each action in it",
  description: "For each SLO of its service there, and each group of it.",
  params: { id: "The incident's id" },
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The cost", schema: incidentCostSchema } },
  problems: ["bad-query", "not-found", "no-snapshot", "source-silent"],
  handle: async (asked) => {
    const id = idOf(asked);
    asked.snapshot();
    const cost = answered(await asked.deps.attribute.incident(id), "incident", id);
    return { json: incidentCostView(id, cost) };
  },
};

export const attributionRoutes: readonly Route[] = [attributeSlo, costOfDeployment, costOfIncident];
