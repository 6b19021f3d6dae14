import { formatPercent } from "../../model/decimals.ts";
import { formatDuration } from "../../model/durations.ts";
import type { Stretch } from "../../model/course.ts";
import type { Compared } from "./graph.ts";

/**
 * What a comparison says, and no more: two ledgers that burn together may have a third cause. How sure it is says how
 * seldom chance alone would put as much of the one beside the other.
 */
export function comparedInWords({ caller, dependency, found }: Compared, { step }: Stretch): string {
  const of = `${caller}: its burn`;
  switch (found.kind) {
    case "too-little-data":
      return `${of} beside ${dependency}: too little data (${found.bad} bad of ${count(found.compared)})`;
    case "coincides":
    case "may-coincide":
    case "no-more-than-chance": {
      const much = `${found.together} of its ${found.bad} bad intervals, ${formatPercent(found.events)} of their bad events`;
      const sure = `${formatPercent(found.sure)} sure from ${count(found.compared)} of ${formatDuration(step)}`;
      return `${of} ${verbs[found.kind]} ${dependency}: ${much}; ${sure}`;
    }
  }
}

const verbs = {
  coincides: "coincides with",
  "may-coincide": "may coincide with",
  "no-more-than-chance": "coincides no more than by chance with",
} as const;

const count = (intervals: number): string => `${intervals} interval${intervals === 1 ? "" : "s"}`;
