import { formatPercent } from "../model/decimals.ts";
import { groupKey } from "../model/observation.ts";
import type { Cause } from "../model/policy.ts";
import { windowWord } from "../model/window.ts";
import { judgedSum } from "../policy/judge.ts";
import type { JudgedGroup, JudgedSlo } from "../policy/judged.ts";

/** What each cause means to the person who is held up by it. */
const causeWords: Readonly<Record<Cause, string>> = {
  stale: "the newest data is too old to be believed",
  "no-data": "no data is recorded",
  "rules-behind": "Prometheus runs other rules than git stands for",
  "unknown-service": "no such service is registered",
  "unknown-environment": "no such environment is registered",
  "no-slo": "there is no SLO to judge by",
  "prometheus-unreachable": "Prometheus does not answer",
};

/** How an SLO (or the deciding group of it) stands, as a person would say it. */
export function describeStanding(judged: JudgedSlo, { assessment, standing }: JudgedGroup): string {
  const group = groupKey(assessment.group);
  const where = group === "" ? "" : `${group}: `;
  const burning = assessment.fastBurn ? "; the fast burn alert fires" : "";
  if (standing.state === "unknown") {
    const cause = standing.cause ?? "no-data";
    const detail = judged.assessment.cause === cause ? judged.assessment.detail : assessment.unadjusted;
    return `${where}its state is unknown (${cause}): ${detail ?? causeWords[cause]}${burning}`;
  }
  return `${where}${describeSpent(judged, { assessment, standing })}${burning}`;
}

function describeSpent({ slo, policy }: JudgedSlo, { assessment, standing }: JudgedGroup): string {
  const { spent = 0, partial } = standing;
  const base = `${formatPercent(spent)} of the ${windowWord(slo.window)} budget is spent`;
  const { raw, coverage } = assessment;
  const notes: string[] = [];
  const judged = judgedSum(policy, assessment);
  if (partial && judged !== undefined && coverage !== undefined)
    notes.push(
      `${formatPercent(coverage)} of the window is seen, with ${formatPercent(judged.consumed)} consumed`,
    );
  if (policy.judge === "adjusted" && raw !== undefined)
    notes.push(`after corrections; ${formatPercent(raw.spent)} without them`);
  return notes.length === 0 ? base : `${base} (${notes.join("; ")})`;
}
