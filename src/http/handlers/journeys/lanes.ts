import type { Heard } from "../../../journey/reports/shelf.ts";
import type { RunEnd, RunResult } from "../../../journey/result.ts";
import type { Journey } from "../../../model/journey.ts";
import type { Timestamp } from "../../../model/units.ts";
import type { CountedJourney } from "../../../query/counted.ts";
import type { JourneysReader } from "../../deps.ts";
import type { LaneBody } from "../../schemas/journey.ts";
import { present } from "../../views/common.ts";

export const iso = (milliseconds: number): string => new Date(Math.round(milliseconds)).toISOString();

const endOf = ({ runId, startedAt, duration, result, reason }: RunEnd) =>
  present({ id: runId, at: iso(startedAt), duration, result, reason });

/** Runs of each location that a list tells the ends of. */
const shownEnds = 60;

/** What is known of the world at one moment, asked once for all journeys. */
export interface Known {
  reader: JourneysReader;
  heard: readonly Heard[];
  counted: readonly CountedJourney[];
  now: Timestamp;
}

/** Seconds without a run after which somebody should wonder: three intervals, and what a run may take. */
const patience = ({ schedule }: Journey): number => 3 * schedule.every + schedule.timeout + 30;

const isSilent = (journey: Journey, lastRun: number | undefined, now: Timestamp): boolean =>
  lastRun === undefined || now - lastRun > patience(journey);

function laneOf(
  journey: Journey,
  { location, runs, ...known }: Pick<LaneBody, "location" | "knownBy"> & { runs: readonly RunEnd[] },
  now: Timestamp,
): LaneBody {
  const [last] = runs;
  const success = runs.find(({ result }) => result === "passed" || result === "degraded");
  return present({
    location,
    ...known,
    silent: isSilent(journey, last && last.startedAt / 1_000, now),
    lastRunAt: last && iso(last.startedAt),
    last: last && endOf(last),
    recent: runs.slice(0, shownEnds).map(endOf),
    lastSuccess: success && iso(success.startedAt),
    kept: runs.length,
  });
}

const ownLane = (journey: Journey, { reader, now }: Known): LaneBody[] => {
  const runs = reader.history(journey.name);
  if (runs === undefined) return [];
  const lane = laneOf(journey, { location: reader.location, knownBy: "here", runs }, now);
  // It has just begun: nothing is missing yet.
  return [runs.length === 0 ? { ...lane, silent: false } : lane];
};

const reportedLanes = (journey: Journey, { reader, heard, now }: Known): LaneBody[] =>
  heard.flatMap(({ location, by, at, clockAhead }) => {
    const runs = reader.reports.ends(journey.name, location);
    if (runs.length === 0) return [];
    const lane = laneOf(journey, { location, knownBy: "report", runs }, now);
    return [present({ ...lane, heardAt: iso(at), reportedBy: by, clockAheadSeconds: clockAhead })];
  });

const countedLanes = (journey: Journey, { counted, now }: Known): LaneBody[] =>
  counted
    .filter((each) => each.journey === journey.name)
    .map(({ location, lastRun }) =>
      present({
        ...{ location, knownBy: "prometheus" as const, silent: isSilent(journey, lastRun, now) },
        lastRunAt: lastRun && iso(lastRun * 1_000),
        ...{ recent: [], kept: 0 },
      }),
    );

const definedLanes = ({ locations }: Journey): LaneBody[] =>
  locations.map((location) => ({ location, knownBy: "definition", silent: true, recent: [], kept: 0 }));

const byName = (a: LaneBody, b: LaneBody): number => (a.location < b.location ? -1 : 1);

/** A journey at every location that anything is known of: by whoever knows most of it, this process first. */
export function lanesOf(journey: Journey, known: Known): LaneBody[] {
  const found = new Map<string, LaneBody>();
  const lanes = [...reportedLanes(journey, known), ...countedLanes(journey, known), ...definedLanes(journey)];
  const own = ownLane(journey, known);
  const taken = new Set(own.map(({ location }) => location));
  for (const lane of lanes)
    if (!taken.has(lane.location) && !found.has(lane.location)) found.set(lane.location, lane);
  return [...own, ...[...found.values()].sort(byName)];
}

/** All runs of a journey that are kept, newest first. */
export function runsAt(
  { name }: Journey,
  reader: JourneysReader,
  heard: readonly Heard[],
  location?: string,
): readonly RunResult[] {
  const places = heard
    .map((each) => each.location)
    .filter((each) => location === undefined || each === location);
  const own = location === undefined || location === reader.location ? (reader.history(name) ?? []) : [];
  return [...own, ...places.flatMap((place) => reader.reports.history(name, place))].toSorted(
    (a, b) => b.startedAt - a.startedAt,
  );
}
