import { formatDuration } from "../../model/durations.ts";
import type { JourneyStep } from "../../model/journey.ts";
import { journeyLabel, journeySeries } from "../../model/names.ts";
import type { Matcher, Selector } from "../../model/promql.ts";
import type { Sli } from "../../model/slo.ts";
import { plain, seconds } from "../../model/units.ts";
import type { WrittenProbe } from "../kinds/sli-journey.ts";
import { suggest } from "../nearest.ts";
import { joinSelector } from "../promql/join.ts";
import type { Located } from "../shapes/shape.ts";
import type { Context } from "./context.ts";
import type { ResolvedJourney } from "./journeys.ts";

const is = (label: string, value: string): Matcher => ({ label, op: "=", value });

/** The SLI of a journey as selectors over what its probers count; undefined after reporting what is missing. */
export function resolveProbe(
  { journey: named, of }: WrittenProbe,
  matchers: readonly Matcher[],
  { findJourney, report }: Context,
): Sli | undefined {
  const found = findJourney(named);
  if (found === undefined) return undefined;
  const { name, schedule } = found.journey;
  const own = (metric: string, ...more: readonly Matcher[]): Selector =>
    joinSelector({ metric, matchers: [is(journeyLabel.journey, name), ...more] }, matchers);
  // What nines itself spoilt says nothing of the service, good or bad.
  const runs = own(journeySeries.runs, { label: journeyLabel.result, op: "!=", value: "internal" });
  const journey = { name, runs, every: schedule.every };
  if (of.kind === "runs")
    return {
      kind: "journey",
      journey,
      failed: own(journeySeries.runs, is(journeyLabel.result, "failed")),
      counting: of.counting.value,
    };
  const step = of.step === undefined ? undefined : findStep(of.step, found, report);
  if (of.step !== undefined && step === undefined) return undefined;
  if (!checkThreshold(of.threshold, found, step, report)) return undefined;
  const histogram =
    step === undefined
      ? own(journeySeries.duration)
      : own(journeySeries.stepDuration, is(journeyLabel.step, step.name));
  return { kind: "latency", histogram, threshold: of.threshold.value, journey };
}

function findStep(
  { value, place }: Located<string>,
  { journey }: ResolvedJourney,
  report: Context["report"],
): JourneyStep | undefined {
  const step = journey.steps.find(({ name }) => name === value);
  if (step !== undefined) return step;
  const known = journey.steps.map(({ name }) => name);
  report("unknown-step", place, `the journey ${journey.name} has no step "${value}"`, suggest(value, known));
  return undefined;
}

/** A threshold that every answer meets promises nothing, and one that is no bucket cannot be read. */
function checkThreshold(
  { value, place }: Located<number>,
  { journey, hasOwnBuckets }: ResolvedJourney,
  step: JourneyStep | undefined,
  report: Context["report"],
): boolean {
  const limit = step?.timeout ?? journey.schedule.timeout;
  if (value >= limit) {
    const message = `after ${plain(limit)}s ${step === undefined ? "a run" : "the step"} is given up: nothing can take longer than ${formatDuration(seconds(limit))}`;
    report("journey-threshold", place, message, "lower the threshold, or lengthen the timeout");
    return false;
  }
  if (!hasOwnBuckets || journey.buckets.includes(value)) return true;
  const message = `${plain(value)}s is none of the buckets that the journey ${journey.name} names`;
  const buckets = journey.buckets.map((bucket) => `${plain(bucket)}s`).join(", ");
  report("journey-threshold", place, message, `add it to \`buckets\` there, or choose one of ${buckets}`);
  return false;
}
