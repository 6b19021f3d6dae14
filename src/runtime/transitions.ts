import {
  entries,
  systemActor,
  type Journal,
  type JournalEntry,
  type JournalEvent,
} from "../governance/journal.ts";
import { groupKey } from "../model/observation.ts";
import type { Standings } from "../policy/judge-slo.ts";
import { restore } from "../policy/judge.ts";
import type { Standing, Transition } from "../policy/standing.ts";
import type { JournalStatus } from "./snapshot.ts";

/** A thousand SLOs change at once when a Prometheus dies: one call each would hold up those who wait. */
const perCall = 200;

/** Keeps transitions until the journal has them: judging never waits for a disk. */
export interface TransitionLog {
  /** Adds what a cycle found, and writes as much as the journal takes. */
  write: (transitions: readonly Transition[]) => Promise<JournalStatus>;
}

export function transitionLog(journal: Journal, pause: () => Promise<void>): TransitionLog {
  const waiting: JournalEvent[] = [];
  return {
    write: async (transitions) => {
      for (const each of transitions) waiting.push(eventOf(each));
      try {
        while (waiting.length > 0) {
          const result = await journal.append(waiting.slice(0, perCall));
          if (!result.ok)
            return { writable: false, waiting: waiting.length, error: `the journal answered ${result.code}` };
          waiting.splice(0, perCall);
          if (waiting.length > 0) await pause();
        }
        return { writable: true, waiting: 0 };
      } catch (error) {
        return { writable: false, waiting: waiting.length, error: messageOf(error) };
      }
    },
  };
}

/** Folds the journalled transitions to where every group stood when nines last ran, by SLO id. */
export async function restoreStandings(journal: Journal): Promise<Map<string, Standings>> {
  const standings = new Map<string, Map<string, Standing>>();
  for await (const entry of entries(journal, 1, { kinds: ["state-transition"] })) {
    const transition = transitionOf(entry);
    if (transition === undefined) continue;
    const groups = standings.get(transition.slo) ?? new Map<string, Standing>();
    groups.set(groupKey(transition.group), restore(transition));
    standings.set(transition.slo, groups);
  }
  return standings;
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const eventOf = ({ slo, at, group, ...said }: Transition): JournalEvent => ({
  at,
  actor: systemActor,
  kind: "state-transition",
  subject: slo,
  payload: { ...said, ...(Object.keys(group).length > 0 && { group }) },
});

const transitionOf = (entry: JournalEntry): Transition | undefined => {
  if (entry.kind !== "state-transition") return undefined;
  const { group = {}, objective = "", ...said } = entry.payload;
  return { slo: entry.subject, at: entry.at, group, objective, ...said };
};
