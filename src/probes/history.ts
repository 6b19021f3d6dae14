import {
  failureReasons,
  type Journey,
  type Phase,
  phases,
  runResults,
  stepResults,
} from "../model/journey.ts";
import type { RunResult, StepResult } from "../journey/result.ts";

/** Runs kept of each journey. */
export const keptRuns = 200;

/** Characters of messages and excerpts kept of all journeys together; the oldest are forgotten first. */
const keptText = 24 * 1024 * 1024;

/** The last runs of every journey. */
export interface History {
  add: (run: RunResult) => void;
  /** Newest first; all that are kept, or `most`. Findings and excerpts are those of steps that did not pass. */
  of: (journey: string, most?: number) => readonly RunResult[];
  /** Forgets every other journey, and those of which the steps changed. */
  retain: (journeys: readonly Journey[]) => void;
}

/**
 * One journey's runs as numbers in two rings. As objects, the runs of 500 journeys would be several hundred
 * megabytes; a run that passed is nothing but numbers.
 */
interface Ring {
  steps: readonly string[];
  ids: string[];
  runs: Float64Array;
  waterfalls: Float32Array;
  /** Runs ever added. */
  count: number;
}

type Words = Pick<StepResult, "message" | "findings" | "exchanges" | "console" | "screenshot">;

export function createHistory(location: string): History {
  const rings = new Map<string, Ring>();
  // A Map keeps its order: the first key is the oldest text.
  const texts = new Map<string, string>();
  let length = 0;
  const keyOf = (journey: string, count: number) => `${journey} ${count}`;
  const forget = (key: string): void => {
    length -= texts.get(key)?.length ?? 0;
    texts.delete(key);
  };
  const remember = (key: string, text: string): void => {
    texts.set(key, text);
    length += text.length;
    for (const oldest of texts.keys()) {
      if (length <= keptText) break;
      forget(oldest);
    }
  };
  const drop = (journey: string): void => {
    rings.delete(journey);
    for (const key of [...texts.keys()]) if (key.startsWith(`${journey} `)) forget(key);
  };
  const at = (journey: string, ring: Ring, count: number): RunResult => {
    const text = texts.get(keyOf(journey, count));
    const words = text === undefined ? [] : (JSON.parse(text) as Words[]);
    return { journey, location, ...readRun(ring, count % keptRuns, words) };
  };
  return {
    add: (run) => {
      const ring = rings.get(run.journey) ?? ringOf(run.steps.map(({ step }) => step));
      rings.set(run.journey, ring);
      forget(keyOf(run.journey, ring.count - keptRuns));
      writeRun(ring, ring.count % keptRuns, run);
      if (run.result !== "passed") remember(keyOf(run.journey, ring.count), wordsOf(run));
      ring.count++;
    },
    of: (journey, most = keptRuns) => {
      const ring = rings.get(journey);
      if (ring === undefined) return [];
      const kept = Math.min(ring.count, keptRuns, most);
      return Array.from({ length: kept }, (_, back) => at(journey, ring, ring.count - 1 - back));
    },
    retain: (journeys) => {
      const wanted = new Map(
        journeys.map(({ name, steps }) => [name, steps.map((step) => step.name).join()]),
      );
      for (const [name, { steps }] of [...rings]) if (wanted.get(name) !== steps.join()) drop(name);
    },
  };
}

const wordsOf = ({ steps }: RunResult): string =>
  JSON.stringify(
    steps.map(({ message, findings, exchanges, console: lines, screenshot }): Words => ({
      ...(message !== undefined && { message }),
      findings,
      exchanges,
      ...(lines !== undefined && { console: lines }),
      ...(screenshot !== undefined && { screenshot }),
    })),
  );

const runWidth = 6;
const stepWidth = 7 + phases.length;

const ringOf = (steps: readonly string[]): Ring => ({
  steps,
  ids: [],
  runs: new Float64Array(keptRuns * runWidth),
  waterfalls: new Float32Array(keptRuns * steps.length * stepWidth),
  count: 0,
});

/** Absent is NaN, which no duration, slot or status is. */
const orNaN = (value: number | undefined): number => value ?? Number.NaN;
const indexIn = <T>(list: readonly T[], value: T | undefined): number =>
  value === undefined ? Number.NaN : list.indexOf(value);

function writeRun(ring: Ring, at: number, run: RunResult): void {
  ring.ids[at] = run.runId;
  const { startedAt, duration, late, slot, result, reason } = run;
  const numbers = [
    startedAt,
    duration,
    late,
    orNaN(slot),
    indexIn(runResults, result),
    indexIn(failureReasons, reason),
  ];
  ring.runs.set(numbers, at * runWidth);
  const width = ring.steps.length * stepWidth;
  for (const [index, step] of run.steps.entries())
    ring.waterfalls.set(numbersOf(step), at * width + index * stepWidth);
}

const numbersOf = (step: StepResult): number[] => [
  indexIn(stepResults, step.result),
  indexIn(failureReasons, step.reason),
  orNaN(step.startedAfter),
  step.duration,
  step.attempts,
  orNaN(step.status),
  step.bytes,
  ...phases.map((phase) => step.phases[phase]),
];

type KeptRun = Omit<RunResult, "journey" | "location">;

function readRun({ ids, runs, waterfalls, steps }: Ring, at: number, words: readonly Words[]): KeptRun {
  const [startedAt = 0, duration = 0, late = 0, slot = Number.NaN, result = 0, reason = Number.NaN] =
    runs.subarray(at * runWidth, (at + 1) * runWidth);
  const known = failureReasons[reason];
  return {
    runId: ids[at] ?? "",
    ...(!Number.isNaN(slot) && { slot }),
    ...{ startedAt, late, duration },
    result: runResults[result] ?? "internal",
    ...(known !== undefined && { reason: known }),
    steps: steps.map((step, index) => {
      const from = (at * steps.length + index) * stepWidth;
      return readStep(step, waterfalls.subarray(from, from + stepWidth), words[index]);
    }),
  };
}

/** A microsecond is finer than what was measured, and hides that the ring keeps single precision. */
const micro = (value: number): number => Math.round(value * 1e6) / 1e6;

function readStep(step: string, numbers: Float32Array, words: Words | undefined): StepResult {
  const [result = 0, reason = Number.NaN, startedAfter = Number.NaN, duration = 0, attempts = 0] = numbers;
  const [status = Number.NaN, bytes = 0, ...spent] = numbers.subarray(5);
  const known = failureReasons[reason];
  return {
    step,
    result: stepResults[result] ?? "internal",
    ...(known !== undefined && { reason: known }),
    ...(words?.message !== undefined && { message: words.message }),
    ...(!Number.isNaN(startedAfter) && { startedAfter: micro(startedAfter) }),
    duration: micro(duration),
    phases: Object.fromEntries(phases.map((phase, index) => [phase, micro(spent[index] ?? 0)])) as Record<
      Phase,
      number
    >,
    attempts,
    ...(!Number.isNaN(status) && { status }),
    bytes,
    findings: words?.findings ?? [],
    exchanges: words?.exchanges ?? [],
    ...(words?.console !== undefined && { console: words.console }),
    ...(words?.screenshot !== undefined && { screenshot: words.screenshot }),
  };
}
