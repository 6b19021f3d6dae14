import { z } from "zod";
import { windowKinds, windowStates } from "../../../model/governance/states.ts";
import { groupToSitFor } from "../../../governance/quorum.ts";
import type { Refusal } from "../../../governance/act.ts";
import type { Identity } from "../../../governance/people/identity.ts";
import { jobMayAskFor } from "../../../governance/people/may-ask.ts";
import type { GovernanceState } from "../../../governance/state.ts";
import { cancelWindow } from "../../../governance/windows/commands/cancel.ts";
import { changeWindow } from "../../../governance/windows/commands/change.ts";
import { createWindow } from "../../../governance/windows/commands/create.ts";
import { approveWindow, denyWindow } from "../../../governance/windows/commands/judge.ts";
import { asking, ownerOf } from "../../../governance/windows/requirement.ts";
import { stateOf } from "../../../governance/windows/standing.ts";
import type { MaintenanceWindow, WindowRequest } from "../../../governance/windows/window.ts";
import { only, reading } from "../../access.ts";
import { readQuery } from "../../query.ts";
import { writing, type Asked, type Reply, type Route } from "../../route.ts";
import {
  windowDetailSchema,
  windowEdit,
  windowInput,
  windowSchema,
  type WindowDetailBody,
} from "../../schemas/governance/window.ts";

import { windowView } from "../../views/governance/window.ts";
import { approveInput, optionalReasonInput, reasonInput } from "../../schemas/governance/verbs.ts";
import { found, presentOf, record } from "./act.ts";
import { historyOf } from "./history.ts";
import { listFields, listSchema, paged, statesQuery, whoIsMeant } from "./listing.ts";
import { type Collection, verbRoute } from "./verb.ts";
import { windowYouMay } from "./you-may.ts";

const listQuery = z.object({
  ...listFields,
  state: statesQuery(windowStates),
  kind: z.enum(windowKinds).optional().meta({ description: "Only this kind" }),
});
const noQuery = z.object({});
const params = { id: "The window's id" };
const shared = { tag: "Governance" as const, params };
const problems = ["not-found", "no-snapshot"] as const;
const writeProblems = [...problems, "forbidden", "invalid", "conflict", "journal-unavailable"] as const;
const answers = { 200: { description: "The window as it is now", schema: windowDetailSchema } };

export const mayApproveWindow = (
  window: MaintenanceWindow,
  { subject, groups }: Identity,
  { snapshot, now }: Asked,
): boolean => {
  const facts = snapshot();
  const asked = asking(window, facts);
  return (
    asked !== undefined &&
    stateOf(window, now) === "pending" &&
    !window.authors.includes(subject) &&
    groupToSitFor(
      { subject, groups },
      asked.requirement.seats,
      window.approvals,
      ownerOf(window.request, facts),
    ) !== undefined
  );
};

async function detail(asked: Asked, id: string, status = 200): Promise<Reply> {
  const { deps, snapshot } = asked;
  const now = presentOf(asked);
  const window = found(deps.desk.state().windows.get(id), "window", id);
  const json: WindowDetailBody = {
    ...windowView(window, snapshot(), now),
    youMay: windowYouMay(asked, window),
    ...(await historyOf(asked, id)),
  };
  return { status, json, headers: status === 201 ? { location: `/api/v1/windows/${id}` } : {} };
}

export const listWindows: Route = {
  path: "/api/v1/windows",
  id: "listWindows",
  tag: "Governance",
  summary: "Maintenance and known-issue windows",
  description: "Newest first, in pages.",
  query: listQuery,
  access: reading,
  answers: { 200: { description: "Those that match", schema: listSchema(windowSchema, "WindowList") } },
  problems: ["bad-query", "no-snapshot", "identity-required"],
  handle: (asked) => {
    const query = readQuery(listQuery, asked.query);
    const who = whoIsMeant(asked, query);
    const { deps, now, snapshot } = asked;
    const all = [...deps.desk.state().windows.values()]
      .reverse()
      .filter(
        (window) =>
          (query.service === undefined || window.request.service === query.service) &&
          (query.kind === undefined || window.request.kind === query.kind) &&
          (query.state === undefined || query.state.includes(stateOf(window, now))) &&
          (query.mine === "false" || window.createdBy === who?.subject) &&
          (query.waitingForMe === "false" || (who !== undefined && mayApproveWindow(window, who, asked))),
      );
    return { json: paged(all, query, asked, (window) => windowView(window, snapshot(), now)) };
  },
};

export const showWindow: Route = {
  ...shared,
  path: "/api/v1/windows/{id}",
  id: "getWindow",
  summary: "One window with its approvals and its history",
  description: "The history is read from the journal.",
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The window", schema: windowDetailSchema } },
  problems: ["bad-query", ...problems, "journal-unavailable"],
  handle: (asked) => {
    readQuery(noQuery, asked.query);
    return detail(asked, asked.params.id ?? "");
  },
};

export const postWindow = writing({
  tag: "Governance",
  method: "post",
  path: "/api/v1/windows",
  id: "createWindow",
  summary: "Announce maintenance or a known issue",
  description:
    "What quiets alerts or closes the gate acts at once; what changes the budget or opens the gate waits for its quorum.",
  body: windowInput,
  access: only("requester", "machine", "admin"),
  answers: { 201: { description: "The window", schema: windowDetailSchema } },
  problems: ["no-snapshot", "invalid", "conflict", "journal-unavailable"],
  handle: async (asked) => {
    const request = asked.body as WindowRequest;
    const id = await record(
      asked,
      (state, occasion, identity) =>
        jobMayAskFor(identity, request, asked.snapshot()) ??
        createWindow(state, occasion, identity, request, asked.snapshot()),
    );
    return detail(asked, id, 201);
  },
});

/** A job that deploys to one environment leaves the windows of others alone: as they are, and as they would be. */
function jobMayTouch(
  { windows }: GovernanceState,
  identity: Identity,
  id: string,
  { environments = [] }: Partial<WindowRequest>,
  { snapshot }: Asked,
): Refusal | undefined {
  const window = windows.get(id);
  if (window === undefined) return undefined;
  const { service, environments: before } = window.request;
  return jobMayAskFor(identity, { service, environments: [...before, ...environments] }, snapshot());
}

export const putWindow = writing({
  ...shared,
  method: "put",
  path: "/api/v1/windows/{id}",
  id: "changeWindow",
  summary: "Extend, shorten or edit a window",
  description: "Voids its approvals. Only what is given changes.",
  body: windowEdit,
  access: only("requester", "machine", "admin"),
  answers,
  problems: [...writeProblems, "outdated"],
  handle: async (asked) => {
    const { requestHash, ...edited } = asked.body;
    const change = edited as Partial<WindowRequest>;
    const id = asked.params.id ?? "";
    await record(
      asked,
      (state, occasion, identity) =>
        jobMayTouch(state, identity, id, change, asked) ??
        changeWindow(state, occasion, identity, { id, change, requestHash }, asked.snapshot()),
    );
    return detail(asked, id);
  },
});

const windows: Collection = {
  plural: "windows",
  singular: "window",
  detail: windowDetailSchema,
  show: detail,
};

const verbs: readonly Route[] = [
  verbRoute(windows, {
    verb: "approve",
    summary: "Approve a window, as it was read",
    description: "Fills one seat of its quorum.",
    body: approveInput,
    roles: ["approver", "admin"],
    problems: ["own-request", "not-in-quorum", "outdated"],
    command: (input, { state, occasion, identity, asked }) =>
      approveWindow(state, occasion, identity, input, asked.snapshot()),
  }),
  verbRoute(windows, {
    verb: "deny",
    summary: "Deny a window",
    description: "Ends it; nothing of it acts from here on.",
    body: reasonInput,
    roles: ["approver", "admin"],
    problems: ["own-request", "not-in-quorum"],
    command: (input, { state, occasion, identity, asked }) =>
      denyWindow(state, occasion, identity, input, asked.snapshot()),
  }),
  verbRoute(windows, {
    verb: "cancel",
    summary: "Cancel a window",
    description: "What it did so far stands; nothing more comes of it.",
    body: optionalReasonInput,
    roles: ["requester", "machine", "admin"],
    command: (input, { state, occasion, identity, asked }) =>
      jobMayTouch(state, identity, input.id, {}, asked) ?? cancelWindow(state, occasion, identity, input),
  }),
];

export const windowRoutes: readonly Route[] = [listWindows, postWindow, showWindow, putWindow, ...verbs];
