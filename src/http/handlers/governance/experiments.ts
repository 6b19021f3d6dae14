import { z } from "zod";
import { experimentStates } from "../../../model/governance/states.ts";
import { approveExperiment, denyExperiment, seatsOf } from "../../../governance/experiments/answer.ts";
import type { Experiment } from "../../../governance/experiments/experiment.ts";
import { requestExperiment } from "../../../governance/experiments/request.ts";
import { abortExperiment, finishExperiment, startExperiment } from "../../../governance/experiments/run.ts";
import type { Watch } from "../../../governance/experiments/signal.ts";
import type { Facts } from "../../../governance/facts.ts";
import { holds, type Identity } from "../../../governance/people/identity.ts";
import { groupToSitFor } from "../../../governance/quorum.ts";
import type { GovernanceState } from "../../../governance/state.ts";
import { seconds } from "../../../model/units.ts";
import { only, reading } from "../../access.ts";
import { readQuery } from "../../query.ts";
import { type Asked, type Reply, type Route, writing } from "../../route.ts";
import {
  experimentDetailSchema,
  experimentInput,
  experimentSchema,
  signalSchema,
} from "../../schemas/governance/experiment.ts";
import { approveInput, optionalReasonInput, reasonInput } from "../../schemas/governance/verbs.ts";
import { experimentView, signalView } from "../../views/governance/experiment.ts";
import { found, presentOf, record } from "./act.ts";
import { historyOf } from "./history.ts";
import { listFields, listSchema, paged, statesQuery, whoIsMeant } from "./listing.ts";
import { type Collection, verbRoute } from "./verb.ts";
import { experimentYouMay } from "./you-may.ts";

const noQuery = z.object({});

/** Data of three cycles ago say nothing of what an experiment does now. */
const cyclesTooOld = 3;

function watchOf(asked: Asked): Watch {
  const snapshot = asked.snapshot();
  const now = presentOf(asked);
  return {
    facts: snapshot,
    state: asked.deps.desk.state(),
    dataAge: seconds(Math.max(now - snapshot.finishedAt, 0)),
    tooOld: seconds(cyclesTooOld * snapshot.interval),
    now,
  };
}

const experimentOf = ({ deps }: Asked, id: string): Experiment =>
  found(deps.desk.state().experiments.get(id), "experiment", id);

async function detail(asked: Asked, id: string): Promise<Reply> {
  const experiment = experimentOf(asked, id);
  const watch = watchOf(asked);
  return {
    json: {
      ...experimentView(experiment, watch.facts),
      signal: signalView(experiment, watch),
      youMay: experimentYouMay(asked, experiment, gateSays(asked, asked.deps.desk.state())),
      ...(await historyOf(asked, id)),
    },
  };
}

const listQuery = z.object({ ...listFields, state: statesQuery(experimentStates) });

const mayApprove = (experiment: Experiment, who: Identity, facts: Facts): boolean =>
  experiment.state === "pending" &&
  experiment.requestedBy !== who.subject &&
  holds(who, "approver", "admin") &&
  groupToSitFor(
    who,
    seatsOf(experiment, facts),
    experiment.approvals,
    facts.services.get(experiment.plan.service)?.owner,
  ) !== undefined;

const listExperiments: Route = {
  path: "/api/v1/experiments",
  id: "listExperiments",
  tag: "Governance",
  summary: "Experiments",
  description: "Newest first, in pages.",
  query: listQuery,
  access: reading,
  answers: {
    200: { description: "Those that match", schema: listSchema(experimentSchema, "ExperimentList") },
  },
  problems: ["bad-query", "no-snapshot", "identity-required"],
  handle: (asked) => {
    const query = readQuery(listQuery, asked.query);
    const who = whoIsMeant(asked, query);
    const facts = asked.snapshot();
    const all = [...asked.deps.desk.state().experiments.values()]
      .reverse()
      .filter(
        (each) =>
          (query.service === undefined || each.plan.service === query.service) &&
          (query.state === undefined || query.state.includes(each.state)) &&
          (query.mine === "false" || each.requestedBy === who?.subject) &&
          (query.waitingForMe === "false" || (who !== undefined && mayApprove(each, who, facts))),
      );
    return { json: paged(all, query, asked, (each) => experimentView(each, facts)) };
  },
};

const showExperiment: Route = {
  path: "/api/v1/experiments/{id}",
  id: "getExperiment",
  tag: "Governance",
  summary: "One experiment with its signal and its history",
  description: "What it has cost is in the attribution of each SLO.",
  params: { id: "The experiment's id" },
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The experiment", schema: experimentDetailSchema } },
  problems: ["bad-query", "not-found", "no-snapshot"],
  handle: (asked) => {
    readQuery(noQuery, asked.query);
    return detail(asked, asked.params.id ?? "");
  },
};

const abortSignal: Route = {
  path: "/api/v1/experiments/{id}/abort-signal",
  id: "getAbortSignal",
  tag: "Governance",
  summary: "200 while the experiment may go on, 503 once it has to stop",
  description:
    "For whoever runs it to ask every few seconds: 503 when a cap is passed, its time is over, a page begins to ring, " +
    "an incident is open, nobody can say how things stand, or it is not running.",
  params: { id: "The experiment's id" },
  query: noQuery,
  access: reading,
  answers: {
    200: { description: "Go on", schema: signalSchema },
    503: { description: "Stop, now", schema: signalSchema },
  },
  problems: ["bad-query", "not-found", "no-snapshot"],
  handle: (asked) => {
    readQuery(noQuery, asked.query);
    const signal = signalView(experimentOf(asked, asked.params.id ?? ""), watchOf(asked));
    return { status: signal.go ? 200 : 503, json: signal };
  },
};

const postExperiment = writing({
  tag: "Governance",
  method: "post",
  path: "/api/v1/experiments",
  id: "requestExperiment",
  summary: "Ask to experiment",
  description:
    "Approved at once where the service's policy asks nobody. It begins with `start`, when the gate lets it.",
  body: experimentInput,
  access: only("requester", "admin", "machine"),
  answers: { 201: { description: "The experiment", schema: experimentDetailSchema } },
  problems: ["no-snapshot", "invalid", "conflict", "journal-unavailable"],
  handle: async (asked) => {
    const id = await record(asked, (state, occasion, identity) =>
      requestExperiment(state, occasion, identity, asked.body, asked.snapshot()),
    );
    return { ...(await detail(asked, id)), status: 201 };
  },
});

/** What the gate says of it at this moment; undefined when it may begin. */
const gateSays =
  ({ deps, snapshot }: Asked, state: GovernanceState) =>
  ({ id, plan }: Experiment): string | undefined => {
    const question = {
      subject: { kind: "service", service: plan.service, environment: plan.environment },
      change: "experiment",
      group: {},
      trial: { experiment: id },
    } as const;
    const verdict = deps.decide(question, snapshot(), state, deps.now());
    if (verdict.allowed) return undefined;
    const against = verdict.reasons.filter(({ decision }) => decision === verdict.decision);
    return `the gate says ${verdict.decision}: ${against.map(({ sentence }) => sentence).join("; ")}`;
  };

const experiments: Collection = {
  plural: "experiments",
  singular: "experiment",
  detail: experimentDetailSchema,
  show: detail,
};

const verbs: readonly Route[] = [
  verbRoute(experiments, {
    verb: "approve",
    summary: "Approve an experiment, as it was read",
    description: "Fills one seat. With the last one it may start, should the gate agree then.",
    body: approveInput,
    roles: ["approver", "admin"],
    problems: ["own-request", "not-in-quorum", "outdated"],
    command: (input, { state, occasion, identity, asked }) =>
      approveExperiment(state, occasion, identity, input, asked.snapshot()),
  }),
  verbRoute(experiments, {
    verb: "deny",
    summary: "Deny an experiment",
    description: "One no is enough.",
    body: reasonInput,
    roles: ["approver", "admin"],
    command: (input, { state, occasion, identity }) => denyExperiment(state, occasion, identity, input),
  }),
  verbRoute(experiments, {
    verb: "start",
    summary: "Begin, if the gate lets it: it is watched from then on",
    description: "A conflict says why not, in the gate's own words.",
    body: z.strictObject({}).meta({ id: "ExperimentStart" }),
    roles: ["requester", "admin", "machine"],
    command: (input, { state, occasion, identity, asked }) =>
      startExperiment(state, occasion, identity, input, {
        facts: asked.snapshot(),
        gate: gateSays(asked, state),
      }),
  }),
  verbRoute(experiments, {
    verb: "finish",
    summary: "Say that it is over, as planned",
    description: "From then on it costs nothing more.",
    body: optionalReasonInput,
    roles: ["requester", "admin", "machine"],
    command: ({ id, reason }, { state, occasion, identity }) =>
      finishExperiment(state, occasion, identity, { id, comment: reason }),
  }),
  verbRoute(experiments, {
    verb: "abort",
    summary: "Stop it, or take it back before it began",
    description: "Its abort signal turns to 503 at once. Everybody who may act may stop one.",
    body: reasonInput,
    roles: ["requester", "approver", "admin", "machine"],
    command: (input, { state, occasion, identity }) => abortExperiment(state, occasion, identity, input),
  }),
];

export const experimentRoutes: readonly Route[] = [
  listExperiments,
  postExperiment,
  showExperiment,
  abortSignal,
  ...verbs,
];
