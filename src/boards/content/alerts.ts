import { label, metric, metricLabel, series } from "../../model/names.ts";
import type { Matcher } from "../../model/promql.ts";
import { boardColours } from "../../model/state-colours.ts";
import type { Board, Panel } from "../model.ts";
import type { BoardOptions } from "../options.ts";
import * as colours from "../parts/colours.ts";
import { boardName, cell, toBoard, toPage } from "../parts/links.ts";
import { alertMarks } from "../parts/marks.ts";
import { aggregate, among, called, select, variable } from "../parts/select.ts";
import { firingBurns } from "../parts/tiers.ts";
import { common, environment } from "../parts/variables.ts";

const chosen = [among(label.environment, variable.environment)];
const links = [toPage("/alerts", "Alert quality in nines"), toBoard("overview", "Overview")];

/** Replicas say the same from one journal: each SLO and tier counts once. */
const marked = (mark: Matcher["value"], by: readonly string[], op: Matcher["op"] = "="): string => {
  const selector = select(metric.alerts, [...chosen, { label: metricLabel.mark, op, value: mark }]);
  return aggregate(
    "sum",
    by,
    `max by (${[label.id, ...rowLabels, metricLabel.mark].join(", ")}) (${selector})`,
  );
};
const rowLabels = [label.service, label.name, label.environment, label.tier];

const nobody = `0 * sum(max by (${metricLabel.state}) (${metric.slos}))`;
/** 0 where nines is scraped and no alert is kept. */
const orNone = (expr: string): string => `${expr} or ${nobody}`;

/** Was it worth being woken for? */
export const alertsBoard = ({ page }: BoardOptions): Board => ({
  name: boardName.alerts,
  title: "nines / Alert quality",
  description: "Whether the alerts that ring are worth it: what people said of them, and how much they ring.",
  since: "now-7d",
  variables: [...common(page), environment(true)],
  marks: [alertMarks(chosen)],
  links: [toPage("/alerts", "Alert quality in nines")],
  rows: [
    { height: 4, panels: standing },
    { height: 8, panels: [table] },
    { height: 8, panels: [ringing, longest] },
  ],
});

const number = { kind: "number", width: 6, links, unit: "none", decimals: 0 } as const;
const standing: readonly Panel[] = [
  {
    ...number,
    title: "Precision",
    description:
      "Useful alerts of those that somebody marked as useful, noise or duplicate, over all that are kept.",
    unit: "percentunit",
    questions: [
      {
        expr: `${marked("useful", [])} / (${marked("none", [], "!=")} > 0) or -1 + ${nobody}`,
        legend: "precision",
      },
    ],
    steps: colours.wanted(0.7),
    words: [{ value: -1, text: "none marked", colour: boardColours.quiet }],
    nothing: "no data",
  },
  {
    ...number,
    title: "Not yet marked",
    description: "Alerts that rang and of which nobody has said what they were worth.",
    questions: [{ expr: orNone(marked("none", [])), legend: "unmarked" }],
    steps: colours.alarming(boardColours.watch),
    nothing: "no data",
  },
  {
    ...number,
    title: "Missed",
    description: "Trouble that people entered because no alert had told of it.",
    questions: [
      {
        expr: orNone(`sum(max by (${label.id}) (${select(metric.alertsMissed, chosen)}))`),
        legend: "missed",
      },
    ],
    steps: colours.alarming(),
    nothing: "no data",
  },
  {
    ...number,
    title: "Pages that fire",
    description: "Burn-rate alerts of the tiers that page, now.",
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
];

const rows = (mark: string): string => marked(mark, rowLabels);

const table: Panel = {
  kind: "table",
  title: "What people said, by SLO and tier",
  description:
    "Alerts that are kept, by what people think of them. Precision is useful of all that are marked; " +
    "detection is the median time from the beginning of the trouble to the alert. SLOs of which no alert is kept are not listed.",
  width: 24,
  unit: "none",
  decimals: 0,
  questions: [
    { expr: rows("useful"), legend: "useful" },
    { expr: rows("noise"), legend: "noise" },
    { expr: rows("duplicate"), legend: "duplicate" },
    { expr: rows("none"), legend: "none" },
    { expr: `${rows("useful")} / (${marked("none", rowLabels, "!=")} > 0)`, legend: "precision" },
    {
      expr: `max by (${rowLabels.join(", ")}) (${select(metric.alertDetection, chosen)})`,
      legend: "detection",
    },
  ],
  columns: [
    {
      from: label.service,
      title: "Service",
      links: [
        toBoard("service", "Board of the service", {
          [variable.service]: cell("Service"),
          [variable.environment]: cell("Environment"),
        }),
      ],
    },
    {
      from: label.name,
      title: "SLO",
      links: [
        toBoard("slo", "Board of the SLO", {
          [variable.service]: cell("Service"),
          [variable.slo]: cell("SLO"),
          [variable.environment]: cell("Environment"),
        }),
      ],
    },
    { from: label.environment, title: "Environment" },
    { from: label.tier, title: "Tier" },
    { from: "A", title: "Useful" },
    { from: "B", title: "Noise" },
    { from: "C", title: "Duplicate" },
    { from: "D", title: "Not marked" },
    { from: "E", title: "Precision", unit: "percentunit", look: "colour", steps: colours.wanted(0.7) },
    { from: "F", title: "Detection", unit: "s" },
  ],
  steps: colours.plain(),
  links,
};

const half = { width: 12, links } as const;
const perTier = `count by (${label.tier}, ${label.severity}) (${firingBurns(chosen)})`;

const ringing: Panel = {
  ...half,
  kind: "chart",
  title: "Burn alerts that fire, by tier",
  description: "How many burn-rate alerts fire at a time. None is a line at zero.",
  unit: "none",
  decimals: 0,
  look: "bars",
  least: 0,
  questions: [
    {
      expr: `${perTier} or ${called("none", label.tier, `0 * count(${select(series.objective, chosen)})`)}`,
      legend: `{{${label.tier}}} {{${label.severity}}}`,
    },
  ],
  steps: colours.plain(),
};

/** Half the interval of the fast group would do; a minute is enough for hours, and reads less. */
const minutely = 60;

const longest: Panel = {
  ...half,
  kind: "gauges",
  title: "Fired the longest",
  description: "SLOs and tiers whose burn-rate alert fired longest in the time that is shown, the ten first.",
  unit: "s",
  decimals: 0,
  questions: [
    {
      expr:
        `topk(10, ${minutely} * sum_over_time(max by (${label.id}, ${label.tier}) (${firingBurns(chosen)})[$__range:${minutely}s])) ` +
        `or ${called("none", label.id, `0 * count(${select(series.objective, chosen)})`)}`,
      legend: `{{${label.id}}} {{${label.tier}}}`,
    },
  ],
  steps: colours.plain(boardColours.caution),
};
