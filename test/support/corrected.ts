import type { GroupAssessment } from "../../src/budget/assessment.ts";
import { sumBudget } from "../../src/budget/sum.ts";
import { errorBudget } from "../../src/model/slo.ts";
import type { JudgedSlo } from "../../src/policy/judged.ts";
import { earlier } from "./snapshots.ts";

/** The same SLO with half of its bad events dropped: two hours, in which 10 000 events were. */
export function halved(judged: JudgedSlo): JudgedSlo {
  const { raw } = judged.worst.assessment;
  if (raw === undefined) throw new Error(`${judged.slo.id} has no budget to correct`);
  const [bad, total] = [raw.bad / 2, 10_000];
  return withAssessment(judged, {
    adjusted: sumBudget(raw.bad - bad, raw.total - total, errorBudget(judged.slo), 0.99),
    adjustedCoverage: 0.99,
    taken: [
      {
        effect: "drop",
        asked: [{ id: "co-1", from: earlier("3h"), to: earlier("1h") }],
        from: earlier("3h"),
        to: earlier("1h"),
        after: earlier("3h") * 1_000,
        until: earlier("1h") * 1_000,
        clipped: false,
        count: { bad, total, samples: 48 },
      },
    ],
  });
}

/** … of which Prometheus could not say what lies in the corrected period. */
export const unadjusted = (judged: JudgedSlo): JudgedSlo => {
  const { adjusted: _, ...rest } = judged.worst.assessment;
  return withAssessment(
    { ...judged, worst: { ...judged.worst, assessment: rest } },
    {
      unadjusted: "corrections could not be counted: timeout",
    },
  );
};

function withAssessment(judged: JudgedSlo, changes: Partial<GroupAssessment>): JudgedSlo {
  const worst = { ...judged.worst, assessment: { ...judged.worst.assessment, ...changes } };
  return {
    ...judged,
    worst,
    groups: [worst],
    assessment: { ...judged.assessment, groups: [worst.assessment] },
  };
}
