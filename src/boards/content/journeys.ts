import { journeyLabel, journeySeries } from "../../model/names.ts";
import type { Matcher } from "../../model/promql.ts";
import { boardColours } from "../../model/state-colours.ts";
import type { Board, Panel } from "../model.ts";
import type { BoardOptions } from "../options.ts";
import * as colours from "../parts/colours.ts";
import { boardName, toBoard, toPage } from "../parts/links.ts";
import { storedMarks } from "../parts/marks.ts";
import { aggregate, among, called, is, select, variable } from "../parts/select.ts";
import { common, journeys } from "../parts/variables.ts";

const chosen = [is(journeyLabel.journey, variable.journey), among(journeyLabel.location, variable.location)];
const links = [toPage(`/journeys/\${${variable.journey}}`), toBoard("overview", "Overview")];

const of = (metric: string, more: readonly Matcher[] = []): string => select(metric, [...chosen, ...more]);
const withResult = (op: "=" | "!=" | "=~", value: string): Matcher => ({
  label: journeyLabel.result,
  op,
  value,
});
/** What nines spoilt itself says nothing of the journey. */
const isJudged = withResult("!=", "internal");
const grown = (selector: string, over = "$__range", by: readonly string[] = []): string =>
  aggregate("sum", by, `increase(${selector}[${over}])`);

/** What no counter of the service sees: whether people get through, and where it takes long. */
export const journeysBoard = ({ page }: BoardOptions): Board => ({
  name: boardName.journeys,
  title: "nines / Journeys",
  description: "One journey: whether its users get through, how long each step takes, and where it fails.",
  since: "now-6h",
  variables: [...common(page), ...journeys],
  marks: storedMarks(),
  links: [toPage("/journeys")],
  rows: [
    { height: 4, panels: standing },
    { height: 7, panels: [runs, duration] },
    { height: 7, panels: [steps, phases] },
    { height: 6, panels: [failures, skipped, retries] },
  ],
});

const number = { kind: "number", width: 6, links } as const;
const standing: readonly Panel[] = [
  {
    ...number,
    title: "Got through",
    description:
      "Share of the runs in the time that is shown which passed, or passed slower than they should.",
    unit: "percentunit",
    decimals: 2,
    questions: [
      {
        expr: `${grown(of(journeySeries.runs, [withResult("=~", "passed|degraded")]))} / (${grown(of(journeySeries.runs, [isJudged]))} > 0)`,
        legend: "got through",
      },
    ],
    steps: colours.wanted(0.99),
    nothing: "no runs",
  },
  {
    ...number,
    title: "Runs",
    description: "Runs in the time that is shown, at all locations.",
    unit: "none",
    decimals: 0,
    questions: [{ expr: grown(of(journeySeries.runs)), legend: "runs" }],
    steps: colours.plain(),
    nothing: "no runs",
  },
  {
    ...number,
    title: "Last run",
    description: "How long ago the last run at any location ended.",
    unit: "s",
    decimals: 0,
    questions: [{ expr: `time() - max(${of(journeySeries.lastRun)} > 0)`, legend: "ago" }],
    steps: colours.tooMuch(900),
    nothing: "never",
  },
  {
    ...number,
    title: "Last success",
    description: "How long ago somebody got through, at any location.",
    unit: "s",
    decimals: 0,
    questions: [{ expr: `time() - max(${of(journeySeries.lastSuccess)} > 0)`, legend: "ago" }],
    steps: colours.tooMuch(900),
    nothing: "never",
  },
];

const half = { kind: "chart", width: 12, links, least: 0, interval: "1m" } as const;
const resultColours: Readonly<Record<string, string>> = {
  passed: boardColours.healthy,
  degraded: boardColours.watch,
  failed: boardColours.restricted,
  internal: boardColours.unknown,
};

const runs: Panel = {
  ...half,
  title: "Runs by result",
  description:
    "How the runs of each step of the chart ended. Internal is the fault of nines, and no part of any SLO.",
  unit: "none",
  look: "bars",
  questions: Object.entries(resultColours).map(([result, colour]) => ({
    expr: `${grown(of(journeySeries.runs, [withResult("=", result)]), "$__rate_interval")} or 0 * ${grown(of(journeySeries.runs), "$__rate_interval")}`,
    legend: result,
    line: { colour },
  })),
  steps: colours.plain(),
};

const quantile = (share: number): string =>
  `histogram_quantile(${share}, ${aggregate("sum", ["le"], `rate(${of(`${journeySeries.duration}_bucket`)}[$__rate_interval])`)})`;

const duration: Panel = {
  ...half,
  title: "Duration of a run",
  description: "How long runs that got through took: half of them, and 95 of 100, at most.",
  unit: "s",
  questions: [
    { expr: quantile(0.5), legend: "half", line: { colour: boardColours.accent } },
    { expr: quantile(0.95), legend: "95 of 100", line: { colour: boardColours.caution } },
  ],
  steps: colours.plain(boardColours.accent),
};

const steps: Panel = {
  ...half,
  title: "Duration by step",
  description: "What each step takes on average, on top of each other: the height is the whole run.",
  unit: "s",
  look: "stacked",
  questions: [
    {
      expr:
        `${aggregate("sum", [journeyLabel.step], `rate(${of(`${journeySeries.stepDuration}_sum`)}[$__rate_interval])`)} / ` +
        `(${aggregate("sum", [journeyLabel.step], `rate(${of(`${journeySeries.stepDuration}_count`)}[$__rate_interval])`)} > 0)`,
      legend: `{{${journeyLabel.step}}}`,
    },
  ],
  steps: colours.plain(boardColours.accent),
};

const phases: Panel = {
  ...half,
  title: "Where the time goes",
  description:
    "Seconds each second that requests of all steps spend on names, connections, TLS, waiting and transfer.",
  unit: "s",
  look: "stacked",
  questions: [
    {
      expr: aggregate("sum", [journeyLabel.phase], `rate(${of(journeySeries.stepPhase)}[$__rate_interval])`),
      legend: `{{${journeyLabel.phase}}}`,
    },
  ],
  steps: colours.plain(boardColours.accent),
};

const third = { ...half, width: 8, unit: "none", look: "bars" } as const;
const failedSteps = of(journeySeries.stepRuns, [withResult("=", "failed")]);

const failures: Panel = {
  ...third,
  title: "Failures by step and reason",
  description:
    "Which step failed, and why: a name, a connection, a status, an assertion. None is a line at zero.",
  questions: [
    {
      expr:
        `${grown(failedSteps, "$__rate_interval", [journeyLabel.step, journeyLabel.reason])} > 0 ` +
        `or ${called("none", journeyLabel.step, `0 * ${grown(of(journeySeries.stepRuns), "$__rate_interval")}`)}`,
      legend: `{{${journeyLabel.step}}} {{${journeyLabel.reason}}}`,
    },
  ],
  steps: colours.plain(boardColours.restricted),
};

const skipped: Panel = {
  ...third,
  title: "Runs skipped",
  description:
    "Runs that did not happen: the one before was still under way, it came too late, or nines was down.",
  questions: [
    {
      expr: grown(of(journeySeries.skippedRuns), "$__rate_interval", [journeyLabel.cause]),
      legend: `{{${journeyLabel.cause}}}`,
    },
  ],
  steps: colours.plain(boardColours.watch),
};

const retries: Panel = {
  ...third,
  title: "Further attempts",
  description: "Steps that were tried again after they had failed, by step.",
  questions: [
    {
      expr: grown(of(journeySeries.stepRetries), "$__rate_interval", [journeyLabel.step]),
      legend: `{{${journeyLabel.step}}}`,
    },
  ],
  steps: colours.plain(boardColours.watch),
};
