import { assess } from "../../src/budget/assess.ts";
import type { Slo } from "../../src/model/slo.ts";
import { timestamp } from "../../src/model/units.ts";
import { calendarWindow, windowText } from "../../src/model/window.ts";
import { judgeSlo } from "../../src/policy/judge-slo.ts";
import type { JudgedSlo } from "../../src/policy/judged.ts";
import { observation, type Said } from "./observations.ts";
import { slo } from "./slos.ts";
import { noon, policyOf } from "./snapshots.ts";

const day = 86_400;

/** checkout's availability over a calendar month in Berlin. */
export const monthly = (changes: Parameters<typeof slo>[0] = {}): Slo =>
  slo({ window: calendarWindow("month", "Europe/Berlin"), ...changes });

/** Ten days ago, by the ledger, a month of thirty days began; its former pace is that of ten events a second. */
export const period = {
  from: timestamp(noon - 30 - 10 * day),
  to: timestamp(noon - 30 + 20 * day),
  formerPace: 10,
};

/** It as judged at noon, by what is said of its groups; 25 920 bad events spend the budget of the whole month. */
export function judgedMonth(of: Slo, groups: readonly Said[]): JudgedSlo {
  const said = observation({ groups, rules: { hash: of.rulesHash, window: windowText(of.window) } });
  const seen = {
    ...said,
    groups: said.groups.map((group) => ({ ...group, total: group.total ?? 0, period })),
  };
  return judgeSlo(of, policyOf(), assess(of, policyOf(), seen), new Map(), noon).judged;
}
