import type { Matcher } from "../../model/promql.ts";
import { withMatchers } from "../../model/promql.ts";
import type { Slo } from "../../model/slo.ts";
import type { LedgerTime } from "./growth.ts";
import { aggregate, brackets, chain, instant } from "../promql.ts";

/**
 * 0 for every group whose presence is 1: an absent total then means "no traffic", not "no data". A presence series
 * without a group label names no group, so it may not invent one: such series are left out.
 */
const idleTotal = ({ presence, groupBy }: Slo, { delay }: LedgerTime): string | undefined => {
  if (presence === undefined) return undefined;
  const inAGroup = groupBy.map((name): Matcher => ({ label: name, op: "!=", value: "" }));
  const present = `${instant(withMatchers(presence, inAGroup), delay)} == 1`;
  return `0 * ${aggregate("max", groupBy, present)}`;
};

/** `expr`, or 0 while presence holds and `unless` (when given) has no sample. */
export function orIdle(slo: Slo, time: LedgerTime, expr: string, unless?: string): string {
  const idle = idleTotal(slo, time);
  if (idle === undefined) return expr;
  return brackets(chain("or", expr, unless === undefined ? idle : brackets(chain("unless", idle, unless))));
}
