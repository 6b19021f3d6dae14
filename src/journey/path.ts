import type { JourneyStep } from "../model/journey.ts";
import { templatesOf } from "./request.ts";
import { type StepResult, skippedStep } from "./result.ts";
import { type Values, missingFrom } from "./values.ts";

/** What to do with the next step of a run, given what became of those before it. */
export type Turn =
  | { kind: "take" }
  | { kind: "skip"; result: StepResult }
  /** Nobody defines a variable that it needs: the Journey's own fault. */
  | { kind: "undefined"; missing: readonly string[] };

/**
 * A failed step ends the user's path: the steps after it depend on it and are skipped. Clean-up goes on, as far as its
 * variables were ever found.
 */
export function turnOf(
  step: JourneyStep,
  before: readonly StepResult[],
  values: Values,
  isCleanup: (step: string) => boolean,
): Turn {
  const broken = before.find(
    ({ step, result }) => (result === "failed" || result === "internal") && !isCleanup(step),
  );
  if (broken !== undefined && !step.always)
    return { kind: "skip", result: skippedStep(step.name, `${broken.step} failed before it`) };
  const missing = missingFrom(templatesOf(step), values);
  if (missing.length === 0) return { kind: "take" };
  if (broken === undefined && !step.always) return { kind: "undefined", missing };
  return { kind: "skip", result: skippedStep(step.name, `${missing.join(", ")} was never found`) };
}
