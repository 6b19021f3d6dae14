import { metric, metricLabel } from "../../model/names.ts";
import { boardColours } from "../../model/state-colours.ts";
import type { Board, Panel } from "../model.ts";
import type { BoardOptions } from "../options.ts";
import * as colours from "../parts/colours.ts";
import { boardName, toBoard, toPage } from "../parts/links.ts";
import { storedMarks } from "../parts/marks.ts";
import { aggregate, called, select } from "../parts/select.ts";
import { common } from "../parts/variables.ts";

const links = [toPage("/"), toBoard("overview", "Overview")];
/** Zero as long as nines is scraped. */
const none = `0 * max(${metric.cycleLast})`;

/** Whether the numbers on the other boards can be trusted. */
export const itselfBoard = ({ page }: BoardOptions): Board => ({
  name: boardName.itself,
  title: "nines / nines itself",
  description:
    "Whether nines can be trusted now: its cycle, its sources, its gate, its journal and its notices.",
  since: "now-6h",
  variables: [...common(page)],
  marks: storedMarks(),
  links: [toPage("/")],
  rows: [
    { height: 4, panels: standing },
    { height: 7, panels: [cycle, queries, sources] },
    { height: 7, panels: [decisions, answers, notices] },
    { height: 6, panels: [memory, delay, journal] },
  ],
});

const number = { kind: "number", width: 4, links, decimals: 0, nothing: "no data" } as const;
const standing: readonly Panel[] = [
  {
    ...number,
    title: "Last cycle",
    description: "How long ago nines last looked at its sources; every answer of the gate is as old.",
    unit: "s",
    questions: [{ expr: `time() - max(${metric.cycleLast})`, legend: "ago" }],
    steps: colours.tooMuch(120),
  },
  {
    ...number,
    title: "Sources that answer",
    description: "Share of the Prometheus sources that answered everything in the last cycle.",
    unit: "percentunit",
    questions: [{ expr: `avg(${metric.sourceUp})`, legend: "up" }],
    steps: colours.wanted(1),
  },
  {
    ...number,
    title: "Errors in definitions",
    description: "Errors in the newest reading of the definitions; above 0 the last good ones are in use.",
    unit: "none",
    questions: [{ expr: `max(${metric.specErrors})`, legend: "errors" }],
    steps: colours.alarming(),
  },
  {
    ...number,
    title: "SLOs",
    description: "SLOs that nines judges, in every state and environment.",
    unit: "none",
    questions: [{ expr: `sum(max by (${metricLabel.state}) (${metric.slos}))`, legend: "SLOs" }],
    steps: colours.plain(),
  },
  {
    ...number,
    title: "Leaders",
    description: "Replicas that lead: one. With none nobody journals moves and due events.",
    unit: "none",
    questions: [{ expr: `sum(${metric.leader})`, legend: "leaders" }],
    steps: [
      { colour: boardColours.restricted },
      { from: 1, colour: boardColours.healthy },
      { from: 2, colour: boardColours.restricted },
    ],
  },
  {
    ...number,
    title: "Notices given up",
    description: "Messages that could not be delivered, since the journal began.",
    unit: "none",
    questions: [
      {
        expr: `sum(max by (${metricLabel.channel}) (${metric.noticesUndelivered})) or ${none}`,
        legend: "given up",
      },
    ],
    steps: colours.alarming(boardColours.watch),
  },
];

const third = { kind: "chart", width: 8, links, least: 0, interval: "1m" } as const;
const rate = (metricName: string, by: readonly string[]): string =>
  aggregate("sum", by, `rate(${metricName}[$__rate_interval])`);

const cycle: Panel = {
  ...third,
  title: "Duration of a cycle",
  description: "How long nines takes to ask all of its sources and to judge every SLO.",
  unit: "s",
  questions: [
    { expr: `max(${metric.cycleDuration})`, legend: "cycle", line: { colour: boardColours.accent } },
  ],
  steps: colours.plain(boardColours.accent),
};

const queries: Panel = {
  ...third,
  title: "Queries to Prometheus",
  description:
    "Queries asked of each source, a second; a cycle asks about as many whatever the number of SLOs.",
  unit: "reqps",
  questions: [{ expr: rate(metric.queries, [metricLabel.source]), legend: `{{${metricLabel.source}}}` }],
  steps: colours.plain(boardColours.accent),
};

const sources: Panel = {
  ...third,
  title: "Circuit breakers",
  description: "The circuit breaker of each source: 0 closed, which is good, 1 half-open, 2 open.",
  unit: "none",
  decimals: 0,
  most: 2,
  questions: [
    {
      expr: `max by (${metricLabel.source}) (${metric.breakerState})`,
      legend: `{{${metricLabel.source}}}`,
    },
  ],
  steps: colours.alarming(),
  words: [
    { value: 0, text: "closed", colour: boardColours.healthy },
    { value: 1, text: "half-open", colour: boardColours.watch },
    { value: 2, text: "open", colour: boardColours.restricted },
  ],
};

const decisions: Panel = {
  ...third,
  title: "Gate decisions",
  description:
    "Verdicts of the gate, a minute, by decision; of dry runs what they would have been. None is a line at zero.",
  unit: "none",
  look: "bars",
  questions: [
    {
      expr: `60 * ${rate(metric.gateDecisions, [metricLabel.decision])} or ${called("none", metricLabel.decision, none)}`,
      legend: `{{${metricLabel.decision}}}`,
    },
  ],
  steps: colours.plain(),
};

const answers: Panel = {
  ...third,
  title: "Time to answer",
  description:
    "Within which 99 of 100 requests over HTTP were answered, by route; those that were asked for at all.",
  unit: "s",
  questions: [
    {
      expr: `histogram_quantile(0.99, ${rate(`${metric.httpDuration}_bucket`, ["le", metricLabel.route])}) >= 0`,
      legend: `{{${metricLabel.route}}}`,
    },
  ],
  steps: colours.tooMuch(1),
};

const notices: Panel = {
  ...third,
  title: "Notices that wait",
  description:
    "Messages that wait to be delivered, by channel. None, or no channel at all, is a line at zero.",
  unit: "none",
  decimals: 0,
  questions: [
    {
      expr: `max by (${metricLabel.channel}) (${metric.noticesWaiting}) or ${called("none", metricLabel.channel, none)}`,
      legend: `{{${metricLabel.channel}}}`,
    },
  ],
  steps: colours.alarming(boardColours.watch),
};

/** What every process of Node counts of itself, on the page that nines is scraped by. */
const processOf = (name: string): string =>
  `max by (instance) (${name} and on (instance) ${metric.cycleLast})`;

const memory: Panel = {
  ...third,
  title: "Memory",
  description: "Resident memory of each replica.",
  unit: "bytes",
  questions: [{ expr: processOf("process_resident_memory_bytes"), legend: "{{instance}}" }],
  steps: colours.plain(boardColours.accent),
};

const delay: Panel = {
  ...third,
  title: "Delay of the event loop",
  description: "How late the process gets to what is due, 99 of 100 times; every answer waits as long.",
  unit: "s",
  questions: [{ expr: processOf("nodejs_eventloop_lag_p99_seconds"), legend: "{{instance}}" }],
  steps: colours.tooMuch(0.1),
};

const journal: Panel = {
  ...third,
  title: "Entries in the journal",
  description: "Length of the journal. It never gets shorter.",
  unit: "none",
  decimals: 0,
  questions: [
    { expr: `max(${select(metric.journalHead)})`, legend: "entries", line: { colour: boardColours.accent } },
  ],
  steps: colours.plain(boardColours.accent),
};
