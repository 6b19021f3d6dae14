import { canonical } from "../governance/chain.ts";
import { systemActor, type Journal, type JournalEntry, type JournalEvent } from "../governance/journal.ts";
import { groupKey } from "../model/observation.ts";
import type { Standing, Transition } from "../policy/standing.ts";
import { soleLeader, type Leadership } from "./leadership.ts";
import type { Log } from "./ports.ts";
import type { JournalStatus } from "./snapshot.ts";
import { align, followStandings, transitionOf, type AllStandings } from "./standings.ts";
import { restore } from "../policy/judge.ts";

/** A thousand SLOs change at once when a Prometheus dies: one call each would hold up those who wait. */
const perCall = 200;

export interface TransitionPorts {
  journal: Journal;
  leadership?: Leadership;
  pause: () => Promise<void>;
  log: Pick<Log, "error">;
}

/** Keeps transitions until the journal has them: judging never waits for a disk. */
export interface TransitionLog {
  /**
   * What this cycle is to judge on: what the process knows itself, set right by the journal. Never throws: a
   * journal that cannot be read is told by `write`.
   */
  begin: (own: AllStandings) => Promise<AllStandings>;
  /** Adds what the cycle found, and writes as much as the journal takes. Who does not lead writes nothing. */
  write: (transitions: readonly Transition[]) => Promise<JournalStatus>;
}

export function transitionLog({
  journal,
  leadership = soleLeader,
  pause,
  log,
}: TransitionPorts): TransitionLog {
  const journalled = followStandings(journal);
  let waiting: JournalEvent[] = [];
  /** The epoch that this cycle began in, and the last one that this process led in. */
  let epoch: number | undefined;
  let term: number | undefined;
  let isRead = false;
  let unread: string | undefined;

  const begin = async (own: AllStandings): Promise<AllStandings> => {
    epoch = leadership.epoch();
    let news: readonly JournalEntry<"state-transition">[];
    try {
      news = await journalled.follow();
      unread = undefined;
    } catch (error) {
      if (unread === undefined)
        log.error("the journal cannot be read: states are judged without what it holds", {
          error: messageOf(error),
        });
      unread = messageOf(error);
      return own;
    }
    waiting = without(waiting, news);
    const isFirst = !isRead;
    isRead = true;
    if (isFirst || isNewTerm(epoch)) return takeOver(own, isFirst, news);
    if (epoch !== undefined) return own;
    if ((leadership.latest() ?? 0) > (term ?? 0)) waiting = [];
    return heed(own, news);
  };
  const isNewTerm = (now: number | undefined): boolean => now !== undefined && now !== term;
  const takeOver = (own: AllStandings, isFirst: boolean, news: readonly unknown[]): AllStandings => {
    // Nobody led or wrote in between: what still waits is what the journal lacks.
    const isUnbroken = !isFirst && term !== undefined && epoch === term + 1 && news.length === 0;
    term = epoch ?? term;
    if (isUnbroken) return own;
    waiting = [];
    return align(own, journalled.all());
  };

  const write = async (transitions: readonly Transition[]): Promise<JournalStatus> => {
    const isSucceeded = epoch === undefined && (term === undefined || (leadership.latest() ?? 0) > term);
    if (isSucceeded) return unread === undefined ? good : { writable: false, waiting: 0, error: unread };
    for (const each of transitions) waiting.push(eventOf(each));
    // Before its past is known, nobody can say which of these moves it holds already.
    if (epoch === undefined || !isRead) return ill(waiting, unread ?? "no replica leads just now");
    try {
      while (waiting.length > 0) {
        const result = await journal.append(waiting.slice(0, perCall), { epoch });
        if (!result.ok) return ill(waiting, `the journal answered ${result.code}`);
        waiting.splice(0, perCall);
        if (waiting.length > 0) await pause();
      }
      return good;
    } catch (error) {
      return ill(waiting, messageOf(error));
    }
  };
  return { begin, write };
}

const good: JournalStatus = { writable: true, waiting: 0 };
const ill = ({ length }: readonly unknown[], error: string): JournalStatus => ({
  writable: false,
  waiting: length,
  error,
});

/** What waits, less what the journal has after all: an append that seemed to fail may have been written. */
function without(
  waiting: readonly JournalEvent[],
  news: readonly JournalEntry<"state-transition">[],
): JournalEvent[] {
  let from = 0;
  for (const { subject, payload } of news) {
    const next = waiting[from];
    if (next?.subject === subject && canonical(next.payload) === canonical(payload)) from += 1;
  }
  return waiting.slice(from);
}

/** A follower's own standings, with each move that the leader has journalled since. */
function heed(own: AllStandings, news: readonly JournalEntry<"state-transition">[]): AllStandings {
  if (news.length === 0) return own;
  const heeded = new Map(own);
  for (const entry of news) {
    const transition = transitionOf(entry);
    const groups = new Map<string, Standing>(heeded.get(transition.slo) ?? []);
    const key = groupKey(transition.group);
    if (groups.get(key)?.state === transition.to) continue;
    heeded.set(transition.slo, groups.set(key, restore(transition)));
  }
  return heeded;
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const eventOf = ({ slo, at, group, ...said }: Transition): JournalEvent => ({
  at,
  actor: systemActor,
  kind: "state-transition",
  subject: slo,
  payload: { ...said, ...(Object.keys(group).length > 0 && { group }) },
});
