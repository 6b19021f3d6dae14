import type { Member } from "../../model/composite.ts";
import { formatDuration } from "../../model/durations.ts";
import { label } from "../../model/names.ts";
import type { Slo } from "../../model/slo.ts";
import { budgeted } from "../budgeting.ts";
import { aggregate, brackets, call, chain } from "../promql.ts";
import type { LedgerTime } from "../sli/growth.ts";
import type { SliRules } from "../sli/sli.ts";

/** How the rules of a member are had; given, since the SLI kinds know composites and not the other way round. */
export type RulesOf = (slo: Slo, time: LedgerTime) => SliRules;

/** What one member contributes to one interval of the composite, grouped as the composite is. */
export interface Terms {
  id: string;
  weight: number;
  bad: string;
  total: string;
}

/**
 * A member's pair over the composite's own interval. It is computed anew rather than read from the member's ledger:
 * that is written by another group at another phase, so a burst that two members saw would fall into two intervals.
 */
export function termsOf(
  slo: Slo,
  { slo: measured, weight }: Member,
  time: LedgerTime,
  rules: RulesOf,
): Terms {
  const member: Slo = { ...slo, ...measured };
  const isAlike = member.groupBy.toSorted().join() === slo.groupBy.toSorted().join();
  const grouped = (expr: string) => (isAlike ? brackets(expr) : aggregate("sum", slo.groupBy, expr));
  const { bad, total } = pairOver(member, time, rules);
  return { id: member.id, weight, bad: grouped(bad), total: grouped(total) };
}

function pairOver(member: Slo, time: LedgerTime, rules: RulesOf): SliRules["pair"] {
  const { budgeting } = member;
  if (budgeting.kind === "occurrences") return rules(member, time).pair;
  const { slice } = budgeting;
  const { bad, total } = budgeted(member, rules(member, { ...time, interval: slice }).pair);
  if (slice === time.interval) return { bad, total };
  // A millisecond short: Prometheus 2 reads closed ranges, and a slice on the edge is the interval's before.
  const over = `[${time.interval * 1_000 - 1}ms:${formatDuration(slice)}]`;
  const inInterval = (expr: string) => call("sum_over_time", `${brackets(expr)}${over}`);
  return { bad: inInterval(bad), total: inInterval(total) };
}

/** The member's error ratio: 0 when it is idle, absent when it has no data. */
export const ratioOf = ({ bad, total }: Terms): string =>
  brackets(chain("or", call("clamp_max", `${bad} / (${total} > 0), 1`), `0 * ${total}`));

/** 1 with traffic, 0 without, absent without data. */
export const trafficOf = ({ total }: Terms): string => brackets(`${total} > bool 0`);

/** Samples of all members side by side, told apart by a label. */
export const sideBySide = (members: readonly { id: string; expr: string }[]): string =>
  chain(
    "or",
    ...members.map(({ id, expr }) => call("label_replace", `${expr}, "${label.member}", "${id}", "", ""`)),
  );
