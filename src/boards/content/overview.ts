import { label, metric, series } from "../../model/names.ts";
import { decisionWords, stateShapes } from "../../model/wording.ts";
import { boardColours } from "../../model/state-colours.ts";
import { gradedStates, type State } from "../../model/policy.ts";
import { tierNames, type TierName } from "../../model/tiers.ts";
import type { Board, Panel } from "../model.ts";
import type { BoardOptions } from "../options.ts";
import * as colours from "../parts/colours.ts";
import { boardName, toBoard, toPage } from "../parts/links.ts";
import { alertMarks, storedMarks } from "../parts/marks.ts";
import { among, select, variable } from "../parts/select.ts";
import { sloTable } from "../parts/slo-table.ts";
import { countIn } from "../parts/states.ts";
import { firingBurns } from "../parts/tiers.ts";
import { common, environment } from "../parts/variables.ts";

const chosen = [among(label.environment, variable.environment)];
const links = [toPage("/"), toBoard("alerts", "Alert quality"), toBoard("itself", "nines itself")];

/** Everything at once, the worst first. */
export const overviewBoard = ({ page }: BoardOptions): Board => ({
  name: boardName.overview,
  title: "nines / Overview",
  description: "How much error budget every service has left, the worst first.",
  since: "now-24h",
  variables: [...common(page), environment(true)],
  marks: [alertMarks(chosen), ...storedMarks()],
  links: [toPage("/")],
  rows: [
    { height: 4, panels: ([...gradedStates.toReversed(), "unknown"] as const).map(stateCount) },
    { height: 10, panels: [sloTable({ slos: chosen, width: 24, links })] },
    { height: 7, panels: [firing, gates, byState] },
  ],
});

const stateCount = (state: State): Panel => ({
  kind: "number",
  title: `${stateShapes[state]} ${state}`,
  description: `SLOs in the state ${state}, as nines judges them; of several groups the worst counts.`,
  width: 4,
  unit: "none",
  decimals: 0,
  questions: [{ expr: countIn(state, chosen), legend: state }],
  steps: state === "healthy" ? colours.plain(boardColours.healthy) : colours.alarming(boardColours[state]),
  links,
  nothing: "no data",
});

const tierColours: Readonly<Record<TierName, string>> = {
  fast: boardColours.frozen,
  medium: boardColours.caution,
  slow: boardColours.watch,
  long: boardColours.quiet,
};

/** Rules that are there and do not fire count nothing; where there are no rules there is no answer. */
const firing: Panel = {
  kind: "chart",
  title: "Burn alerts that fire",
  description: "Burn-rate alerts that fire, by tier: fast and medium are pages, slow and long are tickets.",
  width: 8,
  unit: "none",
  decimals: 0,
  look: "bars",
  least: 0,
  questions: tierNames.map((tier) => ({
    expr:
      `count(${firingBurns([...chosen, { label: label.tier, op: "=", value: tier }])}) ` +
      `or 0 * count(${select(series.objective, chosen)})`,
    legend: tier,
    line: { colour: tierColours[tier] },
  })),
  steps: colours.plain(),
  links,
};

const gates: Panel = {
  kind: "table",
  title: "Gate, for a feature",
  description: `Whether nines would let a feature out now. Closed is "${decisionWords.needs_exception}" or "${decisionWords.deny}"; the page says why.`,
  width: 8,
  unit: "none",
  questions: [
    {
      expr: `max by (${label.service}, ${label.environment}) (${select(metric.gateOpen, chosen)})`,
      legend: "gate",
    },
  ],
  columns: [
    {
      from: label.service,
      title: "Service",
      links: [
        toBoard("service", "Board of the service", {
          [variable.service]: '${__data.fields["Service"]}',
          [variable.environment]: '${__data.fields["Environment"]}',
        }),
      ],
    },
    { from: label.environment, title: "Environment" },
    { from: "A", title: "Gate", look: "colour", words: colours.openOrClosed },
  ],
  steps: colours.plain(),
  links: [toPage("/gate", "Gate in nines")],
};

const byState: Panel = {
  kind: "chart",
  title: "SLOs by state",
  description:
    "How many SLOs were in which state, as nines judged them. Before nines was scraped nothing is known.",
  width: 8,
  unit: "none",
  decimals: 0,
  look: "stacked",
  least: 0,
  questions: ([...gradedStates.toReversed(), "unknown"] as const).map((state) => ({
    expr: countIn(state, chosen),
    legend: state,
    line: { colour: boardColours[state] },
  })),
  steps: colours.plain(),
  links,
};
