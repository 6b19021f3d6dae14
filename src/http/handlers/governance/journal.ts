import { z } from "zod";
import { eventKinds } from "../../../governance/journal.ts";
import { only } from "../../access.ts";
import { readQuery } from "../../query.ts";
import type { Route } from "../../route.ts";
import { entrySchema } from "../../schemas/governance/common.ts";
import { entryView } from "../../views/governance/journal.ts";
import { text } from "./listing.ts";

const query = z.object({
  subject: text("Only entries about this: an id, or `definitions`"),
  kind: z.enum(eventKinds).optional().meta({ description: "Only entries of this kind" }),
  from: z.coerce
    .number<string>({ error: "is no number" })
    .int("is no whole number")
    .min(1, "starts at 1")
    .default(1)
    .meta({ description: "From this sequence number on" }),
  limit: z.coerce
    .number<string>({ error: "is no number" })
    .int("is no whole number")
    .min(1, "is at least 1")
    .max(1_000, "is at most 1000")
    .default(100)
    .meta({ description: "How many" }),
});

const listSchema = z
  .object({
    items: z.array(entrySchema),
    head: z.object({ seq: z.int().min(0), hash: z.string() }).meta({
      description: "Where the chain ended when it was last read: an anchor for `nines audit verify`",
    }),
    next: z.string().optional().meta({ description: "Path of what follows" }),
  })
  .meta({ id: "JournalPage" });

export const readJournal: Route = {
  path: "/api/v1/journal",
  id: "readJournal",
  tag: "Governance",
  summary: "What happened, entry by entry",
  description:
    "The append-only journal as it stands, oldest first. Proof that nobody rewrote it is `nines audit verify`'s.",
  query,
  access: only("auditor", "admin"),
  answers: { 200: { description: "The entries that match", schema: listSchema } },
  problems: ["bad-query", "journal-unavailable"],
  handle: async ({ query: raw, deps }) => {
    const { subject, kind, from, limit } = readQuery(query, raw);
    const filter = {
      ...(subject !== undefined && { subject }),
      ...(kind !== undefined && { kinds: [kind] }),
    };
    const entries = await deps.desk.read(from, limit, filter);
    const { seq, hash } = deps.desk.state().head;
    const last = entries.at(-1);
    const next = last === undefined || entries.length < limit ? {} : { next: nextPath(last.seq + 1) };
    return { json: { items: entries.map(entryView), head: { seq, hash }, ...next } };

    function nextPath(fromSeq: number): string {
      const given = { from: String(fromSeq), limit: String(limit), ...(kind !== undefined && { kind }) };
      const parameters = new URLSearchParams({ ...given, ...(subject !== undefined && { subject }) });
      return `/api/v1/journal?${parameters.toString()}`;
    }
  },
};
