import type { GovernanceState } from "../../governance/state.ts";
import { isSamePromise, promisedBy } from "../../governance/loosening/promises.ts";
import { promiseEvents, type Stood } from "../../governance/loosening/watch.ts";
import { gradedStates } from "../../model/policy.ts";
import type { Standings } from "../../policy/judge-slo.ts";
import type { Duty } from "../../runtime/governance/steward.ts";
import type { Snapshot } from "../../runtime/snapshot.ts";

/** What nines appends after a cycle without anybody asking, in this order. */
export const createDuties = (): readonly Duty[] => [promiseDuty()];

/**
 * Promises that git has changed since they were last accepted. An SLO is judged by its new promise in the very cycle
 * that first sees it, so where it stood under the accepted one is kept here until that is settled.
 */
function promiseDuty(): Duty {
  const stood = new Map<string, Stood>();
  return (state, snapshot, { now, newId }, before) => {
    for (const [slo, standings] of before) if (!stood.has(slo)) stood.set(slo, worstOf(standings));
    for (const { slo, standing } of judgedAsAccepted(snapshot, state)) stood.set(slo.id, stoodAs(standing));
    return promiseEvents(state, snapshot.spec.definitions, stood, now, newId);
  };
}

function judgedAsAccepted(snapshot: Snapshot, { promises }: GovernanceState): Snapshot["slos"] {
  const promised = promisedBy(snapshot.spec.definitions).promises;
  return snapshot.slos.filter(({ slo }) => isSamePromise(promises.get(slo.id), promised.get(slo.id)));
}

const stoodAs = ({ held, spent }: Snapshot["slos"][number]["standing"]): Stood => ({
  state: held,
  ...(spent !== undefined && { spent }),
});

const worstOf = (standings: Standings): Stood =>
  [...standings.values()]
    .map(stoodAs)
    .reduce((worst, each) => (rank(each) > rank(worst) ? each : worst), { state: "healthy" });

const rank = ({ state }: Stood): number => gradedStates.indexOf(state);
