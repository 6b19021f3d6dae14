import { z } from "zod";
import { incidentStates } from "../../../model/governance/states.ts";
import type { Act, Occasion, Refusal } from "../../../governance/act.ts";
import {
  changeIncident,
  closeIncident,
  openIncident,
  type OpenInput,
  reopenIncident,
} from "../../../governance/incidents/commands.ts";
import { type Incident, incidentState } from "../../../governance/incidents/incident.ts";
import { finishAction, noteIncident, startAction } from "../../../governance/incidents/work.ts";
import type { Identity } from "../../../governance/people/identity.ts";
import { jobMayAskFor } from "../../../governance/people/may-ask.ts";
import type { GovernanceState } from "../../../governance/state.ts";
import { servicesNamed } from "../../../model/dependencies.ts";
import { deploymentsNear } from "../../../report/timeline.ts";
import { only, reading } from "../../access.ts";
import { pagingQuery } from "../../paging.ts";
import { readQuery } from "../../query.ts";
import { writing, type Asked, type Reply, type Route } from "../../route.ts";
import {
  actionInput,
  closeInput,
  finishInput,
  incidentDetailSchema,
  incidentEdit,
  incidentInput,
  incidentSchema,
  noteInput,
  reopenInput,
} from "../../schemas/incidents/incident.ts";
import { incidentDetailView, incidentView } from "../../views/incidents/incident.ts";
import { found, record } from "../governance/act.ts";
import { historyOf } from "../governance/history.ts";
import { listSchema, paged, statesQuery, text } from "../governance/listing.ts";
import { type Collection, type Given, type Verb, verbRoute } from "../governance/verb.ts";

const responders = ["requester", "approver", "machine", "admin"] as const;
const listQuery = z.object({
  service: text("Only of this service"),
  environment: text("Only there; an alias will do"),
  state: statesQuery(incidentStates),
  ...pagingQuery,
});
const noQuery = z.object({});
const params = { id: "The incident's id" };
const answers = { 200: { description: "The incident as it is now", schema: incidentDetailSchema } };

async function detail(asked: Asked, id: string, status = 200): Promise<Reply> {
  const { incidents, alerts, deployments } = asked.deps.desk.state();
  const incident = found(incidents.get(id), "incident", id);
  const dependsOn = asked.deps.snapshots.current()?.services.get(incident.service)?.dependsOn ?? [];
  const near = deploymentsNear(incident, deployments.values(), servicesNamed(dependsOn), asked.now);
  const json = { ...incidentDetailView(incident, alerts, near), ...(await historyOf(asked, id)) };
  return { status, json, headers: status === 201 ? { location: `/api/v1/incidents/${id}` } : {} };
}

/** A job that deploys to one environment leaves the incidents of others alone. */
function jobMayTouch(
  { incidents }: GovernanceState,
  identity: Identity,
  id: string,
  { snapshot }: Asked,
): Refusal | undefined {
  const incident = incidents.get(id);
  if (incident === undefined || identity.workload === undefined) return undefined;
  const { service, environment } = incident;
  return jobMayAskFor(identity, { service, environments: [environment] }, snapshot());
}

export const listIncidents: Route = {
  path: "/api/v1/incidents",
  id: "listIncidents",
  tag: "Incidents",
  summary: "Incidents",
  description: "Those of the last 400 days, newest first, in pages.",
  query: listQuery,
  access: reading,
  answers: { 200: { description: "Those that match", schema: listSchema(incidentSchema, "IncidentList") } },
  problems: ["bad-query", "no-snapshot"],
  handle: (asked) => {
    const { service, environment, state, ...paging } = readQuery(listQuery, asked.query);
    const { incidents, alerts } = asked.deps.desk.state();
    const place = environment && (asked.snapshot().environments.get(environment)?.name ?? environment);
    const all = [...incidents.values()]
      .reverse()
      .filter(
        (incident) =>
          (service === undefined || incident.service === service) &&
          (place === undefined || incident.environment === place) &&
          (state === undefined || state.includes(incidentState(incident))),
      );
    return { json: paged(all, paging, asked, (incident) => incidentView(incident, alerts)) };
  },
};

export const showIncident: Route = {
  path: "/api/v1/incidents/{id}",
  id: "getIncident",
  tag: "Incidents",
  summary: "One incident with its timeline",
  description:
    "Alerts, notes and actions of every region, and what went out near it, on one timeline; the history is the journal's.",
  params,
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The incident", schema: incidentDetailSchema } },
  problems: ["bad-query", "not-found", "journal-unavailable"],
  handle: (asked) => {
    readQuery(noQuery, asked.query);
    return detail(asked, asked.params.id ?? "");
  },
};

export const postIncident = writing({
  tag: "Incidents",
  method: "post",
  path: "/api/v1/incidents",
  id: "openIncident",
  summary: "Open an incident",
  description: "What a person or a bot saw before any alert did. One place has one open incident.",
  body: incidentInput,
  access: only(...responders),
  answers: { 201: { description: "The incident", schema: incidentDetailSchema } },
  problems: ["no-snapshot", "invalid", "conflict", "journal-unavailable"],
  handle: async (asked) => {
    const input = asked.body as OpenInput;
    const place = { service: input.service, environments: [input.environment] };
    const id = await record(
      asked,
      (state, occasion, identity) =>
        jobMayAskFor(identity, place, asked.snapshot()) ??
        openIncident(state, occasion, identity, input, asked.snapshot()),
    );
    return detail(asked, id, 201);
  },
});

export const putIncident = writing({
  tag: "Incidents",
  method: "put",
  path: "/api/v1/incidents/{id}",
  id: "changeIncident",
  summary: "Correct the title of an incident, or when it began",
  description: "Only what is given changes. Alerts tell of trouble some minutes after it began.",
  params,
  body: incidentEdit,
  access: only(...responders),
  answers,
  problems: ["not-found", "invalid", "no-snapshot", "journal-unavailable"],
  handle: async (asked) => {
    const id = asked.params.id ?? "";
    const change = asked.body;
    await record(
      asked,
      (state, occasion, identity) =>
        jobMayTouch(state, identity, id, asked) ??
        changeIncident(state, occasion, identity, { id, ...change }),
    );
    return detail(asked, id);
  },
});

const incidents: Collection = {
  plural: "incidents",
  singular: "incident",
  tag: "Incidents",
  detail: incidentDetailSchema,
  show: detail,
};

type Command<Input> = (
  state: GovernanceState,
  occasion: Occasion,
  identity: Identity,
  input: Input & { id: string },
) => Act<Incident>;

const verb = <Body extends z.ZodType>(
  said: Pick<Verb<Body>, "verb" | "summary" | "description" | "body">,
  command: Command<Given<z.output<Body>>>,
): Route =>
  verbRoute(incidents, {
    ...said,
    roles: responders,
    command: (input, { state, occasion, identity, asked }) =>
      jobMayTouch(state, identity, input.id, asked) ?? command(state, occasion, identity, input),
  });

const verbs: readonly Route[] = [
  verb(
    {
      verb: "note",
      summary: "Write a line on the timeline",
      description: "Also after the end, for what was learned.",
      body: noteInput,
    },
    noteIncident,
  ),
  verb(
    {
      verb: "action",
      summary: "Begin an action, or say what was done",
      description: "The others see it before they do the opposite.",
      body: actionInput,
    },
    startAction,
  ),
  verb(
    {
      verb: "finish",
      summary: "Say that an action is finished",
      description: "With the last one, an incident whose alerts have resolved closes.",
      body: finishInput,
    },
    finishAction,
  ),
  verb(
    {
      verb: "close",
      summary: "Close an incident",
      description: "Whatever its alerts say; those that go on ringing do not open it again.",
      body: closeInput,
    },
    closeIncident,
  ),
  verb(
    {
      verb: "reopen",
      summary: "Open it again",
      description: "It was not over after all.",
      body: reopenInput,
    },
    reopenIncident,
  ),
];

export const incidentRoutes: readonly Route[] = [
  listIncidents,
  postIncident,
  showIncident,
  putIncident,
  ...verbs,
];
