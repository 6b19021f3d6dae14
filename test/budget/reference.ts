/** The events of one slice, as a service would count them. */
export interface Minute {
  good: number;
  total: number;
}

/** How a slice is written into the ledger. */
export type Method =
  { kind: "occurrences" } | { kind: "timeslices"; objective: number } | { kind: "ratioTimeslices" };

export interface Pair {
  bad: number;
  total: number;
}

/** What the rules write for one slice, from the definition of each method rather than from PromQL. */
function pairOf(method: Method, { good, total }: Minute): Pair {
  if (method.kind === "occurrences") return { bad: total - good, total };
  if (total === 0) return { bad: 0, total: 0 };
  if (method.kind === "ratioTimeslices") return { bad: 1 - good / total, total: 1 };
  // A hair of tolerance, as in the rules: a slice exactly on its objective is good.
  const misses = total - good > (1 - method.objective) * 1.000000001 * total;
  return { bad: misses ? 1 : 0, total: 1 };
}

export const ledgerOf = (method: Method, minutes: readonly Minute[]): readonly Pair[] =>
  minutes.map((minute) => pairOf(method, minute));

export const sumOf = (ledger: readonly Pair[]): Pair =>
  ledger.reduce((sum, { bad, total }) => ({ bad: sum.bad + bad, total: sum.total + total }), {
    bad: 0,
    total: 0,
  });
