import { groupKey, type GroupLabels } from "../../../model/observation.ts";
import type { Cause, State } from "../../../model/policy.ts";
import type { Timestamp } from "../../../model/units.ts";
import type { JudgedSlo } from "../../../policy/judged.ts";
import type { Snapshot } from "../../../runtime/snapshot.ts";
import { badQuery } from "../../query.ts";
import type { GroupBody, SloDetailBody, StandingBody } from "../../schemas/slo.ts";
import { sloDetailView } from "../../views/slo.ts";

/** An SLO, or one group of it, as a picture tells of it. */
export interface Shown {
  slo: SloDetailBody;
  standing: StandingBody;
  group: GroupLabels;
  state: State;
  cause?: Cause;
}

/** @throws Problem `bad-query` on a group that it does not have */
export function shownOf(judged: JudgedSlo, group: GroupLabels, snapshot: Snapshot, now: Timestamp): Shown {
  const slo = sloDetailView(judged, { snapshot, now });
  const wanted = groupKey(group);
  const found: GroupBody | SloDetailBody | undefined =
    wanted === "" ? slo : slo.groupsDetail.find((each) => groupKey(each.group) === wanted);
  if (found === undefined) throw badQuery([{ parameter: "group", message: `${slo.id} has no such group` }]);
  // A picture may be looked at while no cycle has finished for long: what was judged then is not how it stands.
  const isStale = found.state !== "unknown" && (found.dataAgeSeconds ?? 0) > judged.policy.freshFor;
  return {
    slo,
    standing: found,
    group: wanted === "" ? (slo.group ?? {}) : group,
    state: isStale ? "unknown" : found.state,
    ...(isStale ? { cause: "stale" as const } : found.cause !== undefined && { cause: found.cause }),
  };
}

/** The budget that its states go by. */
export const judgedBudget = ({ slo, standing }: Shown): StandingBody["budget"] =>
  slo.judges === "adjusted" ? (standing.adjusted ?? standing.budget) : standing.budget;
