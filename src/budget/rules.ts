import { parseDuration } from "../model/durations.ts";
import type { Observation } from "../model/observation.ts";
import type { Slo } from "../model/slo.ts";
import { timestamp, type Seconds, type Timestamp } from "../model/units.ts";
import { windowText } from "../model/window.ts";
import type { RulesSeen } from "./assessment.ts";

/**
 * Compares the rules that recorded the numbers with those that git stands for. The hash leaves out the window
 * (it changes no ledger), but the period sums are those of the window that the rules knew.
 */
export function compareRules(
  slo: Slo,
  observation: Observation,
  grace: Seconds,
  formerlyBehindSince: Timestamp | undefined,
): RulesSeen {
  const { rules, at, groups } = observation;
  const differs = rules === undefined || rules.hash !== slo.rulesHash || windowDiffers(slo, rules.window);
  const hash = rules === undefined ? {} : { hash: rules.hash };
  if (!differs) return { ...hash, behind: false };
  const behindSince = formerlyBehindSince ?? at;
  const isRecorded = groups.length > 0;
  return {
    ...hash,
    behind: true,
    behindSince,
    ...(isRecorded && { graceUntil: timestamp(behindSince + grace) }),
  };
}

function windowDiffers({ window }: Slo, recorded: string | undefined): boolean {
  if (recorded === undefined) return false;
  return window.kind === "rolling"
    ? parseDuration(recorded) !== window.length
    : recorded !== windowText(window);
}

/** What differs, for a person. */
export function describeDifference(slo: Slo, { rules }: Observation): string {
  if (rules === undefined) return `Prometheus says nothing of rules for ${slo.id}`;
  if (rules.hash !== slo.rulesHash)
    return `Prometheus runs rules ${rules.hash || "without a hash"}, git stands for ${slo.rulesHash}`;
  return `Prometheus sums a window of ${rules.window ?? "unknown length"}, git says ${windowText(slo.window)}`;
}
