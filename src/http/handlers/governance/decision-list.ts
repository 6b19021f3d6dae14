import { z } from "zod";
import type { JournalEntry } from "../../../governance/journal.ts";
import { reading } from "../../access.ts";
import { readQuery } from "../../query.ts";
import type { Route } from "../../route.ts";
import { decisionLineSchema, type DecisionLineBody } from "../../schemas/governance/decision.ts";
import { iso } from "../../views/common.ts";
import { text } from "./listing.ts";
import { searchBack, seqQuery } from "./search.ts";

const query = z.object({
  service: text("Only about this service"),
  by: text("Only those that this person or machine asked for"),
  before: seqQuery("Only those before this place in the journal").optional(),
  limit: z.coerce
    .number<string>({ error: "is no number" })
    .int("is no whole number")
    .min(1, "is at least 1")
    .max(200, "is at most 200")
    .default(25)
    .meta({ description: "How many" }),
});

function lineOf({ subject, seq, at, actor, payload }: JournalEntry<"gate-decision">): DecisionLineBody {
  const { key, decision, allowed, dryRun, uses } = payload;
  const { services, environment, change, sha } = key;
  return {
    ...{ id: subject, seq, at: iso(at), by: actor, allowed, decision, environment, change },
    services: [...services],
    ...(sha !== undefined && { sha }),
    ...(dryRun !== undefined && { dryRun }),
    exceptions: [...new Set(uses.map(({ exception }) => exception))],
  };
}

export const listDecisions: Route = {
  path: "/api/v1/gate/decisions",
  id: "listDecisions",
  tag: "Governance",
  summary: "Decisions of the gate on record",
  description: "Newest first, from the journal; `next` goes on where this page ended.",
  query,
  access: reading,
  answers: {
    200: {
      description: "Those that match",
      schema: z
        .object({
          items: z.array(decisionLineSchema),
          next: z.string().optional().meta({ description: "Path of what lies further back" }),
        })
        .meta({ id: "DecisionList" }),
    },
  },
  problems: ["bad-query", "journal-unavailable"],
  handle: async ({ query: raw, deps: { desk } }) => {
    const { service, by, before = Infinity, limit } = readQuery(query, raw);
    const filter = {
      kinds: ["gate-decision" as const],
      ...(service !== undefined && { service }),
      ...(by !== undefined && { actor: by }),
    };
    const found = await searchBack({ desk, filter, limit, from: 1, before });
    const items = found.entries.filter((entry) => entry.kind === "gate-decision").map(lineOf);
    return { json: { items, ...(found.before !== undefined && { next: nextPath(found.before) }) } };

    function nextPath(end: number): string {
      const given = { ...(service !== undefined && { service }), ...(by !== undefined && { by }) };
      const parameters = new URLSearchParams({ ...given, limit: String(limit), before: String(end) });
      return `/api/v1/gate/decisions?${parameters.toString()}`;
    }
  },
};
