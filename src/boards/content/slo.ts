import { formatDuration } from "../../model/durations.ts";
import { annotationTag, label, series } from "../../model/names.ts";
import { boardColours } from "../../model/state-colours.ts";
import type { Board, Column, Link, Panel } from "../model.ts";
import * as budget from "../parts/budget.ts";
import * as colours from "../parts/colours.ts";
import { boardName, servicePath, sloPath, toBoard, toPage } from "../parts/links.ts";
import { alertMarks, storedMarks } from "../parts/marks.ts";
import { chosenGroups, chosenSlo, variable } from "../parts/select.ts";
import { stateRank } from "../parts/states.ts";
import { tierBurns, tierFiring } from "../parts/tiers.ts";
import { common, environment, groups, runbook, service, slo } from "../parts/variables.ts";
import type { BoardOptions } from "../options.ts";

const runbookLink: Link = { title: "Runbook", url: `\${${variable.runbook}}` };
const links: readonly Link[] = [toPage(sloPath), runbookLink];

/** Rows in the order of the page: how it stands, where it went, what happened, what fires. All of it on one screen. */
export function sloBoard({ page, groupLabels }: BoardOptions): Board {
  const whole: budget.Scope = { slos: chosenSlo, groups: chosenGroups(groupLabels), by: [] };
  const grouped = { ...whole, by: groupLabels };
  return {
    name: boardName.slo,
    title: "nines / SLO",
    description: "One SLO: what is left of its error budget, where it went, and what burns now.",
    since: "now-30d",
    variables: [...common(page), environment(false), service, slo, ...groups(groupLabels), runbook],
    marks: [
      alertMarks([...whole.slos, ...whole.groups]),
      ...storedMarks({
        service: [annotationTag.service(`$${variable.service}`)],
      }),
    ],
    links: [toPage(sloPath), runbookLink, toPage(servicePath, "Service in nines")],
    rows: [
      { height: 4, panels: standing(whole) },
      { height: 6, panels: [burnDown(grouped)] },
      { height: 5, panels: [errors(grouped), events(grouped)] },
      { height: 5, panels: [tiers(groupLabels), spenders(grouped)] },
    ],
  };
}

function standing(scope: budget.Scope): Panel[] {
  const number = { kind: "number", width: 6, links } as const;
  return [
    {
      ...number,
      title: "State",
      description:
        "What the error-budget policy makes of the consumed budget, as nines judges it; the worst of all groups.",
      unit: "none",
      questions: [{ expr: stateRank(scope.slos, []), legend: "state" }],
      steps: colours.plain(),
      words: colours.stateNames,
      nothing: "◌ unknown",
    },
    {
      ...number,
      title: "Consumed",
      description:
        "Share of the error budget that is used up; above 100 % it is overspent. Of several groups, the worst.",
      unit: "percentunit",
      decimals: 1,
      questions: [{ expr: budget.consumed(scope), legend: "consumed" }],
      steps: colours.consumedSteps,
      nothing: "no data",
    },
    {
      ...number,
      title: "Remaining",
      description:
        "Share of the error budget that is left; below 0 % it is overspent. Of several groups, the worst.",
      unit: "percentunit",
      decimals: 1,
      questions: [{ expr: budget.left(scope), legend: "remaining" }],
      steps: colours.leftSteps,
      nothing: "no data",
    },
    {
      ...number,
      title: "Burn rate, 1 h",
      description:
        "How many times faster than allowed the budget went in the last hour. At 1× it lasts exactly its window.",
      unit: "suffix:×",
      decimals: 1,
      questions: [{ expr: budget.burn1h(scope), legend: "burn" }],
      steps: colours.burnSteps,
      nothing: "no events",
    },
  ];
}

/** Group labels behind a word: `left eu`. */
const legend = (word: string, by: readonly string[]): string =>
  [word, ...by.map((name) => `{{${name}}}`)].join(" ");

const burnDown = (scope: budget.Scope): Panel => ({
  kind: "chart",
  title: "Burn-down",
  description:
    "What is left of the budget of the window that ends where the chart ends, step by step, and the straight way to none.",
  width: 24,
  unit: "percentunit",
  look: "filled",
  most: 1,
  interval: formatDuration(budget.ledgerStep),
  questions: [
    { expr: budget.burnDown(scope), legend: legend("left", scope.by) },
    { expr: budget.idealLine(scope), legend: "ideal", line: { colour: boardColours.quiet, dashed: true } },
  ],
  steps: colours.leftSteps,
  links,
});

const errors = (scope: budget.Scope): Panel => ({
  kind: "chart",
  title: "Error ratio",
  description: "Share of bad events in each step, from the ledger, and the share that the objective allows.",
  width: 12,
  unit: "percentunit",
  look: "filled",
  least: 0,
  interval: formatDuration(budget.ledgerStep),
  questions: [
    { expr: budget.errorRatio(scope), legend: legend("bad", scope.by) },
    {
      expr: budget.allowed(scope),
      legend: "allowed",
      line: { colour: boardColours.watch, dashed: true },
    },
  ],
  steps: colours.plain(boardColours.restricted),
  links,
});

const events = (scope: budget.Scope): Panel => ({
  kind: "chart",
  title: "Requests",
  description:
    "Events each second, from the ledger: requests, runs of journeys, or what else the SLI counts. " +
    "Of gauges and thresholds an event is a second of one series.",
  width: 12,
  unit: "eps",
  look: "filled",
  least: 0,
  interval: formatDuration(budget.ledgerStep),
  questions: [
    { expr: budget.pace(series.ledgerTotal, scope), legend: legend("all", scope.by) },
    {
      expr: budget.pace(series.ledgerBad, { ...scope, by: [] }),
      legend: "bad",
      line: { colour: boardColours.restricted },
    },
  ],
  steps: colours.plain(boardColours.accent),
  links,
});

const tiers = (groupLabels: readonly string[]): Panel => ({
  kind: "table",
  title: "Burn now",
  description:
    "The tiers of the burn-rate alert: it fires when the burn rate exceeds the threshold over the long and over the short window.",
  width: 15,
  unit: "suffix:×",
  decimals: 1,
  questions: [
    { expr: tierBurns("long", groupLabels), legend: "long" },
    { expr: tierBurns("short", groupLabels), legend: "short" },
    { expr: tierFiring(groupLabels), legend: "firing" },
  ],
  columns: [
    { from: label.tier, title: "Tier" },
    { from: label.severity, title: "Severity" },
    ...groupLabels.map((name): Column => ({ from: name, title: name })),
    { from: label.longWindow, title: "Long" },
    { from: "A", title: "Long burn", look: "colour" },
    { from: label.shortWindow, title: "Short" },
    { from: "B", title: "Short burn", look: "colour" },
    { from: label.firesAt, title: "Threshold" },
    { from: "C", title: "Alert", look: "colour", unit: "none", words: colours.firingOrNot },
  ],
  steps: colours.burnSteps,
  links: [...links, toBoard("alerts", "Alert quality")],
});

const spenders = (scope: budget.Scope): Panel => ({
  kind: "gauges",
  title: scope.by.length === 0 ? "Consumed" : "Consumed by group",
  description:
    "Which group spent how much of its own budget, the most first. An SLO that is not grouped has one bar.",
  width: 9,
  unit: "percentunit",
  decimals: 1,
  most: 1,
  questions: [{ expr: `sort_desc(${budget.consumed(scope)})`, legend: legend("consumed", scope.by) }],
  steps: colours.consumedSteps,
  links,
});
