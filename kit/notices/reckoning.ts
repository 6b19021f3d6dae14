import type { Arrival, FloodReport } from "./flood.ts";

/** What arrived, held against what was asked for. */
export interface NoticeReckoning {
  /** Distinct notices. */
  delivered: number;
  /** Asked for, and never announced. */
  lost: readonly string[];
  /** Came once more, as the first message after the kill that it was in flight at. */
  repeated: number;
  /** Came once more although it was not in flight. */
  wrong: readonly string[];
  /** Arrived under two ids. */
  renamed: readonly string[];
  /** Came before an older one for the first time. */
  disordered: readonly string[];
}

export function reckonNotices({ asked, arrivals }: Pick<FloodReport, "asked" | "arrivals">): NoticeReckoning {
  const seen = new Set(arrivals.map(({ subject }) => subject));
  const repetitions = arrivals.flatMap((arrival, index) =>
    arrivals.slice(0, index).some(({ id }) => id === arrival.id) ? [index] : [],
  );
  const wrong = repetitions.filter((index) => !wasInFlight(arrivals, index));
  const ids = Map.groupBy(arrivals, ({ subject }) => subject);
  const firsts = arrivals.filter(({ id }, index) => arrivals.findIndex((each) => each.id === id) === index);
  return {
    delivered: new Set(arrivals.map(({ id }) => id)).size,
    lost: asked.filter((id) => !seen.has(id)),
    repeated: repetitions.length - wrong.length,
    wrong: wrong.map((index) => arrivals[index]?.id ?? ""),
    renamed: [...ids]
      .filter(([, those]) => new Set(those.map(({ id }) => id)).size > 1)
      .map(([subject]) => subject),
    disordered: firsts
      .filter(({ id }, index) => index > 0 && seqOf(id) < seqOf(firsts[index - 1]?.id ?? ""))
      .map(({ id }) => id),
  };
}

/** Only the last message of one life can have been in flight at its end, and the next life begins with it. */
function wasInFlight(arrivals: readonly Arrival[], index: number): boolean {
  const [before, again] = [arrivals[index - 1], arrivals[index]];
  return before !== undefined && again !== undefined && before.id === again.id && before.life < again.life;
}

const seqOf = (id: string): number => Number(/^no-(\d+)-/.exec(id)?.[1] ?? 0);
