import { defaultJourneyBuckets, type Journey, type JourneyStep } from "../../model/journey.ts";
import type { Slo } from "../../model/slo.ts";
import { seconds } from "../../model/units.ts";
import { checkSchedule, checkSteps, defaultTimeout } from "../checks/journey/schedule.ts";
import { checkVariables } from "../checks/journey/variables.ts";
import type { WrittenJourney } from "../kinds/journey/journey.ts";
import type { WrittenStep } from "../kinds/journey/step.ts";
import { suggest } from "../nearest.ts";
import { sourceRef, type Report } from "../report.ts";
import type { Located } from "../shapes/shape.ts";
import { keepFirst } from "./unique.ts";

/** A journey, and whether its author chose the buckets. */
export interface ResolvedJourney {
  journey: Journey;
  hasOwnBuckets: boolean;
}

export interface Journeys {
  all: readonly ResolvedJourney[];
  /** Undefined after reporting that nobody wrote it, or silently when it was written and is broken. */
  find: (written: Located<string>) => ResolvedJourney | undefined;
}

export function indexJourneys(
  written: readonly WrittenJourney[],
  broken: ReadonlySet<string>,
  report: Report,
): Journeys {
  const first = keepFirst(written, ({ metadata }) => metadata.name, "journey", report);
  const sound = new Map<string, ResolvedJourney>();
  for (const [name, each] of first) if (isSound(each, report)) sound.set(name, resolveJourney(each));
  return {
    all: [...sound.values()],
    find: ({ value, place }) => {
      if (!first.has(value) && !broken.has(value))
        report(
          "unknown-journey",
          place,
          `no journey is called "${value}"`,
          suggest(value, [...first.keys()]),
        );
      return sound.get(value);
    },
  };
}

const isSound = (written: WrittenJourney, report: Report): boolean =>
  [checkSchedule, checkSteps, checkVariables].map((check) => check(written, report)).every(Boolean);

function resolveJourney({ metadata, spec }: WrittenJourney): ResolvedJourney {
  const every = spec.every.value;
  const timeout = spec.timeout?.value ?? defaultTimeout(every);
  const { description, buckets } = spec;
  const journey: Journey = {
    name: metadata.name.value,
    ...(description === undefined ? {} : { description }),
    schedule: { every, timeout, jitter: spec.jitter?.value ?? seconds(0) },
    locations: (spec.locations ?? []).map(({ value }) => value),
    variables: (spec.variables ?? []).map(({ name, value }) => ({ name, value: value.value })),
    secrets: (spec.secrets ?? []).map(({ name, value }) => ({ name, from: value })),
    steps: spec.steps.map((step) => resolveStep(step, timeout)),
    buckets: buckets === undefined ? defaultJourneyBuckets : ascending(buckets.map(({ value }) => value)),
    source: sourceRef(metadata.name.place),
  };
  return { journey, hasOwnBuckets: buckets !== undefined };
}

const resolveStep = (
  { step, timeout, name }: WrittenStep,
  whole: Journey["schedule"]["timeout"],
): JourneyStep => ({
  ...step,
  timeout: timeout?.value ?? whole,
  source: sourceRef(name.place),
});

const ascending = (values: readonly number[]): readonly number[] =>
  [...new Set(values)].toSorted((a, b) => a - b);

/** The journeys with every threshold that SLOs hold them to among their buckets. */
export const withThresholds = (journeys: readonly ResolvedJourney[], slos: readonly Slo[]): Journey[] =>
  journeys.map(({ journey }) => ({
    ...journey,
    buckets: ascending([
      ...journey.buckets,
      ...slos.flatMap(({ sli }) =>
        sli.kind === "latency" && sli.journey?.name === journey.name ? [sli.threshold] : [],
      ),
    ]),
  }));
