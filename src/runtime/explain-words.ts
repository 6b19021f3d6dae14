import type { TakenOut } from "../budget/adjust/adjust.ts";
import { sampleRange } from "../budget/adjust/spans.ts";
import type { BudgetSum, GroupAssessment, Projection } from "../budget/assessment.ts";
import { formatPercent } from "../model/decimals.ts";
import type { Policy } from "../model/policy.ts";
import { errorBudget, eventUnit, type Slo } from "../model/slo.ts";
import { windowWord } from "../model/window.ts";
import { formatEvents, formatSpan } from "../model/wording.ts";
import type { JudgedGroup, JudgedSlo } from "../policy/judged.ts";
import type { LedgerQueries } from "../query/explain.ts";
import type { ExplainedGroup } from "./explanation.ts";

/** What each query computes. */
export function queryTitles(slo: Slo): Readonly<Record<keyof LedgerQueries, string>> {
  const isRolling = slo.window.kind === "rolling";
  const window = isRolling ? windowWord(slo.window) : `this ${windowWord(slo.window)} so far`;
  const unit = eventUnit(slo.sli);
  return {
    bad: `bad ${unit} in ${window}`,
    total: `all ${unit} in ${window}`,
    samples: `ledger samples in ${window}`,
    errorRatio: `error ratio over ${window}`,
    consumed: isRolling
      ? "consumed budget: error ratio ÷ (1 − objective)"
      : `consumed budget: bad ${unit} ÷ those of the whole ${windowWord(slo.window)} ÷ (1 − objective)`,
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
  const counted =
    samples === undefined
      ? ""
      : ` (${formatEvents(samples.present)} of ${formatEvents(samples.expected)} ledger samples)`;
  if (raw.period !== undefined)
    return [
      ...periodInWords(slo, raw, raw.period, coverage, counted),
      ...adjustedInWords(slo, policy, raw, assessment),
      ...ageStep(assessment.dataAge),
      standingStep(policy.thresholds, standing),
      ...whole.warnings.map(({ message }) => `warning: ${message}`),
    ];
  const window = windowWord(slo.window);
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

/** Both numbers of a calendar period: of the events so far, and of all that the period will hold. */
function periodInWords(
  slo: Slo,
  raw: BudgetSum,
  period: Projection,
  coverage: number,
  counted: string,
): readonly string[] {
  const [unit, budget, word] = [eventUnit(slo.sli), errorBudget(slo), windowWord(slo.window)];
  return [
    `since ${moment(period.from)}, when this ${word} began, ${formatEvents(raw.bad)} of ${formatEvents(raw.total)} ${unit} were bad: an error ratio of ${exactPercent(raw.errorRatio)}`,
    `to date: ${exactPercent(raw.errorRatio)} ÷ ${exactPercent(budget)} = ${formatPercent(period.toDate)} of what may be bad of the ${unit} so far`,
    `recorded: ${formatPercent(coverage)} of the ${word} so far${counted}; what was not seen counts as traffic like the seen, without errors`,
    ...promisedInWords(slo, raw, period, coverage),
    `the objective of ${slo.objective.text} leaves ${exactPercent(budget)} of them: ${formatEvents(period.promised * budget)} may be bad before ${moment(period.to)}`,
    `projected: ${formatEvents(raw.bad)} ÷ ${formatEvents(period.promised * budget)} = ${formatPercent(raw.spent)} of the whole ${word}'s budget, by which states are judged`,
  ];
}

function promisedInWords(
  slo: Slo,
  { total }: BudgetSum,
  { from, to, elapsed, promised, basis, pace = 0 }: Projection,
  coverage: number,
): readonly string[] {
  const word = windowWord(slo.window);
  if (basis === "slices")
    return [`the whole ${word} has ${formatEvents(promised)} slices, whatever traffic there is`];
  const unit = eventUnit(slo.sli);
  const whence = basis === "former" ? `the pace of the ${word} before` : "the pace so far";
  const rest = formatSpan(to - from - elapsed);
  return [
    `the whole ${word} will hold ${formatEvents(total)} ÷ ${formatPercent(coverage)} + ${rest} × ${Number(pace.toPrecision(4))}/s (${whence}) = ${formatEvents(promised)} ${unit}`,
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
