import type { Timestamp } from "../../model/units.ts";
import { type Digest, isDigest, type Message, type SentKind } from "./notice.ts";

/** Waiting behind the first one; what is more is told in one message, where people read. */
export const gatheredAbove = 20;
/** Lines that a digest tells; of the others it says how many. */
const linesTold = 50;

/** One message out of many; digests among them are taken apart. */
export function gathered(messages: readonly Message[], { id, at }: { id: string; at: Timestamp }): Digest {
  const counts: Partial<Record<SentKind, number>> = {};
  for (const [kind, count] of messages.flatMap(countsOf)) counts[kind] = (counts[kind] ?? 0) + count;
  return {
    id,
    at,
    kind: "digest",
    count: Object.values(counts).reduce((sum, each) => sum + each, 0),
    since: messages.reduce<Timestamp>((first, each) => (sinceOf(each) < first ? sinceOf(each) : first), at),
    counts,
    lines: messages.flatMap(linesOf).slice(0, linesTold),
  };
}

const countsOf = (message: Message): (readonly [SentKind, number])[] =>
  isDigest(message) ? (Object.entries(message.counts) as [SentKind, number][]) : [[message.kind, 1]];

const sinceOf = (message: Message): Timestamp => (isDigest(message) ? message.since : message.at);

const linesOf = (message: Message): Digest["lines"] =>
  isDigest(message) ? message.lines : [{ id: message.id, at: message.at, what: message.what }];
