import { z } from "zod";
import { exceptionStates } from "../../../model/governance/states.ts";
import { breakGlass, requestException } from "../../../governance/exceptions/ask.ts";
import { editException } from "../../../governance/exceptions/edit.ts";
import type { Exception } from "../../../governance/exceptions/exception.ts";
import { isReviewOverdue } from "../../../governance/exceptions/review.ts";
import { stateOf } from "../../../governance/exceptions/state.ts";
import { withHeld } from "../../../governance/exceptions/with-held.ts";
import { only, reading } from "../../access.ts";
import { readQuery } from "../../query.ts";
import { type Asked, type Reply, type Route, writing } from "../../route.ts";
import {
  breakGlassInput,
  exceptionDetailSchema,
  type ExceptionDetailBody,
  exceptionEdit,
  exceptionInput,
  exceptionSchema,
} from "../../schemas/governance/exception.ts";
import { exceptionView } from "../../views/governance/exception.ts";
import { found, presentOf, record } from "./act.ts";
import { actionsOf } from "./exception-actions.ts";
import { exceptionVerbs, given } from "./exception-verbs.ts";
import { historyOf } from "./history.ts";
import { listFields, listSchema, paged, statesQuery, whoIsMeant } from "./listing.ts";

const listQuery = z.object({
  ...listFields,
  state: statesQuery(exceptionStates),
  review: z
    .literal("overdue")
    .optional()
    .meta({ description: "Only broken glasses whose review is overdue" }),
});
const noQuery = z.object({});
const newOne = {
  tag: "Governance" as const,
  method: "post" as const,
  access: only("requester", "admin"),
  answers: { 201: { description: "The exception", schema: exceptionDetailSchema } },
};

const sceneOf = (asked: Asked) => {
  const state = asked.deps.desk.state();
  const now = presentOf(asked);
  return { state, facts: withHeld(asked.snapshot(), state, now), now };
};

async function detail(asked: Asked, id: string): Promise<Reply> {
  const scene = sceneOf(asked);
  const exception = found(scene.state.exceptions.get(id), "exception", id);
  const json: ExceptionDetailBody = {
    ...exceptionView(exception, scene),
    youMay: actionsOf(exception, scene, asked.identity),
    ...(await historyOf(asked, id)),
  };
  return { json };
}

export const listExceptions: Route = {
  path: "/api/v1/exceptions",
  id: "listExceptions",
  tag: "Governance",
  summary: "Exceptions and how they stand",
  description: "Newest first, in pages.",
  query: listQuery,
  access: reading,
  answers: { 200: { description: "Those that match", schema: listSchema(exceptionSchema, "ExceptionList") } },
  problems: ["bad-query", "no-snapshot", "identity-required"],
  handle: (asked) => {
    const query = readQuery(listQuery, asked.query);
    const who = whoIsMeant(asked, query);
    const scene = sceneOf(asked);
    const fits = (each: Exception): boolean =>
      (query.service === undefined || each.request.service === query.service) &&
      (query.state === undefined || query.state.includes(stateOf(each, scene.now))) &&
      (query.review === undefined || isReviewOverdue(each, scene.now)) &&
      (query.mine === "false" || each.requestedBy === who?.subject) &&
      (query.waitingForMe === "false" ||
        actionsOf(each, scene, who).some((action) => action === "approve" || action === "review"));
    const all = [...scene.state.exceptions.values()].reverse().filter(fits);
    return { json: paged(all, query, asked, (each) => exceptionView(each, scene)) };
  },
};

export const showException: Route = {
  path: "/api/v1/exceptions/{id}",
  id: "getException",
  tag: "Governance",
  summary: "One exception: who still has to approve, what is left of it, and its history",
  description: "`youMay` says what whoever asks could do with it now.",
  params: { id: "The exception's id" },
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The exception", schema: exceptionDetailSchema } },
  problems: ["bad-query", "not-found", "no-snapshot"],
  handle: (asked) => {
    readQuery(noQuery, asked.query);
    return detail(asked, asked.params.id ?? "");
  },
};

export const postException = writing({
  ...newOne,
  path: "/api/v1/exceptions",
  id: "requestException",
  summary: "Ask for an exception",
  description:
    "It opens the gate once the quorum of the worst state has approved; with `silverBullet` at its start.",
  body: exceptionInput,
  problems: ["no-snapshot", "invalid", "conflict", "no-silver-bullet", "journal-unavailable"],
  handle: async (asked) => {
    const input = given(asked.body);
    const id = await record(asked, (state, occasion, identity) =>
      requestException(state, occasion, identity, input, asked.snapshot()),
    );
    return { ...(await detail(asked, id)), status: 201 };
  },
});

export const postBreakGlass = writing({
  ...newOne,
  path: "/api/v1/break-glass",
  id: "breakGlass",
  summary: "Open the gate at once, in an emergency",
  description:
    "Acts without anybody's approval and is announced; two other people have to review it within the policy's time.",
  body: breakGlassInput,
  problems: ["no-snapshot", "invalid", "conflict", "review-overdue", "journal-unavailable"],
  handle: async (asked) => {
    const input = given(asked.body);
    const id = await record(asked, (state, occasion, identity) =>
      breakGlass(state, occasion, identity, input, asked.snapshot()),
    );
    return { ...(await detail(asked, id)), status: 201 };
  },
});

export const putException = writing({
  tag: "Governance",
  method: "put",
  path: "/api/v1/exceptions/{id}",
  id: "editException",
  summary: "Replace a request as a whole",
  description: "Voids every approval: nobody has approved what it says now.",
  params: { id: "The exception's id" },
  body: exceptionEdit,
  access: only("requester", "admin"),
  answers: { 200: { description: "The exception as it is now", schema: exceptionDetailSchema } },
  problems: [
    "not-found",
    "forbidden",
    "invalid",
    "conflict",
    "outdated",
    "no-snapshot",
    "journal-unavailable",
  ],
  handle: async (asked) => {
    const id = asked.params.id ?? "";
    const { requestHash, ...input } = given(asked.body);
    await record(asked, (state, occasion, identity) =>
      editException(state, occasion, identity, { id, input, requestHash }, asked.snapshot()),
    );
    return detail(asked, id);
  },
});

export const exceptionRoutes: readonly Route[] = [
  listExceptions,
  postException,
  showException,
  putException,
  ...exceptionVerbs(detail),
  postBreakGlass,
];
