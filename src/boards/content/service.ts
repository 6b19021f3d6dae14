import { formatDuration } from "../../model/durations.ts";
import { annotationTag, label, metric, series } from "../../model/names.ts";
import { boardColours } from "../../model/state-colours.ts";
import type { Board, Panel } from "../model.ts";
import type { BoardOptions } from "../options.ts";
import * as budget from "../parts/budget.ts";
import * as colours from "../parts/colours.ts";
import { boardName, servicePath, toBoard, toPage } from "../parts/links.ts";
import { alertMarks, storedMarks } from "../parts/marks.ts";
import { is, select, variable } from "../parts/select.ts";
import { sloTable } from "../parts/slo-table.ts";
import { stateRank } from "../parts/states.ts";
import { firingBurns } from "../parts/tiers.ts";
import { common, environment, service } from "../parts/variables.ts";

const chosen = [is(label.service, variable.service), is(label.environment, variable.environment)];
const whole: budget.Scope = { slos: chosen, groups: [], by: [] };
const perSlo: budget.Scope = { ...whole, by: [label.name] };
const links = [toPage(servicePath), toBoard("overview", "Overview")];

/** One service in one environment: its SLOs beside each other, on one axis of time. */
export const serviceBoard = ({ page, groupLabels }: BoardOptions): Board => ({
  name: boardName.service,
  title: "nines / Service",
  description: "One service: its SLOs, where their budgets went, and whether its gate is open.",
  since: "now-30d",
  variables: [...common(page), environment(false), service],
  marks: [alertMarks(chosen), ...storedMarks({ service: [annotationTag.service(`$${variable.service}`)] })],
  links: [toPage(servicePath)],
  rows: [
    { height: 4, panels: standing },
    { height: 6, panels: [sloTable({ slos: chosen, width: 24, links })] },
    { height: 6, panels: [burnDown(groupLabels)] },
    { height: 6, panels: [errors, events] },
  ],
});

const number = { kind: "number", width: 6, links } as const;
const standing: readonly Panel[] = [
  {
    ...number,
    title: "State",
    description: "The worst state of its SLOs, as nines judges them.",
    unit: "none",
    questions: [{ expr: stateRank(chosen, []), legend: "state" }],
    steps: colours.plain(),
    words: colours.stateNames,
    nothing: "◌ unknown",
  },
  {
    ...number,
    title: "Consumed",
    description: "Share of the error budget that is used up, of the SLO that has used most.",
    unit: "percentunit",
    decimals: 1,
    questions: [{ expr: budget.consumed(whole), legend: "consumed" }],
    steps: colours.consumedSteps,
    nothing: "no data",
  },
  {
    ...number,
    title: "Pages that fire",
    description: "Burn-rate alerts of the tiers that page, over all SLOs of the service.",
    unit: "none",
    decimals: 0,
    questions: [
      {
        expr:
          `count(${firingBurns([...chosen, { label: label.severity, op: "=", value: "page" }])}) ` +
          `or 0 * count(${select(series.objective, chosen)})`,
        legend: "pages",
      },
    ],
    steps: colours.alarming(),
    nothing: "no rules",
  },
  {
    ...number,
    title: "Gate, for a feature",
    description: "Whether nines would let a feature out now; the page says why not.",
    unit: "none",
    questions: [{ expr: `max(${select(metric.gateOpen, chosen)})`, legend: "gate" }],
    steps: colours.plain(),
    words: colours.openOrClosed,
    links: [
      toPage(
        `/gate?service=\${${variable.service}}&environment=\${${variable.environment}}`,
        "Gate in nines",
      ),
    ],
    nothing: "◌ unknown",
  },
];

const legend = `{{${label.name}}}`;
const chart = { kind: "chart", links, interval: formatDuration(budget.ledgerStep) } as const;

const burnDown = (groupLabels: readonly string[]): Panel => ({
  ...chart,
  title: "Burn-down",
  description:
    "What is left of each SLO's budget, step by step, of the window that ends where the chart ends. Of several groups, the worst.",
  width: 24,
  unit: "percentunit",
  most: 1,
  questions: [{ expr: budget.burnDown({ ...perSlo, apart: groupLabels }), legend }],
  steps: colours.leftSteps,
});

const errors: Panel = {
  ...chart,
  title: "Error ratio",
  description: "Share of bad events of each SLO in each step, from its ledger.",
  width: 12,
  unit: "percentunit",
  least: 0,
  questions: [{ expr: budget.errorRatio(perSlo), legend }],
  steps: colours.plain(boardColours.restricted),
};

const events: Panel = {
  ...chart,
  title: "Requests",
  description:
    "Events of each SLO each second, from its ledger: requests, runs of journeys, or what else its SLI counts.",
  width: 12,
  unit: "eps",
  least: 0,
  questions: [{ expr: budget.pace(series.ledgerTotal, perSlo), legend }],
  steps: colours.plain(boardColours.accent),
};
