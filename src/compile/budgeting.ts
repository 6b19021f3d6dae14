import type { Slo } from "../model/slo.ts";
import { plain } from "../model/units.ts";
import { brackets, call, chain } from "./promql.ts";
import type { SliRules } from "./sli/sli.ts";

// Without it, 22 of 999 slices lying exactly on their objective were judged bad by float noise.
const slack = "1.000000001";

/**
 * The ledger pair in the currency of the budgeting method: events, or slices of which each weighs 1. An idle slice is
 * 0 of 0. Slices compare the pair with itself, so its unit does not matter.
 */
export function budgeted({ budgeting }: Slo, { bad, total }: SliRules["pair"]): SliRules["pair"] {
  if (budgeting.kind === "occurrences") return { bad, total };
  const all = isOneOperand(total) ? total : brackets(total);
  const slice = `${all} > bool 0`;
  switch (budgeting.kind) {
    case "timeslices": {
      const allowed = `${plain(budgeting.objective.budget)} * ${slack} * ${all}`;
      return { total: slice, bad: `${brackets(bad)}\n> bool\n${allowed}` };
    }
    case "ratioTimeslices": {
      const share = call("clamp_max", `${brackets(bad)} / ${all}, 1`);
      return { total: slice, bad: chain("or", `(${share} >= 0)`, `0 * ${all}`) };
    }
  }
}

// A sum needs no brackets before a comparison; a chain of set operators does.
const isOneOperand = (expr: string): boolean => expr.startsWith("sum") && !/^(and|or|unless)$/m.test(expr);
