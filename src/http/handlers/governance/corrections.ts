import { z } from "zod";
import { correctionStates } from "../../../model/governance/states.ts";
import {
  approveCorrection,
  denyCorrection,
  requestCorrection,
  revokeCorrection,
  withdrawCorrection,
} from "../../../governance/corrections/commands.ts";
import type { Correction } from "../../../governance/corrections/correction.ts";
import type { Facts } from "../../../governance/facts.ts";
import { holds, type Identity } from "../../../governance/people/identity.ts";
import { groupToSitFor } from "../../../governance/quorum.ts";
import { only, reading } from "../../access.ts";
import { readQuery } from "../../query.ts";
import { type Asked, type Reply, type Route, writing } from "../../route.ts";
import {
  correctionDetailSchema,
  correctionInput,
  correctionSchema,
} from "../../schemas/governance/correction.ts";
import { approveInput, optionalReasonInput, reasonInput } from "../../schemas/governance/verbs.ts";
import { correctionView } from "../../views/governance/correction.ts";
import { found, record } from "./act.ts";
import { historyOf } from "./history.ts";
import { listFields, listSchema, paged, statesQuery, whoIsMeant } from "./listing.ts";
import { type Collection, verbRoute } from "./verb.ts";
import { correctionYouMay } from "./you-may.ts";

const listQuery = z.object({ ...listFields, state: statesQuery(correctionStates) });
const noQuery = z.object({});

const mayApprove = (correction: Correction, who: Identity, facts: Facts): boolean =>
  correction.state === "pending" &&
  correction.requestedBy !== who.subject &&
  holds(who, "approver", "admin") &&
  groupToSitFor(
    who,
    correction.requirement.seats,
    correction.approvals,
    facts.services.get(correction.request.service)?.owner,
  ) !== undefined;

async function detail(asked: Asked, id: string): Promise<Reply> {
  const correction = found(asked.deps.desk.state().corrections.get(id), "correction", id);
  return {
    json: {
      ...correctionView(correction, asked.snapshot()),
      youMay: correctionYouMay(asked, correction),
      ...(await historyOf(asked, id)),
    },
  };
}

export const listCorrections: Route = {
  path: "/api/v1/corrections",
  id: "listCorrections",
  tag: "Governance",
  summary: "Corrections of budgets",
  description: "Newest first, in pages.",
  query: listQuery,
  access: reading,
  answers: {
    200: { description: "Those that match", schema: listSchema(correctionSchema, "CorrectionList") },
  },
  problems: ["bad-query", "no-snapshot", "identity-required"],
  handle: (asked) => {
    const query = readQuery(listQuery, asked.query);
    const who = whoIsMeant(asked, query);
    const facts = asked.snapshot();
    const all = [...asked.deps.desk.state().corrections.values()]
      .reverse()
      .filter(
        (each) =>
          (query.service === undefined || each.request.service === query.service) &&
          (query.state === undefined || query.state.includes(each.state)) &&
          (query.mine === "false" || each.requestedBy === who?.subject) &&
          (query.waitingForMe === "false" || (who !== undefined && mayApprove(each, who, facts))),
      );
    return { json: paged(all, query, asked, (each) => correctionView(each, facts)) };
  },
};

export const showCorrection: Route = {
  path: "/api/v1/corrections/{id}",
  id: "getCorrection",
  tag: "Governance",
  summary: "One correction with its approvals and its history",
  description: "What it does to the budget is in `explain` of each SLO.",
  params: { id: "The correction's id" },
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The correction", schema: correctionDetailSchema } },
  problems: ["bad-query", "not-found", "no-snapshot"],
  handle: (asked) => {
    readQuery(noQuery, asked.query);
    return detail(asked, asked.params.id ?? "");
  },
};

export const postCorrection = writing({
  tag: "Governance",
  method: "post",
  path: "/api/v1/corrections",
  id: "requestCorrection",
  summary: "Ask that a stretch of the past count otherwise",
  description: "The raw number never changes; the adjusted one does, once the quorum has approved.",
  body: correctionInput,
  access: only("requester", "approver", "admin"),
  answers: { 201: { description: "The correction", schema: correctionDetailSchema } },
  problems: ["no-snapshot", "invalid", "conflict", "journal-unavailable"],
  handle: async (asked) => {
    const id = await record(asked, (state, occasion, identity) =>
      requestCorrection(state, occasion, identity, asked.body, asked.snapshot()),
    );
    return { ...(await detail(asked, id)), status: 201 };
  },
});

const corrections: Collection = {
  plural: "corrections",
  singular: "correction",
  detail: correctionDetailSchema,
  show: detail,
};

const verbs: readonly Route[] = [
  verbRoute(corrections, {
    verb: "approve",
    summary: "Approve a correction, as it was read",
    description: "Fills one seat; the last one puts it in force.",
    body: approveInput,
    roles: ["approver", "admin"],
    problems: ["own-request", "not-in-quorum", "outdated"],
    command: (input, { state, occasion, identity, asked }) =>
      approveCorrection(state, occasion, identity, input, asked.snapshot()),
  }),
  verbRoute(corrections, {
    verb: "deny",
    summary: "Deny a correction",
    description: "One no is enough.",
    body: reasonInput,
    roles: ["approver", "admin"],
    command: (input, { state, occasion, identity }) => denyCorrection(state, occasion, identity, input),
  }),
  verbRoute(corrections, {
    verb: "withdraw",
    summary: "Take a correction back",
    description: "While nobody has decided.",
    body: optionalReasonInput,
    roles: ["requester", "approver", "admin"],
    command: (input, { state, occasion, identity }) => withdrawCorrection(state, occasion, identity, input),
  }),
  verbRoute(corrections, {
    verb: "revoke",
    summary: "End an approved correction",
    description: "From then on the period counts as it was recorded.",
    body: reasonInput,
    roles: ["approver", "admin"],
    command: (input, { state, occasion, identity }) => revokeCorrection(state, occasion, identity, input),
  }),
];

export const correctionRoutes: readonly Route[] = [listCorrections, postCorrection, showCorrection, ...verbs];
