import { label, metric } from "../../model/names.ts";
import type { Matcher } from "../../model/promql.ts";
import { stateRank as rankOf, type State } from "../../model/policy.ts";
import { aggregate, select } from "./select.ts";

/** Of each SLO its state's rank, once, however many replicas say it. */
export const stateRank = (matchers: readonly Matcher[], by: readonly string[] = [label.id]): string =>
  aggregate("max", by, select(metric.stateRank, matchers));

/** How many SLOs are in a state: 0 when none is, nothing when nobody says. */
export const countIn = (state: State, matchers: readonly Matcher[]): string => {
  const ranks = stateRank(matchers);
  return `count(${ranks} == ${rankOf(state)}) or 0 * count(${ranks})`;
};
