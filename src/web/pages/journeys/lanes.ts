import type { JourneyBody, LaneBody } from "../../../http/schemas/journey.ts";

type Lane = Pick<LaneBody, "location" | "silent" | "last" | "recent">;
type Result = LaneBody["recent"][number]["result"];

/** A run on the axis of time that all locations share: shares of its width and of the row's height. */
export interface Mark {
  id: string;
  at: string;
  result: Result;
  /** Seconds. */
  took: number;
  x: number;
  height: number;
}

export interface LaneRow {
  location: string;
  /** Oldest first. */
  marks: readonly Mark[];
}

export interface Lanes {
  rows: readonly LaneRow[];
  /** Milliseconds since 1970. */
  from: number;
  to: number;
}

/** Intervals that the axis spans. */
const shownRuns = 60;

/** How high the quickest run stands, and one that did not get through. */
const lowest = 0.2;

export const isGood = (result: Result): boolean => result === "passed" || result === "degraded";

/**
 * The last runs of each location, one row under another on one axis that ends now, so that what happened at the same time
 * stands at the same place. A run that got through is as high as it took long; one that did not fills its row.
 */
export function lanesOf(
  lanes: readonly Lane[],
  { everySeconds }: Pick<JourneyBody, "everySeconds">,
  now: number,
): Lanes {
  const newest = lanes.flatMap(({ recent }) => recent.slice(0, 1).map(({ at }) => Date.parse(at)));
  const to = Math.max(now, ...newest);
  const from = to - shownRuns * everySeconds * 1_000;
  const shown = lanes.map(({ location, recent }) => ({
    location,
    runs: recent.filter(({ at }) => Date.parse(at) >= from),
  }));
  const good = shown.flatMap(({ runs }) => runs).filter(({ result }) => isGood(result));
  const longest = Math.max(0.001, ...good.map(({ duration }) => duration));
  const markOf = ({ id, at, result, duration }: Lane["recent"][number]): Mark => ({
    ...{ id, at, result, took: duration, x: (Date.parse(at) - from) / (to - from) },
    height: isGood(result) ? lowest + (0.8 - lowest) * (duration / longest) : 1,
  });
  return {
    rows: shown.map(({ location, runs }) => ({ location, marks: runs.map(markOf).toReversed() })),
    from,
    to,
  };
}

const inWords = new Intl.ListFormat("en-GB");

export interface WhereItFails {
  words: string;
  isBad: boolean;
}

/** Where it got through last, where not, and from where nothing is heard; undefined before anything is known. */
export function whereItFails(lanes: readonly Lane[]): WhereItFails | undefined {
  const heard = lanes.filter(({ silent, last }) => !silent && last !== undefined);
  const failing = heard.filter(({ last }) => last?.result === "failed").map(({ location }) => location);
  const unfit = heard.filter(({ last }) => last?.result === "internal").map(({ location }) => location);
  const good = heard
    .filter(({ last }) => last !== undefined && isGood(last.result))
    .map(({ location }) => location);
  const silent = lanes
    .filter((lane) => lane.silent && lane.recent.length > 0)
    .map(({ location }) => location);
  const isEverywhere = heard.length > 1 && failing.length === heard.length;
  const parts = [
    failing.length > 0 &&
      (isEverywhere
        ? "fails at every location"
        : `fails at ${inWords.format(failing)}${failing.length === 1 && good.length > 0 ? " alone" : ""}`),
    good.length > 0 && `gets through at ${inWords.format(good)}`,
    unfit.length > 0 && `cannot be run at ${inWords.format(unfit)}`,
    silent.length > 0 && `is silent at ${inWords.format(silent)}`,
  ].filter((part) => part !== false);
  if (parts.length === 0) return undefined;
  return { words: parts.join("; "), isBad: failing.length + silent.length > 0 };
}
