/** A run as it is kept: its text is several times smaller than what it says. */
export interface KeptRun {
  id: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  text: string;
}

/** The newest runs of one journey at one location, each of them once, whatever order they come in. */
export interface Lane<Run extends KeptRun> {
  put: (run: Run) => "new" | "known" | "older";
  /** Newest first. */
  runs: () => readonly Run[];
  has: (id: string) => boolean;
  /** Characters. */
  size: () => number;
  forgetOldest: () => void;
}

const isNewer = (a: KeptRun, b: KeptRun): boolean =>
  a.startedAt === b.startedAt ? a.id > b.id : a.startedAt > b.startedAt;

export function createLane<Run extends KeptRun>(most: number): Lane<Run> {
  const runs: Run[] = [];
  const ids = new Set<string>();
  let size = 0;
  const forgetOldest = (): void => {
    const oldest = runs.pop();
    if (oldest === undefined) return;
    ids.delete(oldest.id);
    size -= oldest.text.length;
  };
  return {
    put: (run) => {
      if (ids.has(run.id)) return "known";
      // Runs come in their order nearly always: the place is at the front.
      const found = runs.findIndex((each) => isNewer(run, each));
      const at = found < 0 ? runs.length : found;
      if (at >= most) return "older";
      runs.splice(at, 0, run);
      ids.add(run.id);
      size += run.text.length;
      if (runs.length > most) forgetOldest();
      return "new";
    },
    runs: () => runs,
    has: (id) => ids.has(id),
    size: () => size,
    forgetOldest,
  };
}
