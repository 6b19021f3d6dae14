import type { JournalEntry } from "../../governance/journal.ts";
import type { Desk } from "../../runtime/governance/desk.ts";
import type { SnapshotReader } from "../../runtime/snapshot.ts";
import { watchCycles } from "./cycles.ts";

/** Where events go; `write` answers false while the other side is slow, and `onDrain` then says when it is not. */
export interface Sink {
  write: (text: string) => boolean;
  end: () => void;
  onDrain: (listener: () => void) => void;
}

/** Whoever listens to the journal, and to cycles where they want to. */
export interface Listener {
  sink: Sink;
  /** Entries up to this one are known there. */
  after: number;
  /** As it is sent; undefined for what is not for this listener. */
  frame: (entry: JournalEntry) => string | undefined;
  cycles: boolean;
  /** The newest cycle that is known there, where one is. */
  cycle?: number | undefined;
}

export interface Pace {
  /** Milliseconds between two looks into the journal. */
  poll: number;
  /** … after which a silent line says that the stream is alive. */
  heartbeat: number;
  /** … after which a stream ends, so that whoever listens shows anew who they are, and goes on where it ended. */
  life: number;
}

export const usualPace: Pace = { poll: 500, heartbeat: 15_000, life: 15 * 60_000 };

export interface Hub {
  listeners: () => number;
  /** Answers with what ends it. */
  listen: (listener: Listener) => () => void;
}

const page = 500;

/** What is told of. */
export interface Told {
  desk: Pick<Desk, "read" | "refresh">;
  snapshots: SnapshotReader;
}

/** While the journal cannot be read there is no news of it; heartbeats go on. */
async function entriesFrom(desk: Told["desk"], from: number): Promise<readonly JournalEntry[]> {
  if (!Number.isFinite(from)) return [];
  try {
    const entries = await desk.read(from, page);
    // Who is told asks at once, and is to be answered from what was told.
    if (entries.length > 0) await desk.refresh();
    return entries;
  } catch {
    return [];
  }
}

/**
 * One look into the journal, from the one on who is farthest behind, serves everybody. What other replicas have
 * written is seen as well; nothing is read while nobody listens, or while all who do are slow.
 */
export function openHub({ desk, snapshots }: Told, pace: Pace, isEnding: () => boolean): Hub {
  const streams = new Set<Stream>();
  const cycles = watchCycles(snapshots);
  let timer: NodeJS.Timeout | undefined;
  const tick = async (): Promise<void> => {
    if (isEnding()) for (const stream of streams) stream.end();
    const oldest = Math.min(...[...streams].map((stream) => stream.cursor()));
    const entries = await entriesFrom(desk, oldest + 1);
    const cycle = cycles.next();
    for (const stream of streams) {
      stream.take(entries);
      if (cycle !== undefined) stream.tellCycle(cycle);
    }
    if (streams.size === 0) timer = undefined;
    else timer = setTimeout(() => void tick(), entries.length === page ? 0 : pace.poll);
  };
  return {
    listeners: () => streams.size,
    listen: (listener) => {
      const stream = openStream(listener, pace, () => streams.delete(stream));
      if (streams.size === 0) cycles.forget();
      streams.add(stream);
      const missed = listener.cycle === undefined ? undefined : cycles.since(listener.cycle);
      if (missed !== undefined) stream.tellCycle(missed);
      timer ??= setTimeout(() => void tick(), 0);
      return stream.stop;
    },
  };
}

interface Stream {
  cursor: () => number;
  take: (entries: readonly JournalEntry[]) => void;
  tellCycle: (frame: string) => void;
  end: () => void;
  stop: () => void;
}

/** Reconnects in two seconds, and says from where on. */
const greeting = "retry: 2000\n: nines\n\n";

function openStream({ sink, after, frame, cycles }: Listener, pace: Pace, forget: () => void): Stream {
  let cursor = after;
  let isSlow = false;
  let waiting = "";
  const write = (text: string): void => {
    if (!sink.write(text)) isSlow = true;
  };
  sink.onDrain(() => {
    isSlow = false;
    if (waiting !== "") write(waiting);
    waiting = "";
  });
  write(greeting);
  const heartbeat = setInterval(() => write(": alive\n\n"), pace.heartbeat);
  const stop = (): void => {
    clearInterval(heartbeat);
    clearTimeout(life);
    forget();
  };
  const end = (): void => {
    stop();
    sink.end();
  };
  const life = setTimeout(end, pace.life);
  return {
    cursor: () => (isSlow ? Infinity : cursor),
    take: (entries) => {
      for (const entry of entries) {
        if (isSlow) return;
        // Another one may have lagged behind: what is known here already is not said again.
        if (entry.seq !== cursor + 1) continue;
        cursor = entry.seq;
        const text = frame(entry);
        if (text !== undefined) write(text);
      }
    },
    tellCycle: (text) => {
      if (!cycles) return;
      // Of the cycles that pass a slow one by, the newest is enough: it says that there is something new to ask for.
      if (isSlow) waiting = text;
      else write(text);
    },
    end,
    stop,
  };
}
