import { z } from "zod";
import type { JournalEntry, JournalFilter } from "../../../governance/journal.ts";
import { eventKinds } from "../../../model/governance/event-kinds.ts";
import type { Desk } from "../../../runtime/governance/desk.ts";
import { only } from "../../access.ts";
import { type RawQuery, readQuery } from "../../query.ts";
import type { Route } from "../../route.ts";
import { entrySchema } from "../../schemas/governance/common.ts";
import { entryView } from "../../views/governance/journal.ts";
import { text } from "./listing.ts";
import { firstSince, searchBack, seqQuery, timeQuery } from "./search.ts";

const query = z.object({
  subject: text("Only entries about this: an id, or `definitions`"),
  kind: z.enum(eventKinds).optional().meta({ description: "Only entries of this kind" }),
  actor: text("Only what this person or machine did; `nines` is nines itself"),
  since: timeQuery("Only entries from then on"),
  until: timeQuery("Only entries before then"),
  order: z
    .enum(["oldest", "newest"])
    .default("oldest")
    .meta({ description: "What comes first; the newest come without the verdicts of decisions" }),
  from: seqQuery("From this sequence number on").default(1),
  before: seqQuery("Only entries before this sequence number").optional(),
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
    "The append-only journal as it stands. That nobody rewrote it is proven by `nines audit verify`, " +
    "and by `POST /api/v1/journal/verification`.",
  query,
  access: only("auditor", "admin"),
  answers: { 200: { description: "The entries that match", schema: listSchema } },
  problems: ["bad-query", "journal-unavailable"],
  handle: async ({ query: raw, deps }) => {
    const asked = readQuery(query, raw);
    const { desk } = deps;
    const { entries, next } = await (asked.order === "newest" ? newest : oldest)(desk, asked);
    const { seq, hash } = desk.state().head;
    const more = next === undefined ? {} : { next: nextPath(raw, next) };
    return { json: { items: entries.map(entryView), head: { seq, hash }, ...more } };
  },
};

type Query = z.output<typeof query>;

interface Page {
  entries: readonly JournalEntry[];
  /** Where the next page begins. */
  next?: { from: number } | { before: number };
}

const filterOf = ({ subject, kind, actor }: Query): JournalFilter => ({
  ...(subject !== undefined && { subject }),
  ...(kind !== undefined && { kinds: [kind] }),
  ...(actor !== undefined && { actor }),
});

async function bounds(desk: Desk, { from, before = Infinity, since, until }: Query) {
  const first = since === undefined ? 1 : await firstSince(desk, since);
  const last = until === undefined ? Infinity : await firstSince(desk, until);
  return { from: Math.max(from, first), before: Math.min(before, last) };
}

async function oldest(desk: Desk, asked: Query): Promise<Page> {
  const { from, before } = await bounds(desk, asked);
  const end = Number.isFinite(before) ? { before } : {};
  const entries = await desk.read(from, asked.limit, { ...filterOf(asked), ...end });
  const last = entries.at(-1);
  const isAll = last === undefined || entries.length < asked.limit;
  return { entries, ...(!isAll && { next: { from: last.seq + 1 } }) };
}

async function newest(desk: Desk, asked: Query): Promise<Page> {
  const { limit } = asked;
  const found = await searchBack({ desk, filter: filterOf(asked), limit, ...(await bounds(desk, asked)) });
  const { entries, before } = found;
  return { entries, ...(before !== undefined && { next: { before } }) };
}

/** The same question, from where this page ended. */
function nextPath(raw: RawQuery, next: NonNullable<Page["next"]>): string {
  const given = Object.entries(raw).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  const parameters = new URLSearchParams(given);
  for (const [name, seq] of Object.entries(next)) parameters.set(name, String(seq));
  return `/api/v1/journal?${parameters.toString()}`;
}
