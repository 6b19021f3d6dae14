import { isDeepStrictEqual } from "node:util";
import type { Journey, SkipCause } from "../model/journey.ts";
import type { RunResult } from "../journey/result.ts";
import { count, countSkipped, createTally, type Tally } from "../journey/tally.ts";
import { renderTallies } from "./exposition.ts";
import { StepFailure } from "./failures.ts";
import { createHistory } from "./history.ts";
import type { ProbeContext } from "./run.ts";
import { runJourney } from "./runner.ts";
import { createScheduler } from "./scheduler.ts";
import type { SlotMemory } from "./slots.ts";

export interface ProberOptions {
  context: ProbeContext;
  slots: SlotMemory;
  /** Told of every run as it ends; redacted. */
  onRun?: (run: RunResult) => void;
  onSkip?: (skip: { journey: string; cause: SkipCause; runs: number }) => void;
}

/** Runs journeys by their schedule, counts them and keeps their last runs. */
export interface Prober {
  /** Runs these journeys from now on, as far as they run at this location; counters of those that stay go on. */
  update: (journeys: readonly Journey[]) => void;
  /** What was counted, as Prometheus text. */
  metrics: () => Promise<readonly Buffer[]>;
  /** The last runs of a journey, newest first, or `most` of them; undefined when it does not run here. */
  history: (journey: string, most?: number) => readonly RunResult[] | undefined;
  /** The journeys that run here. */
  journeys: () => readonly Journey[];
  /** Begins no more runs; calls those off that are still under way after `grace` milliseconds. */
  stop: (grace?: number) => Promise<void>;
}

interface Entry {
  journey: Journey;
  tally: Tally;
}

export function createProber({ context, slots, onRun, onSkip }: ProberOptions): Prober {
  const { location, now } = context;
  const entries = new Map<string, Entry>();
  const history = createHistory(location);
  const calledOff = new AbortController();
  const run = async (journey: Journey, slot: number, late: number): Promise<void> => {
    const result = await runJourney(journey, context, { slot, late, signal: calledOff.signal });
    const entry = entries.get(journey.name);
    // A run that outlived its journey, or the steps it was made of, is nobody's any more.
    if (entry === undefined || !isSameShape(entry.journey, journey)) return;
    count(entry.tally, result);
    history.add(result);
    onRun?.(result);
  };
  const skipped = (journey: string, cause: SkipCause, runs: number): void => {
    const entry = entries.get(journey);
    if (entry !== undefined) countSkipped(entry.tally, cause, runs);
    onSkip?.({ journey, cause, runs });
  };
  const scheduler = createScheduler({ location, now, slots, run, skipped });
  return {
    update: (journeys) => {
      const here = journeys.filter(({ locations }) => locations.length === 0 || locations.includes(location));
      const names = new Set(here.map(({ name }) => name));
      for (const name of [...entries.keys()]) if (!names.has(name)) entries.delete(name);
      for (const journey of here) {
        const known = entries.get(journey.name);
        const isKnown = known !== undefined && isSameShape(known.journey, journey);
        entries.set(journey.name, { journey, tally: isKnown ? known.tally : createTally(journey, location) });
      }
      history.retain(here);
      scheduler.update(here);
    },
    metrics: () => renderTallies([...entries.values()].map(({ tally }) => tally)),
    history: (journey, most) => (entries.has(journey) ? history.of(journey, most) : undefined),
    journeys: () => [...entries.values()].map(({ journey }) => journey),
    stop: async (grace = 5_000) => {
      scheduler.stop();
      const timer = setTimeout(
        () => calledOff.abort(new StepFailure("internal", "nines was stopped")),
        grace,
      );
      await scheduler.idle();
      clearTimeout(timer);
      slots.close();
    },
  };
}

/** Whether two definitions of a journey count into the same series. */
const isSameShape = (a: Journey, b: Journey): boolean =>
  isDeepStrictEqual(a.buckets, b.buckets) &&
  isDeepStrictEqual(
    a.steps.map(({ name }) => name),
    b.steps.map(({ name }) => name),
  );
