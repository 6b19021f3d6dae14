import { formatDuration } from "../model/durations.ts";
import { eventUnit, type Slo } from "../model/slo.ts";
import { plain } from "../model/units.ts";
import { windowPhrase } from "../model/window.ts";
import { literal } from "./labels.ts";
import type { Labels } from "./rule.ts";

/** 0.0144 → `1.44 %`, exactly: unlike a measured share, a written one is never rounded. */
export const exactPercent = (share: number): string => `${plain(share * 100)} %`;

/** The alert's own value, as Prometheus prints a share of 1. */
export const valueAsPercent = "{{ $value | humanizePercentage }}";

const subject = ({ service, name, environment, groupBy }: Slo): string => {
  const groups = groupBy.map((group) => `, ${group} {{ $labels.${group} }}`).join("");
  return `${service} ${name} (${environment}${groups})`;
};

/** What a budget counts: bad requests, bad seconds, or bad slices of time. */
export const badThings = ({ sli, budgeting }: Slo): string =>
  budgeting.kind === "occurrences" ? eventUnit(sli) : `slices of ${formatDuration(budgeting.slice)}`;

/** Summary, description with numbers, and where to look; what a person wrote for the alert comes last and wins. */
export function annotations(
  slo: Slo,
  headline: string,
  description: string,
  written: Labels = slo.alerting.annotations,
): Labels {
  const { runbook, dashboard } = slo.alerting;
  const promise = `The objective is ${slo.objective.text} over ${windowPhrase(slo.window)}`;
  const meaning = slo.description === undefined ? "" : ` (${literal(slo.description)})`;
  return {
    summary: `${subject(slo)} ${headline}`,
    description: `${description} ${promise}${meaning}.`,
    ...(runbook === undefined ? {} : { runbook_url: literal(runbook) }),
    ...(dashboard === undefined ? {} : { dashboard_url: literal(dashboard) }),
    ...written,
  };
}
