import { createSecretKey, randomBytes } from "node:crypto";
import { type ChainKey, genesis, headOf, link, textsOf } from "../governance/chain.ts";
import {
  type Head,
  type Journal,
  type JournalEntry,
  type JournalFilter,
  JournalUnavailable,
} from "../governance/journal.ts";
import type { Timestamp } from "../model/units.ts";

/** A journal that lives as long as its process (`--data none`): the same promises as on disk, save durability. */
export function openMemoryJournal(key: ChainKey = createSecretKey(randomBytes(32))): Journal {
  const written: JournalEntry[] = [];
  let closed = false;
  const head = (): Head => {
    const last = written.at(-1);
    return last === undefined ? genesis : headOf(last);
  };
  // An async body turns a throw into the rejection that the port promises.
  const whileOpen = async <T>(work: () => T): Promise<T> => {
    if (closed) throw new JournalUnavailable("the journal is closed");
    return work();
  };
  return {
    append: (events, { expectedHead } = {}) =>
      whileOpen(() => {
        if (expectedHead !== undefined && expectedHead !== head().seq)
          return { ok: false, code: "head-moved", head: head() };
        const linked = link(key, head(), structuredClone(events)).map(({ entry }) => entry);
        written.push(...linked);
        return { ok: true, entries: structuredClone(linked) };
      }),
    read: (fromSeq, limit, filter) =>
      whileOpen(() => structuredClone(select(written, key, fromSeq, limit, filter))),
    head: () => whileOpen(head),
    dropVerdicts: (before) => whileOpen(() => dropIn(written, key, before)),
    close: async () => {
      closed = true;
    },
  };
}

function dropIn(written: JournalEntry[], key: ChainKey, before: Timestamp): number {
  let count = 0;
  for (const [index, entry] of written.entries()) {
    if (entry.at >= before) break;
    if (textsOf(key, entry).verdict === undefined) continue;
    written[index] = withoutVerdict(key, entry);
    count += 1;
  }
  return count;
}

const withoutVerdict = (key: ChainKey, entry: JournalEntry): JournalEntry =>
  ({ ...entry, payload: JSON.parse(textsOf(key, entry).kept) as unknown }) as JournalEntry;

function select(
  written: readonly JournalEntry[],
  key: ChainKey,
  fromSeq: number,
  limit: number,
  filter: JournalFilter = {},
): JournalEntry[] {
  const { before = Infinity, newestFirst, withoutVerdicts } = filter;
  const within = written.slice(Math.max(fromSeq - 1, 0), Math.max(before - 1, 0));
  const ordered = newestFirst === true ? within.reverse() : within;
  const found = ordered.filter((entry) => matches(entry, filter)).slice(0, limit);
  if (withoutVerdicts !== true) return found;
  return found.map((entry) => withoutVerdict(key, entry));
}

const matches = (entry: JournalEntry, { kinds, subject, actor, service }: JournalFilter): boolean =>
  (kinds === undefined || kinds.includes(entry.kind)) &&
  (subject === undefined || entry.subject === subject) &&
  (actor === undefined || entry.actor === actor) &&
  (service === undefined || (entry.kind === "gate-decision" && entry.payload.key.services.includes(service)));
