import type { BudgetSum, GroupAssessment } from "../../budget/assessment.ts";
import { label, metric, series } from "../../model/names.ts";
import { errorBudget, type Slo } from "../../model/slo.ts";
import type { JudgedGroup, JudgedSlo } from "../../policy/judged.ts";
import { row } from "./rows.ts";

/** A series that rules record of rolling windows, and nines says of calendar ones; and where the period lies. */
interface PeriodSeries {
  name: string;
  help: string;
  value: (sum: BudgetSum, assessment: GroupAssessment, slo: Slo) => number | undefined;
}

const all: readonly PeriodSeries[] = [
  {
    name: series.periodEventsTotal,
    help: "Events of the calendar period so far",
    value: ({ total }) => total,
  },
  {
    name: series.periodEventsBad,
    help: "Bad events of the calendar period so far",
    value: ({ bad }) => bad,
  },
  {
    name: series.periodCoverage,
    help: "Ledger samples present, of those expected of the calendar period so far",
    value: (_, { coverage }) => coverage,
  },
  {
    name: series.periodBudgetRemaining,
    help: "Share of the whole calendar period's error budget that is left, raw; what was missed and what is to come count as traffic without errors",
    value: ({ spent }) => 1 - spent,
  },
  {
    name: series.periodBurnRate,
    help: "Error ratio of the calendar period so far, over what the objective allows; absent without traffic",
    value: ({ total, errorRatio }, _, slo) => (total > 0 ? errorRatio / errorBudget(slo) : undefined),
  },
  {
    name: metric.periodStart,
    help: "When the calendar period that is under way began",
    value: ({ period }) => period?.from,
  },
  {
    name: metric.periodEnd,
    help: "When it ends, and the budget is whole again",
    value: ({ period }) => period?.to,
  },
];

/** The period series of all calendar windows, group by group, under the names that rules record of rolling ones. */
export function periodFamilies(slos: readonly JudgedSlo[]) {
  const calendar = slos.filter(({ slo }) => slo.window.kind === "calendar");
  if (calendar.length === 0) return [];
  return all.map(({ name, help, value }) => ({ name, help, rows: rowsOf(calendar, name, value) }));
}

function* rowsOf(slos: readonly JudgedSlo[], name: string, value: PeriodSeries["value"]): Generator<string> {
  for (const { slo, groups } of slos)
    for (const group of groups) {
      const known = knownSum(group);
      const said = known === undefined ? undefined : value(known, group.assessment, slo);
      if (said !== undefined) yield row(name, labelsOf(slo, group), said);
    }
}

/** A number last known is not a number now: a group that is unknown or gone has no row. */
const knownSum = ({ assessment }: JudgedGroup): BudgetSum | undefined =>
  assessment.cause === undefined ? assessment.raw : undefined;

const labelsOf = (slo: Slo, { assessment }: JudgedGroup): Readonly<Record<string, string>> => ({
  [label.id]: slo.id,
  [label.service]: slo.service,
  [label.name]: slo.name,
  [label.environment]: slo.environment,
  ...assessment.group,
});
