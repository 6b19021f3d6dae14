import { z } from "zod";
import type { EventKind, JournalEntry } from "../../../governance/journal.ts";
import { eventKinds } from "../../../model/governance/event-kinds.ts";
import { holds, type Identity } from "../../../governance/people/identity.ts";
import { reading } from "../../access.ts";
import type { AppDeps } from "../../deps.ts";
import { type Hub, openHub, usualPace } from "../../events/hub.ts";
import { Problem } from "../../problem.ts";
import { readQuery } from "../../query.ts";
import type { Route } from "../../route.ts";
import { happeningView } from "../../views/governance/journal.ts";
import { statesQuery, text } from "../governance/listing.ts";

const query = z.object({
  subject: text("Only about this: an id of whatever kind; of an incident, its alerts as well"),
  kind: statesQuery(eventKinds).meta({
    type: "string",
    description: "Only these kinds, separated by commas",
  }),
  after: z.coerce
    .number<string>({ error: "is no number" })
    .int("is no whole number")
    .min(0, "starts at 0")
    .optional()
    .meta({ description: "Begin after this sequence number; without it, with what comes next" }),
  cycles: z
    .enum(["true", "false"])
    .default("false")
    .meta({ description: "`true`: every finished cycle as well, as `event: cycle`, without an id" }),
  cycle: z.coerce
    .number<string>({ error: "is no number" })
    .int("is no whole number")
    .min(1, "starts at 1")
    .optional()
    .meta({
      description: "With `cycles=true`: the cycle that is known already; of a newer one is told at once",
    }),
});

/** A page has one, a dashboard a few; a loop that forgets to close has no end. */
const mostStreams = 200;

/** About who may do what, and answers kept for retries: for auditors and admins, as in the journal. */
const guarded: readonly EventKind[] = ["act-answered", "token-created", "token-revoked"];

const hubs = new WeakMap<AppDeps, Hub>();

function hubOf(deps: AppDeps): Hub {
  const known = hubs.get(deps);
  if (known !== undefined) return known;
  const hub = openHub(deps, deps.streams ?? usualPace, () => deps.draining?.() === true);
  hubs.set(deps, hub);
  return hub;
}

/** An event names its incident, whatever it is about. */
const isAbout = ({ subject, payload }: JournalEntry, wanted: string): boolean =>
  subject === wanted || ("incident" in payload && payload.incident === wanted);

function framer(identity: Identity | undefined, { subject, kind }: z.output<typeof query>) {
  const seesAll = identity !== undefined && holds(identity, "auditor", "admin");
  return (entry: JournalEntry): string | undefined => {
    if (!seesAll && guarded.includes(entry.kind)) return undefined;
    if (kind !== undefined && !kind.includes(entry.kind)) return undefined;
    if (subject !== undefined && !isAbout(entry, subject)) return undefined;
    const data = JSON.stringify({ ...happeningView(entry), subject: entry.subject });
    return `id: ${entry.seq}\ndata: ${data}\n\n`;
  };
}

/** @throws Problem `too-many-requests` */
function assertRoom(hub: Hub): void {
  if (hub.listeners() < mostStreams) return;
  throw new Problem(
    "too-many-requests",
    `${mostStreams} streams are open here: close one, or listen at another replica`,
    {},
    { "retry-after": "30" },
  );
}

export const streamEvents: Route = {
  path: "/api/v1/events",
  id: "streamEvents",
  tag: "Governance",
  summary: "What happens, as it happens",
  description:
    "Server-sent events of everything that is journalled, each with its sequence number as id: whoever comes back " +
    "with `Last-Event-ID` misses nothing. With `cycles=true` it also says that a cycle has finished and which SLOs " +
    "moved, as `event: cycle`. A stream ends after 15 minutes, so that who listens is asked anew.",
  query,
  access: reading,
  answers: { 200: { description: "A stream of happenings, in JSON", type: "text/event-stream" } },
  problems: ["bad-query", "too-many-requests"],
  handle: ({ deps, identity, query: raw, lastEventId }) => {
    const wanted = readQuery(query, raw);
    const hub = hubOf(deps);
    assertRoom(hub);
    const { seq } = deps.desk.state().head;
    const after = Math.min(lastEventId ?? wanted.after ?? seq, seq);
    const frame = framer(identity, wanted);
    const listener = { after, frame, cycles: wanted.cycles === "true", cycle: wanted.cycle };
    return { stream: "text/event-stream", begin: (sink) => hub.listen({ sink, ...listener }) };
  },
};
