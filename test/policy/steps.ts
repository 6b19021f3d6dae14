import type { GroupAssessment } from "../../src/budget/assessment.ts";
import type { Cause, Policy } from "../../src/model/policy.ts";
import type { Slo } from "../../src/model/slo.ts";
import { timestamp } from "../../src/model/units.ts";
import { judge } from "../../src/policy/judge.ts";
import type { Standing } from "../../src/policy/standing.ts";
import { slo } from "../support/slos.ts";
import { noon, policyOf } from "../support/snapshots.ts";

export const assessmentOf = (spent: number, coverage = 1): GroupAssessment => ({
  group: {},
  gone: false,
  raw: { good: 0, bad: 0, total: 0, errorRatio: 0, consumed: spent / coverage, spent },
  coverage,
  partial: coverage < 0.9,
  burn: [],
  firing: [],
  fastBurn: false,
  exhaustion: { kind: "unknown" },
});

export const unknownBecause = (cause: Cause): GroupAssessment => ({ ...assessmentOf(0), cause });

/** Spent budget (or the cause of not knowing it) in one cycle after another, `every` seconds apart. */
export interface Story {
  steps: readonly (number | Cause)[];
  every?: number;
  policy?: Policy;
  of?: Slo;
  from?: Standing;
}

/** The standings that a story leads through. */
export function live({
  steps,
  every = 60,
  policy = policyOf(),
  of = slo(),
  from,
}: Story): readonly Standing[] {
  const standings: Standing[] = [];
  let standing = from;
  for (const [index, step] of steps.entries()) {
    const assessment = typeof step === "number" ? assessmentOf(step) : unknownBecause(step);
    standing = judge(standing, of, policy, assessment, timestamp(noon + index * every));
    standings.push(standing);
  }
  return standings;
}

export const statesOf = (story: Story): readonly string[] => live(story).map(({ state }) => state);
export const endOf = (story: Story): Standing => live(story).at(-1)!;
export const times = <T>(count: number, step: T): readonly T[] => Array.from({ length: count }, () => step);
