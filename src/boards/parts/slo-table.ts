import { label, series } from "../../model/names.ts";
import type { Matcher } from "../../model/promql.ts";
import type { Link, Panel } from "../model.ts";
import { burn1h, consumed, type Scope } from "./budget.ts";
import * as colours from "./colours.ts";
import { cell, toBoard, toPage } from "./links.ts";
import { select, variable } from "./select.ts";
import { stateRank } from "./states.ts";
import { firingBurns } from "./tiers.ts";

/** More rows than anybody reads; the page has all of them. */
const most = 100;
const by = [label.id, label.service, label.name, label.environment];

export interface SloTable {
  slos: readonly Matcher[];
  width: number;
  links: readonly Link[];
}

/** The SLOs that have consumed most, with how they stand. */
export function sloTable({ slos, width, links }: SloTable): Panel {
  const scope: Scope = { slos, groups: [], by };
  const worst = `topk(${most}, ${consumed(scope)})`;
  const ofThose = (expr: string): string => `${expr} and on (${label.id}) ${worst}`;
  const info = `max by (${[...by, label.owner, label.objective].join(", ")}) (${select(series.info, slos)})`;
  const pages = firingBurns([...slos, { label: label.severity, op: "=", value: "page" }]);
  return {
    kind: "table",
    title: "SLOs, the most consumed first",
    description: `Budget, state and burn of the ${most} SLOs that have consumed most; of several groups the worst. The page has all of them.`,
    width,
    unit: "none",
    questions: [
      { expr: worst, legend: "consumed" },
      { expr: ofThose(stateRank(slos, by)), legend: "state" },
      { expr: ofThose(burn1h(scope)), legend: "burn" },
      { expr: `${ofThose(`count by (${by.join(", ")}) (${pages})`)} or 0 * ${worst}`, legend: "pages" },
      { expr: ofThose(info), legend: "info" },
    ],
    columns: [
      { from: "B", title: "State", width: 120, look: "colour", words: colours.stateNames },
      { from: label.service, title: "Service", links: [toServiceBoard] },
      { from: label.name, title: "SLO", links: [toSloBoard, toSloPage] },
      { from: label.environment, title: "Environment", width: 120 },
      { from: label.objective, title: "Objective", width: 90 },
      {
        ...{ from: "A", title: "Consumed", look: "bar", unit: "percentunit", decimals: 1 },
        steps: colours.consumedSteps,
      },
      {
        ...{ from: "C", title: "Burn 1 h", width: 90, look: "colour", unit: "suffix:×", decimals: 1 },
        steps: colours.burnSteps,
      },
      { from: "D", title: "Pages", width: 80, look: "colour", decimals: 0, steps: colours.alarming() },
      { from: label.owner, title: "Owner" },
    ],
    sortBy: "Consumed",
    steps: colours.plain(),
    links,
  };
}

const rowOf = {
  [variable.service]: cell("Service"),
  [variable.slo]: cell("SLO"),
  [variable.environment]: cell("Environment"),
};
const toSloBoard = toBoard("slo", "Board of the SLO", rowOf);
const toSloPage = toPage(`/slos/${cell("Service")}.${cell("SLO")}.${cell("Environment")}`, "SLO in nines");
const toServiceBoard = toBoard("service", "Board of the service", {
  [variable.service]: cell("Service"),
  [variable.environment]: cell("Environment"),
});
