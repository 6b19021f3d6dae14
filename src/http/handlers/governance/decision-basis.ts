import { z } from "zod";
import { type Basis, differencesOf } from "../../../gate/replay/differences.ts";
import { inputsOf } from "../../../gate/replay/inputs.ts";
import { replay } from "../../../gate/replay/replay.ts";
import type { JournalEntry } from "../../../governance/journal.ts";
import { reading } from "../../access.ts";
import { pagingQuery } from "../../paging.ts";
import { Problem } from "../../problem.ts";
import { readQuery } from "../../query.ts";
import type { Asked, Route } from "../../route.ts";
import { claimCountSchema, diffSchema, replaySchema } from "../../schemas/governance/decision-basis.ts";
import { iso } from "../../views/common.ts";
import { verdictView } from "../../views/verdict.ts";
import { found } from "./act.ts";
import { basisIn, entryOf } from "./decisions.ts";
import { listSchema, paged, text } from "./listing.ts";

const noQuery = z.object({});

/** @throws Problem `not-found` */
async function recordedBasis(asked: Asked): Promise<{ entry: JournalEntry<"gate-decision">; basis: Basis }> {
  readQuery(noQuery, asked.query);
  const id = asked.params.id ?? "";
  const entry = found(await entryOf(asked, id), "decision", id);
  const basis = basisIn(entry);
  if (basis === undefined)
    throw new Problem("not-found", `what ${id} was made of was dropped by retention (--decisions-for)`);
  return { entry, basis };
}

export const replayDecision: Route = {
  path: "/api/v1/gate/decisions/{id}/replay",
  id: "replayDecision",
  tag: "Governance",
  summary: "The same inputs, decided once more",
  description: "A verdict that comes out otherwise means that nines itself decides otherwise than it did.",
  params: { id: "The decision's id" },
  query: noQuery,
  access: reading,
  answers: { 200: { description: "Both verdicts, and whether they are the same", schema: replaySchema } },
  problems: ["bad-query", "not-found", "journal-unavailable"],
  handle: async (asked) => {
    const { entry, basis } = await recordedBasis(asked);
    const { identical, verdict, differences } = replay(basis.verdict, basis.inputs);
    return {
      json: {
        ...{ id: entry.subject, at: iso(entry.at), identical, differences },
        recorded: verdictView(basis.verdict),
        replayed: verdictView(verdict),
      },
    };
  },
};

export const diffDecision: Route = {
  path: "/api/v1/gate/decisions/{id}/diff",
  id: "diffDecision",
  tag: "Governance",
  summary: "What has changed since a decision",
  description: "The same question is put now, by the same asker; nothing is recorded.",
  params: { id: "The decision's id" },
  query: noQuery,
  access: reading,
  answers: { 200: { description: "What is otherwise", schema: diffSchema } },
  problems: ["bad-query", "not-found", "no-snapshot", "journal-unavailable"],
  handle: async (asked) => {
    const { entry, basis } = await recordedBasis(asked);
    const { question } = basis.inputs;
    const { deps, now } = asked;
    const [view, governance] = [asked.snapshot(), deps.desk.state()];
    const present = {
      verdict: deps.decide(question, view, governance, now),
      inputs: inputsOf(question, view, governance, now),
    };
    return {
      json: {
        ...{ id: entry.subject, at: iso(entry.at), differences: differencesOf(basis, present) },
        recorded: verdictView(basis.verdict),
        now: verdictView(present.verdict),
      },
    };
  },
};

const claimsQuery = z.object({ service: text("Only of this service"), ...pagingQuery });

export const listClaims: Route = {
  path: "/api/v1/gate/claims",
  id: "listClaims",
  tag: "Governance",
  summary: "How often kinds of change were claimed, by whom, and proven",
  description:
    "Of decisions on record where a policy asks for proof; whoever has claimed nothing for 90 days is left out.",
  query: claimsQuery,
  access: reading,
  answers: { 200: { description: "Most recent first", schema: listSchema(claimCountSchema, "ClaimList") } },
  problems: ["bad-query"],
  handle: (asked) => {
    const query = readQuery(claimsQuery, asked.query);
    const all = [...asked.deps.desk.state().claims.values()]
      .reverse()
      .filter(({ services }) => query.service === undefined || services.includes(query.service));
    return { json: paged(all, query, asked, (each) => ({ ...each, lastAt: iso(each.lastAt) })) };
  },
};

export const decisionBasisRoutes: readonly Route[] = [replayDecision, diffDecision, listClaims];
