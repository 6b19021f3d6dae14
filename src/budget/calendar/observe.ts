import { groupKey, type GroupObservation, type Observation } from "../../model/observation.ts";
import type { Slo } from "../../model/slo.ts";
import { seconds } from "../../model/units.ts";
import type { Period } from "./period.ts";
import { coverageSoFar, elapsedOf, expectedSoFar, formerPaceOf } from "./project.ts";
import type { GroupTally } from "./tally.ts";

/** What the ledger holds of a calendar window: of the period under way, and of the one before. */
export interface PeriodSums {
  period: Period;
  former: Period;
  groups: ReadonlyMap<string, GroupTally>;
  formerGroups: ReadonlyMap<string, GroupTally>;
}

/**
 * An observation with the sums of its calendar window. A group that spoke within the hour and has no sample in the
 * period yet has lost nothing of it; one that has samples and is silent now is gone, and listed all the same.
 */
export function withPeriod(slo: Slo, observation: Observation, sums: PeriodSums): Observation {
  const spoke = new Map(observation.groups.map((group) => [groupKey(group.group), group]));
  const silent = [...sums.groups].filter(([key]) => !spoke.has(key));
  const observed = [
    ...spoke,
    ...silent.map(([key, { group }]): [string, GroupObservation] => [key, { group, ratios: [] }]),
  ];
  const elapsed = elapsedOf(sums.period, observation.at);
  const expected = expectedSoFar(elapsed, slo.ledgerInterval);
  return {
    ...observation,
    groups: observed.map(([key, group]) => {
      const { bad, total, samples } = sums.groups.get(key)?.count ?? nothing;
      const coverage = coverageSoFar(samples, expected);
      return { ...group, bad, total, coverage, period: { ...sums.period, ...paceOf(slo, key, sums) } };
    }),
  };
}

const nothing = { bad: 0, total: 0, samples: 0 };

function paceOf(slo: Slo, key: string, { former, formerGroups }: PeriodSums) {
  const count = formerGroups.get(key)?.count;
  if (count === undefined) return {};
  const pace = formerPaceOf(count, slo.ledgerInterval, seconds(former.to - former.from));
  return pace === undefined ? {} : { formerPace: pace };
}
