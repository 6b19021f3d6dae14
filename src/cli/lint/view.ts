import type { Slo } from "../../model/slo.ts";
import type { RuleCost, SloCost } from "../../survey/cost.ts";
import type { Delivered } from "../../survey/delivered.ts";
import type { ServerFacts } from "../../survey/port.ts";
import type { Survey } from "../../survey/survey.ts";
import { table } from "../terminal/table.ts";

/** What one server showed. */
export interface Surveyed {
  name: string;
  url: string;
  facts: ServerFacts;
  slos: readonly Slo[];
  survey: Survey;
  costs: readonly SloCost[];
}

/** So many rows a person reads; a program asks for JSON. */
const shown = 40;

const whole = (value: number): string => Math.round(value).toLocaleString("en-US");
const nameOf = ({ rule, part }: RuleCost): string => (part === undefined ? rule : `${rule} ${part}`);

const deliveredText = (all: readonly Delivered[]): string =>
  all.length === 0
    ? "not recorded yet"
    : all
        .map(({ errorRatio, coverage }) => {
          const share = `${Number(((1 - errorRatio) * 100).toFixed(3))} %`;
          return coverage >= 0.995 ? share : `${share} (${Math.floor(coverage * 100)} % of it seen)`;
        })
        .join(", ");

const row = (cost: SloCost, { survey }: Surveyed): string[] => [
  cost.slo,
  whole(cost.series),
  String(cost.rules.length),
  whole(cost.samplesPerMinute),
  cost.dearest?.samplesPerMinute === undefined
    ? ""
    : `${nameOf(cost.dearest)}: ${whole(cost.dearest.samplesPerMinute)}`,
  deliveredText(survey.delivered.get(cost.slo) ?? []),
];

function tableOf(surveyed: Surveyed): string[] {
  const { url, facts, costs } = surveyed;
  const dearest = costs.toSorted((a, b) => b.samplesPerMinute - a.samplesPerMinute);
  const kept = facts.retentionText === undefined ? "" : `, which keeps ${facts.retentionText}`;
  const total = costs.reduce((sum, { samplesPerMinute }) => sum + samplesPerMinute, 0);
  const columns = [
    { title: "SLO" },
    { title: "series", align: "right" as const },
    { title: "rules", align: "right" as const },
    { title: "samples/min", align: "right" as const },
    { title: "dearest rule" },
    { title: "delivered, the last window first" },
  ];
  const rest = dearest.length - shown;
  return [
    "",
    `What the rules read of ${url}${kept}: ${whole(total)} samples a minute`,
    "",
    ...table(
      columns,
      dearest.slice(0, shown).map((cost) => row(cost, surveyed)),
    ).map((line) => `  ${line}`),
    ...(costs.some(({ slo }) => (surveyed.survey.delivered.get(slo) ?? []).length === 0)
      ? ["", "  While an SLO is not recorded yet, the rules that sum its ledger read nothing."]
      : []),
    ...(rest > 0 ? ["", `  and ${rest} more: --format json lists all, rule by rule`] : []),
  ];
}

/** What each SLO costs and delivered, the dearest first. */
export const asTables = (surveyed: readonly Surveyed[]): string =>
  surveyed
    .filter(({ costs }) => costs.length > 0)
    .flatMap(tableOf)
    .map((line) => `${line}\n`)
    .join("");

/** The same for programs, with every rule. */
export const asFacts = (surveyed: readonly Surveyed[]) => ({
  sources: surveyed.map(({ name, url, facts }) => ({ name, url, retention: facts.retentionText ?? null })),
  slos: surveyed.flatMap(({ name, slos, survey, costs }) =>
    slos.map(({ id }) => {
      const cost = costs.find(({ slo }) => slo === id);
      return {
        slo: id,
        source: name,
        series: survey.series.get(id) ?? 0,
        delivered: survey.delivered.get(id) ?? [],
        ...(cost !== undefined && {
          samplesPerMinute: cost.samplesPerMinute,
          rules: cost.rules.map(({ slo: _, ...rule }) => rule),
        }),
      };
    }),
  ),
});
