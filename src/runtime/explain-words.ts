import { formatPercent } from "../model/decimals.ts";
import { formatDuration } from "../model/durations.ts";
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
    `spent: ${formatPercent(raw.consumed)} × ${formatPercent(coverage)} = ${formatPercent(raw.spent)}, which policy ${policy.name} judges`,
    ...ageStep(assessment.dataAge),
    standingStep(policy.thresholds, standing),
    ...whole.warnings.map(({ message }) => `warning: ${message}`),
  ];
}

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
