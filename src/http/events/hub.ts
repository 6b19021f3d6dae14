import type { JournalEntry } from "../../governance/journal.ts";
import type { Desk } from "../../runtime/governance/desk.ts";

/** Where events go; `write` answers false while the other side is slow, and `onDrain` then says when it is not. */
export interface Sink {
  write: (text: string) => boolean;
  end: () => void;
  onDrain: (listener: () => void) => void;
}

/** Whoever listens to the journal. */
export interface Listener {
  sink: Sink;
  /** Entries up to this one are known there. */
  after: number;
  /** As it is sent; undefined for what is not for this listener. */
  frame: (entry: JournalEntry) => string | undefined;
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

/**
 * One look into the journal, from the one on who is farthest behind, serves everybody. What other replicas have
 * written is seen as well; nothing is read while nobody listens, or while all who do are slow.
 */
export function openHub(desk: Pick<Desk, "read">, pace: Pace, isEnding: () => boolean): Hub {
  const streams = new Set<Stream>();
  let timer: NodeJS.Timeout | undefined;
  const tick = async (): Promise<void> => {
    if (isEnding()) for (const stream of streams) stream.end();
    const oldest = Math.min(...[...streams].map((stream) => stream.cursor()));
    // While the journal cannot be read there is no news; heartbeats go on.
    const entries = Number.isFinite(oldest) ? await desk.read(oldest + 1, page).catch(() => []) : [];
    for (const stream of streams) stream.take(entries);
    if (streams.size === 0) timer = undefined;
    else timer = setTimeout(() => void tick(), entries.length === page ? 0 : pace.poll);
  };
  return {
    listeners: () => streams.size,
    listen: (listener) => {
      const stream = openStream(listener, pace, () => streams.delete(stream));
      streams.add(stream);
      timer ??= setTimeout(() => void tick(), 0);
      return stream.stop;
    },
  };
}

interface Stream {
  cursor: () => number;
  take: (entries: readonly JournalEntry[]) => void;
  end: () => void;
  stop: () => void;
}

/** Reconnects in two seconds, and says from where on. */
const greeting = "retry: 2000\n: nines\n\n";

function openStream({ sink, after, frame }: Listener, pace: Pace, forget: () => void): Stream {
  let cursor = after;
  let isSlow = false;
  const write = (text: string): void => {
    if (!sink.write(text)) isSlow = true;
  };
  sink.onDrain(() => (isSlow = false));
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
    end,
    stop,
  };
}
