import { series } from "../../../src/model/names.ts";
import { badRatio, slo } from "../../support/slos.ts";
import { reaches, says, staysBelow, type Scenario } from "../scenario.ts";
import { traffic } from "./tiers.ts";

const hour = 120;
const day = 24 * hour;
const week = slo({ sli: badRatio(), window: "7d", objective: "99%" });
const none = ["watch", "caution", "restricted", "frozen"];

const story = (title: string, rest: Pick<Scenario, "input" | "expect"> & Partial<Scenario>): Scenario => ({
  title,
  slo: week,
  every: "2m30s",
  scrape: "30s",
  ...rest,
});

export const budgetScenarios: readonly Scenario[] = [
  story("an SLO hours old is not frozen by its first bad hour", {
    input: traffic([hour, 100, 0], [hour, 95, 5], [hour, 100, 0]),
    expect: ["1h30m", "2h", "2h30m", "3h"].flatMap((at) => none.map((state) => staysBelow(state, at))),
  }),
  story("each state is reached once its share of the budget is spent", {
    // Four times the allowed errors: half of a week's budget is spent after 21 hours.
    input: traffic([2 * day, 96, 4]),
    expect: [
      staysBelow("watch", "20h"),
      reaches("watch", "22h"),
      staysBelow("caution", "22h"),
      reaches("caution", "1d8h"),
      reaches("restricted", "1d14h30m"),
      staysBelow("frozen", "1d17h"),
      reaches("frozen", "1d19h"),
    ],
  }),
  story("the period series say what the sums say", {
    input: traffic([day, 98, 2]),
    expect: [
      says("1d", series.periodBurnRate, 2),
      says("1d", series.periodBudgetRemaining, -1),
      says("1d", "slo:sli_error:ratio_rate7d", 0.02),
      says("1d", `round(${series.periodCoverage}, 0.01)`, 0.14),
    ],
  }),
  story("meta series say what the SLO promises", {
    input: traffic([hour, 100, 0]),
    expect: [
      says("30m", series.objective, 0.99),
      says("30m", series.errorBudget, 0.01),
      says("30m", series.timePeriodDays, 7),
      says("30m", `${series.info}{rules_hash="${week.rulesHash}",owner="team-shop",criticality="1"}`, 1),
    ],
  }),
];
