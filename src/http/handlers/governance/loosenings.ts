import { z } from "zod";
import { isRefusal } from "../../../governance/act.ts";
import { approveLoosening } from "../../../governance/loosening/approve.ts";
import { isHeld } from "../../../governance/loosening/held.ts";
import { reading } from "../../access.ts";
import { pagingQuery } from "../../paging.ts";
import { readQuery } from "../../query.ts";
import type { Asked, Reply, Route } from "../../route.ts";
import {
  approveLooseningInput,
  looseningDetailSchema,
  looseningSchema,
} from "../../schemas/governance/loosening.ts";
import { looseningView } from "../../views/governance/loosening.ts";
import { found, presentOf } from "./act.ts";
import { historyOf } from "./history.ts";
import { listFields, listSchema, paged, text, whoIsMeant } from "./listing.ts";
import { type Collection, verbRoute } from "./verb.ts";
import { looseningYouMay } from "./you-may.ts";

const listQuery = z.object({
  service: text("Only of this service"),
  held: z.enum(["true", "false"]).optional().meta({ description: "`true`: only those that still wait" }),
  waitingForMe: listFields.waitingForMe,
  ...pagingQuery,
});
const noQuery = z.object({});

async function detail(asked: Asked, id: string): Promise<Reply> {
  const loosening = found(asked.deps.desk.state().loosenings.get(id), "loosened promise", id);
  return {
    json: {
      ...looseningView(loosening, presentOf(asked)),
      youMay: looseningYouMay(asked, id),
      ...(await historyOf(asked, id)),
    },
  };
}

export const listLoosenings: Route = {
  path: "/api/v1/loosenings",
  id: "listLoosenings",
  tag: "Governance",
  summary: "Promises made easier while they were not healthy",
  description: "Newest first, in pages. Those that are `held` wait for approval; the gate goes by what was.",
  query: listQuery,
  access: reading,
  answers: { 200: { description: "Those that match", schema: listSchema(looseningSchema, "LooseningList") } },
  problems: ["bad-query", "identity-required"],
  handle: (asked) => {
    const query = readQuery(listQuery, asked.query);
    const who = whoIsMeant(asked, { ...query, mine: "false" });
    const state = asked.deps.desk.state();
    const { now } = asked;
    const occasion = { now, newId: (prefix: string) => prefix };
    const mayApprove = (id: string): boolean =>
      who !== undefined && !isRefusal(approveLoosening(state, occasion, who, { id }));
    const all = [...state.loosenings.values()]
      .reverse()
      .filter(
        (each) =>
          (query.service === undefined || each.before.service === query.service) &&
          (query.held === undefined || String(isHeld(each, now)) === query.held) &&
          (query.waitingForMe === "false" || mayApprove(each.id)),
      );
    return { json: paged(all, query, asked, (each) => looseningView(each, now)) };
  },
};

export const showLoosening: Route = {
  path: "/api/v1/loosenings/{id}",
  id: "getLoosening",
  tag: "Governance",
  summary: "One promise made easier: what it was, what it is, who still has to approve",
  description: "Without approval it is held for seven days at most.",
  params: { id: "The loosening's id" },
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The loosening", schema: looseningDetailSchema } },
  problems: ["bad-query", "not-found"],
  handle: (asked) => {
    readQuery(noQuery, asked.query);
    return detail(asked, asked.params.id ?? "");
  },
};

const loosenings: Collection = {
  plural: "loosenings",
  singular: "loosening",
  detail: looseningDetailSchema,
  show: detail,
};

const approve = verbRoute(loosenings, {
  verb: "approve",
  summary: "Accept a promise made easier",
  description: "Fills one seat of the quorum that the former state asks for; the last one lets it count.",
  body: approveLooseningInput,
  roles: ["approver", "admin"],
  problems: ["not-in-quorum"],
  command: (input, { state, occasion, identity }) => approveLoosening(state, occasion, identity, input),
});

export const looseningRoutes: readonly Route[] = [listLoosenings, showLoosening, approve];
