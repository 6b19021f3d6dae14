import { stateRank } from "../model/policy.ts";
import type { JudgedSlo } from "../policy/judged.ts";
import type { Snapshot } from "../runtime/snapshot.ts";

/**
 * Worst first. `unknown` stands after the states that hold changes and before those that do not: it may be
 * nothing, but somebody should look. Within a state the more spent budget comes first, then the id.
 */
const rank = ({ standing }: JudgedSlo): number =>
  standing.state === "unknown" ? 2.5 : stateRank(standing.state);

export const worstFirst = (a: JudgedSlo, b: JudgedSlo): number =>
  rank(b) - rank(a) ||
  (b.standing.spent ?? 0) - (a.standing.spent ?? 0) ||
  (a.slo.id < b.slo.id ? -1 : a.slo.id > b.slo.id ? 1 : 0);

const sorted = new WeakMap<Snapshot, readonly JudgedSlo[]>();

/** All SLOs of a snapshot, worst first, sorted once however often it is asked. */
export function worstFirstOf(snapshot: Snapshot): readonly JudgedSlo[] {
  const known = sorted.get(snapshot);
  if (known !== undefined) return known;
  const order = snapshot.slos.toSorted(worstFirst);
  sorted.set(snapshot, order);
  return order;
}
