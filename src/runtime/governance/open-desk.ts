import { randomBytes } from "node:crypto";
import { freeze, thaw } from "../../governance/checkpoint.ts";
import { type Journal, type JournalEntry, JournalUnavailable } from "../../governance/journal.ts";
import { emptyState, take, type GovernanceState } from "../../governance/state.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import type { Pause } from "../drive.ts";
import type { ActOptions, ActResult, Decide, Desk } from "./desk.ts";
import { Group, prepare, type Waiting } from "./group.ts";

/** Entries read at once; between two pages waiting requests are served. */
const page = 1_000;
/** Others can be faster only so often: each time, one of them was the faster one and is done. */
const attempts = 50;

const checkpointName = "governance";
const checkpointEvery = 5_000;

export interface DeskPorts {
  journal: Pick<Journal, "append" | "read" | "checkpoints">;
  now: () => Timestamp;
  pause: Pause;
  /** Waits this many milliseconds; with two processes after the same head, the slower one waits a random while. */
  wait?: (milliseconds: number) => Promise<void>;
}

/** A desk over a journal. It has read nothing yet: `refresh` first. */
export function openDesk({ journal, now, pause, wait = sleep }: DeskPorts): Desk {
  let state = emptyState();
  let saved = 0;
  const oneAtATime = queue();
  let readAt: Timestamp | undefined;

  const begin = async (): Promise<void> => {
    const checkpoint = await journal.checkpoints?.load(checkpointName);
    const thawed = checkpoint === undefined ? undefined : thaw(checkpoint.state);
    if (thawed === undefined) return;
    state = thawed;
    saved = state.head.seq;
  };

  /** Costs as long as the state is large, so only when much has come since. */
  const save = async (): Promise<void> => {
    if (journal.checkpoints === undefined || state.head.seq - saved < checkpointEvery) return;
    saved = state.head.seq;
    await journal.checkpoints.save(checkpointName, { head: state.head, state: freeze(state) });
  };

  const takeIn = async (): Promise<GovernanceState> => {
    if (readAt === undefined) await begin();
    for (;;) {
      const entries = await journal.read(state.head.seq + 1, page);
      takeAll(state, entries);
      if (entries.length < page) break;
      await pause();
    }
    readAt = now();
    await save();
    return state;
  };

  const waiting: Waiting[] = [];

  /** Those at the front of the queue, decided on the newest state, as long as they may go to disk together. */
  const gather = (): Group => {
    // The journal never runs backwards, so neither does the time that decisions are made at.
    const at = timestamp(Math.max(state.head.at, now()));
    const group = new Group();
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      try {
        if (!group.takes(prepare(next, state, at, newId))) break;
      } catch (error) {
        next.reject(error);
      }
      waiting.shift();
    }
    return group;
  };

  /** False when somebody else appended meanwhile: those who wait are decided anew on what is true then. */
  const serve = async (): Promise<boolean> => {
    await takeIn();
    const { members, events } = gather();
    const tell = (): void => members.forEach(({ waiting: each, result }) => each.resolve(result));
    const acting = members.filter((each) => each.events.length > 0);
    const [first] = acting;
    if (first === undefined) {
      tell();
      return true;
    }
    const { epoch } = first.waiting.options;
    const fence = { expectedHead: state.head.seq, ...(epoch !== undefined && { epoch }) };
    try {
      const appended = await journal.append(events, fence);
      if (appended.ok) takeAll(state, appended.entries);
      else if (appended.code === "head-moved") {
        waiting.unshift(...members.map((each) => each.waiting));
        return false;
      } else first.result = ledByAnother;
    } catch (error) {
      for (const each of acting) each.waiting.reject(error);
    }
    tell();
    return true;
  };

  const serveInTurn = async (): Promise<void> => {
    try {
      // Served together with another one.
      if (waiting.length === 0) return;
      for (let tried = 0; tried < attempts; tried++) {
        if (await serve()) return;
        await wait(Math.random() * Math.min(100, 2 ** tried));
      }
      throw new JournalUnavailable(
        `others were faster at the journal ${attempts} times in a row: ask again in a moment`,
      );
    } catch (error) {
      waiting.shift()?.reject(error);
    }
  };

  return {
    state: () => state,
    readAt: () => readAt,
    read: (...asked) => journal.read(...asked),
    refresh: () => oneAtATime(takeIn),
    act: <Answer>(decide: Decide<Answer>, options: ActOptions = {}) =>
      new Promise<ActResult<Answer>>((resolve, reject) => {
        waiting.push({ decide, options, resolve: resolve as Waiting["resolve"], reject });
        void oneAtATime(serveInTurn);
      }),
  };
}

const ledByAnother = {
  ok: false,
  refused: "conflict",
  message: "another replica leads now: this is for it to do",
} as const;

/** @throws JournalUnavailable when an entry is missing: a fold with a gap must decide nothing */
function takeAll(state: GovernanceState, entries: readonly JournalEntry[]): void {
  for (const entry of entries) {
    if (entry.seq !== state.head.seq + 1)
      throw new JournalUnavailable(
        `the journal has no entry ${state.head.seq + 1}: nines audit verify tells more`,
      );
    take(state, entry);
  }
}

/** Runs one work after the other; one that fails does not hold up the next. */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Without letters and digits that look alike when read aloud. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const newId = (prefix: string): string =>
  `${prefix}-${[...randomBytes(10)].map((byte) => alphabet[byte % alphabet.length]).join("")}`;
