import type { Labels } from "./port.ts";

/**
 * By which labels an SLO's series are grouped in Prometheus. It is not always what git says: after an edit of
 * `groupBy` the former series are recorded until the new rules are loaded, and in sight for the look-back after that.
 */
export interface Grouping {
  /** Of the newest `slo_info`, else git's. */
  present: readonly string[];
  /** Every grouping in sight, the present one among them. */
  seen: readonly (readonly string[])[];
}

/** The value of `slo_info`'s label: empty for an ungrouped SLO. */
export const groupingOf = (text: string): readonly string[] => text.split(",").filter((name) => name !== "");

/** True for a series that rules of a former grouping recorded: its numbers are those of other groups. */
export function isFormer({ present, seen }: Grouping, labels: Labels): boolean {
  if (seen.length <= 1) return false;
  const carried = new Set(seen.flat().filter((name) => (labels[name] ?? "") !== ""));
  if ([...carried].some((name) => !present.includes(name))) return true;
  const isWider = (former: readonly string[]) =>
    former.length < present.length && former.every((name) => present.includes(name));
  return seen.some((former) => isWider(former) && [...carried].every((name) => former.includes(name)));
}
