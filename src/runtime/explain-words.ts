import type { TakenOut } from "../budget/adjust/adjust.ts";
import { sampleRange } from "../budget/adjust/spans.ts";
import type { BudgetSum, GroupAssessment } from "../budget/assessment.ts";
import { formatPercent } from "../model/decimals.ts";
import { formatDuration } from "../model/durations.ts";
import type { Policy } from "../model/policy.ts";
import { errorBudget, eventUnit, type Slo } from "../model/slo.ts";
import { formatEvents, formatSpan } from "../model/wording.ts";
import type { JudgedGroup, JudgedSlo } from "../policy/judged.ts";
import type { LedgerQueries } from "../query/explain.ts";
import type { ExplainedGroup } from "./explanation.ts";

/** What each query computes. */
export function queryTitles(slo: Slo): Readonly<Record<keyof LedgerQueries, string>> {
  const window = formatDuration(slo.window.length);
  const unit = eventUnit(slo.sli);
  return {
    bad: `bad ${unit} in ${window}`,
    total: `all ${unit} in ${window}`,
    samples: `ledger samples in ${window}`,
    errorRatio: `error ratio over ${window}`,
    consumed: "consumed budget: error ratio ÷ (1 − objective)",
    coverage: "share of the window that was recorded",
  };
}

/** Small ratios need their digits: 0.0912 %. */
const exactPercent = (value: number): string => `${Number((value * 100).toPrecision(4))} %`;

/** The sum, one line a step, with the cycle's numbers filled in. */
export function stepsInWords(
  { slo, policy, assessment: whole }: JudgedSlo,
  { assessment, standing }: JudgedGroup,
  samples: ExplainedGroup["samples"],
): readonly string[] {
  const { raw, coverage = 1 } = assessment;
  if (raw === undefined) return [`nothing is recorded: ${whole.detail ?? assessment.cause ?? "no data"}`];
  const unit = eventUnit(slo.sli);
  const budget = errorBudget(slo);
  const window = formatDuration(slo.window.length);
  const counted =
    samples === undefined
      ? ""
      : ` (${formatEvents(samples.present)} of ${formatEvents(samples.expected)} ledger samples)`;
  return [
    `in the last ${window}, ${formatEvents(raw.bad)} of ${formatEvents(raw.total)} ${unit} were bad: an error ratio of ${exactPercent(raw.errorRatio)}`,
    `the objective of ${slo.objective.text} leaves ${exactPercent(budget)}: ${formatEvents(raw.total * budget)} ${unit} may be bad`,
    `consumed: ${exactPercent(raw.errorRatio)} ÷ ${exactPercent(budget)} = ${formatPercent(raw.consumed)} of the budget`,
    `recorded: ${formatPercent(coverage)} of the window${counted}; what was not seen counts as traffic like the seen, without errors`,
    `spent: ${formatPercent(raw.consumed)} × ${formatPercent(coverage)} = ${formatPercent(raw.spent)}${policy.judge === "raw" ? judges(policy) : ""}`,
    ...adjustedInWords(slo, policy, raw, assessment),
    ...ageStep(assessment.dataAge),
    standingStep(policy.thresholds, standing),
    ...whole.warnings.map(({ message }) => `warning: ${message}`),
  ];
}

const judges = ({ name }: Policy): string => `, which policy ${name} judges`;

/** What the corrections took out, and the second sum. */
function adjustedInWords(
  slo: Slo,
  policy: Policy,
  raw: BudgetSum,
  { adjusted, adjustedCoverage = 1, taken = [], unadjusted }: GroupAssessment,
): readonly string[] {
  if (adjusted === undefined) return [`adjusted: not known: ${unadjusted ?? "nothing was asked"}`];
  const judged = policy.judge === "adjusted" ? judges(policy) : "";
  if (taken.length === 0) return [`adjusted: the same; no correction touches the window${judged}`];
  const [unit, budget] = [eventUnit(slo.sli), exactPercent(errorBudget(slo))];
  return [
    ...taken.map((span) => spanInWords(slo, span)),
    `adjusted: ${formatEvents(raw.bad)} − ${formatEvents(raw.bad - adjusted.bad)} = ${formatEvents(adjusted.bad)} bad of ${formatEvents(raw.total)} − ${formatEvents(raw.total - adjusted.total)} = ${formatEvents(adjusted.total)} ${unit}`,
    `adjusted consumed: ${exactPercent(adjusted.errorRatio)} ÷ ${budget} = ${formatPercent(adjusted.consumed)} of the budget`,
    `adjusted spent: ${formatPercent(adjusted.consumed)} × ${formatPercent(adjustedCoverage)} = ${formatPercent(adjusted.spent)}${judged}`,
  ];
}

function spanInWords(slo: Slo, { effect, asked, from, to, clipped, count }: TakenOut): string {
  const unit = eventUnit(slo.sli);
  const askedFor = asked
    .map((each) => `${each.id} (${moment(each.from)} to ${moment(each.to)})`)
    .join(" and ");
  const what =
    effect === "drop"
      ? `drops ${formatEvents(count.bad)} bad of ${formatEvents(count.total)} ${unit}`
      : `counts ${formatEvents(count.bad)} bad ${unit} as good`;
  const cut = clipped ? ", cut where the window begins" : "";
  const edge = formatSpan(sampleRange(slo));
  return `${askedFor} ${what}: from ${moment(from)} to ${moment(to)}${cut}, each edge uncertain by the ${edge} that one sample holds`;
}

const moment = (at: number): string => new Date(Math.round(at) * 1_000).toISOString().replace(/\.000Z$/, "Z");

const ageStep = (age: number | undefined): readonly string[] =>
  age === undefined ? [] : [`the newest data was ${formatSpan(age)} old`];

function standingStep(
  thresholds: JudgedSlo["policy"]["thresholds"],
  { state, held, spent = 0, cause, leaving }: JudgedGroup["standing"],
): string {
  if (state === "unknown") return `state: unknown (${cause ?? "no-data"})`;
  if (state === "healthy") return `state: healthy, below ${formatPercent(thresholds.watch)}`;
  const entered = formatPercent(thresholds[state]);
  if (spent >= thresholds[state]) return `state: ${state}, entered at ${entered}`;
  const since = leaving[held];
  const wait = since === undefined ? "still within the margin" : "waiting out the hold";
  return `state: ${state}, entered at ${entered} and not yet left: ${wait}`;
}
