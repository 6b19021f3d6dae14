import type { Slo } from "../../model/slo.ts";
import { aggregate, brackets } from "../promql.ts";

/** What each member spent, in the currency of the composite's ledger: of a bad slice, its part of the slice's bad events. */
export function attributed({ budgeting, groupBy }: Slo, shares: string, bad: string): string {
  if (budgeting.kind === "occurrences") return shares;
  const on = `on (${groupBy.join(", ")}) group_left ()`;
  const whole = brackets(`${aggregate("sum", groupBy, shares)} > 0`);
  return `${brackets(shares)}\n/ ${on}\n${whole}\n* ${on}\n${brackets(bad)}`;
}
