import { entries, type Head, type Journal, type JournalEntry } from "../governance/journal.ts";
import { genesis } from "../governance/chain.ts";
import { groupKey } from "../model/observation.ts";
import type { Standings } from "../policy/judge-slo.ts";
import { restore } from "../policy/judge.ts";
import type { Standing, Transition } from "../policy/standing.ts";

/** Standings of every SLO by its id. */
export type AllStandings = ReadonlyMap<string, Standings>;

/** Where every group of every SLO stands by the journal: a fold over its transitions, kept up to date. */
export interface JournalledStandings {
  all: () => AllStandings;
  /**
   * Takes in what was appended since the last call, and resolves to it.
   * @throws JournalUnavailable
   */
  follow: () => Promise<readonly JournalEntry<"state-transition">[]>;
}

const checkpointName = "standings";
/** Of the checkpoint's text; another one is left alone, and all transitions are read anew. */
const format = 1;
const checkpointEvery = 5_000;

export function followStandings(journal: Journal): JournalledStandings {
  let all = new Map<string, Map<string, Standing>>();
  let head: Head = genesis;
  let saved: number | undefined;

  const begin = async (): Promise<void> => {
    saved = 0;
    const checkpoint = await journal.checkpoints?.load(checkpointName);
    const read = checkpoint === undefined ? undefined : thaw(checkpoint.state);
    if (checkpoint === undefined || read === undefined) return;
    [all, head, saved] = [read, checkpoint.head, checkpoint.head.seq];
  };
  const save = async (): Promise<void> => {
    if (journal.checkpoints === undefined || head.seq - (saved ?? 0) < checkpointEvery) return;
    saved = head.seq;
    await journal.checkpoints.save(checkpointName, { head, state: freeze(all) });
  };

  return {
    all: () => all,
    follow: async () => {
      if (saved === undefined) await begin();
      const end = await journal.head();
      const taken: JournalEntry<"state-transition">[] = [];
      for await (const entry of entries(journal, head.seq + 1, { kinds: ["state-transition"] })) {
        if (entry.seq > end.seq || entry.kind !== "state-transition") break;
        taken.push(entry);
      }
      for (const entry of taken) take(all, transitionOf(entry));
      head = end;
      await save();
      return taken;
    },
  };
}

function take(all: Map<string, Map<string, Standing>>, transition: Transition): void {
  const groups = all.get(transition.slo) ?? new Map<string, Standing>();
  groups.set(groupKey(transition.group), restore(transition));
  all.set(transition.slo, groups);
}

export const transitionOf = ({ subject, at, payload }: JournalEntry<"state-transition">): Transition => {
  const { group = {}, objective = "", ...said } = payload;
  return { slo: subject, at, group, objective, ...said };
};

const freeze = (all: AllStandings): string =>
  JSON.stringify({ format, standings: [...all].map(([slo, groups]) => [slo, [...groups]]) });

function thaw(text: string): Map<string, Map<string, Standing>> | undefined {
  const read = JSON.parse(text) as { format: number; standings: [string, [string, Standing][]][] };
  return read.format === format
    ? new Map(read.standings.map(([slo, groups]) => [slo, new Map(groups)]))
    : undefined;
}

/**
 * What a new leader goes on from: where the journal and its own judging agree, its own, with the holds that run;
 * elsewhere the journal's, so that the next judgement finds every move that the former leader had not journalled.
 */
export function align(own: AllStandings, journalled: AllStandings): AllStandings {
  const ids = new Set([...own.keys(), ...journalled.keys()]);
  return new Map([...ids].map((id) => [id, alignGroups(own.get(id) ?? none, journalled.get(id) ?? none)]));
}

const none: Standings = new Map();

function alignGroups(own: Standings, journalled: Standings): Standings {
  const aligned = new Map<string, Standing>();
  for (const [key, standing] of own) {
    // What never moved is in no journal: it is healthy still, or was never known.
    const before = journalled.get(key)?.state ?? "healthy";
    if (standing.state === before) aligned.set(key, standing);
  }
  for (const [key, standing] of journalled) if (!aligned.has(key)) aligned.set(key, standing);
  return aligned;
}
