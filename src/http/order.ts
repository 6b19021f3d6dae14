import { stateRank } from "../model/policy.ts";
import type { JudgedSlo } from "../policy/judged.ts";
import type { Snapshot } from "../runtime/snapshot.ts";

/**
 * Worst first. `unknown` stands after the states that hold changes and before those that do not: it may be
 * nothing, but somebody should look. Within a state the more spent budget comes first, of the unknown what was spent
 * when it was last heard of, then the id.
 */
const rank = ({ standing }: JudgedSlo): number =>
  standing.state === "unknown" ? 2.5 : stateRank(standing.state);

const spentOf = ({ standing, worst }: JudgedSlo): number =>
  standing.spent ?? worst.assessment.raw?.spent ?? 0;

export const worstFirst = (a: JudgedSlo, b: JudgedSlo): number =>
  rank(b) - rank(a) || spentOf(b) - spentOf(a) || (a.slo.id < b.slo.id ? -1 : a.slo.id > b.slo.id ? 1 : 0);

const hour = 3_600;

/** The burn that people compare: of the last hour, or of the shortest window; below all others where there is none. */
function burnOf({ standing, worst }: JudgedSlo): number {
  const { burn } = worst.assessment;
  if (standing.state === "unknown") return -1;
  return (burn.find(({ window }) => window === hour) ?? burn[0])?.rate ?? -1;
}

const never = 1e12;

/** Seconds until the budget is gone; what is never gone after that, and what nothing is known of last. */
function leftOf({ standing, worst }: JudgedSlo): number {
  const { exhaustion } = worst.assessment;
  if (standing.state === "unknown" || exhaustion.kind === "unknown") return 2 * never;
  if (exhaustion.kind === "exhausted") return 0;
  return exhaustion.kind === "never" ? never : exhaustion.seconds;
}

/** How a list may be ordered; what is equal comes worst first. */
const orders = {
  worst: worstFirst,
  burn: (a, b) => burnOf(b) - burnOf(a) || worstFirst(a, b),
  left: (a, b) => leftOf(a) - leftOf(b) || worstFirst(a, b),
} satisfies Readonly<Record<string, (a: JudgedSlo, b: JudgedSlo) => number>>;

export const sortings = ["worst", "burn", "left", "id"] as const;
export type Sorting = (typeof sortings)[number];

const sorted = new WeakMap<Snapshot, Partial<Record<Sorting, readonly JudgedSlo[]>>>();

/** All SLOs of a snapshot in this order, sorted once however often it is asked. */
export function inOrder(snapshot: Snapshot, by: Sorting): readonly JudgedSlo[] {
  if (by === "id") return snapshot.slos;
  const known = sorted.get(snapshot) ?? {};
  sorted.set(snapshot, known);
  return (known[by] ??= snapshot.slos.toSorted(orders[by]));
}

/** All SLOs of a snapshot, worst first. */
export const worstFirstOf = (snapshot: Snapshot): readonly JudgedSlo[] => inOrder(snapshot, "worst");
