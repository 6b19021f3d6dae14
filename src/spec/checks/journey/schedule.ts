import { formatDuration } from "../../../model/durations.ts";
import { plain, seconds, type Seconds } from "../../../model/units.ts";
import type { WrittenJourney } from "../../kinds/journey/journey.ts";
import type { WrittenStep } from "../../kinds/journey/step.ts";
import { keepFirst } from "../../resolve/unique.ts";
import type { Report } from "../../report.ts";

export const defaultTimeout = (every: Seconds): Seconds =>
  seconds(Math.max(1, Math.min(30, Math.floor(every / 2))));

/** Prometheus and the slot arithmetic both lose sight of what happens more often than this. */
export const shortestEvery = seconds(5);

/** Whether a run ends before the next is due, and no step outlives its run. */
export function checkSchedule({ spec }: WrittenJourney, report: Report): boolean {
  const every = spec.every.value;
  if (every < shortestEvery) {
    const message = `a run every ${formatDuration(every)} is more than a prober should do to anybody`;
    report("journey-timing", spec.every.place, message, `write ${formatDuration(shortestEvery)} or more`);
    return false;
  }
  const timeout = spec.timeout?.value ?? defaultTimeout(every);
  const jitter = spec.jitter?.value ?? 0;
  if (timeout + jitter > every) {
    const message = `a run may start ${plain(jitter)}s late and take ${formatDuration(timeout)}, longer than the ${formatDuration(every)} until the next one, which would be skipped`;
    const place = spec.timeout?.place ?? spec.jitter?.place ?? spec.every.place;
    report("journey-timing", place, message, "shorten timeout or jitter, or run less often");
    return false;
  }
  return spec.steps.map((step) => checkStep(step, timeout, report)).every(Boolean);
}

function checkStep({ timeout, always }: WrittenStep, whole: Seconds, report: Report): boolean {
  if (timeout === undefined || always !== undefined || timeout.value <= whole) return true;
  const message = `the step may take ${plain(timeout.value)}s, and the whole run no more than ${formatDuration(whole)}`;
  report("journey-timing", timeout.place, message, "shorten the step's timeout, or lengthen the journey's");
  return false;
}

/** Whether there are steps, each by its own name, and the clean-up comes last. */
export function checkSteps({ spec }: WrittenJourney, report: Report): boolean {
  const { steps } = spec;
  if (steps.length === 0) {
    report(
      "missing-value",
      spec.keys.steps ?? spec.place,
      "a journey without steps goes nowhere",
      "add a step",
    );
    return false;
  }
  const [first] = steps;
  const [begin] = first?.step.kind === "http" ? first.step.url : [];
  const isRelative = begin?.kind === "text" && begin.text.startsWith("/");
  if (isRelative && first !== undefined)
    report(
      "url-shape",
      first.name.place,
      `"${first.name.value}" is the first step: no step before it says which host is meant`,
      "write https://… in full, or begin with a variable",
    );
  const names = keepFirst(steps, ({ name }) => name, "step", report);
  const firstCleanUp = steps.findIndex(({ always }) => always !== undefined);
  const after =
    firstCleanUp < 0 ? [] : steps.slice(firstCleanUp).filter(({ always }) => always === undefined);
  for (const { name } of after) {
    const message = `"${name.value}" stands after "${steps[firstCleanUp]?.name.value ?? ""}", which cleans up`;
    report("step-after-clean-up", name.place, message, "move steps with `always: true` to the end");
  }
  return names.size === steps.length && after.length === 0 && !isRelative;
}
