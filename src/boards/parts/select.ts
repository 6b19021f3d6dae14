import { label } from "../../model/names.ts";
import { formatSelector, type Matcher } from "../../model/promql.ts";

/** How the boards call what one chooses at their top. */
export const variable = {
  source: "datasource",
  /** Base address of nines' own page. */
  page: "page",
  environment: "environment",
  service: "service",
  slo: "slo",
  journey: "journey",
  location: "location",
  runbook: "runbook",
} as const;

/** A group label may be called as one of the others. */
export const groupVariable = (name: string): string => `group_${name}`;

/** A choice of one value. */
export const is = (of: string, name: string): Matcher => ({ label: of, op: "=", value: `$${name}` });
/** A choice of many, or of all: Grafana writes a regular expression. */
export const among = (of: string, name: string): Matcher => ({ label: of, op: "=~", value: `$${name}` });

/** The id of the SLO that is chosen: names hold no dot, so it is put together from the three. */
export const chosenId = `$${variable.service}.$${variable.slo}.$${variable.environment}`;
export const chosenSlo: readonly Matcher[] = [{ label: label.id, op: "=", value: chosenId }];

/** The chosen values of the labels that SLOs are grouped by; a series without them is among all. */
export const chosenGroups = (groupLabels: readonly string[]): readonly Matcher[] =>
  groupLabels.map((name) => among(name, groupVariable(name)));

export const select = (metric: string, matchers: readonly Matcher[] = []): string =>
  formatSelector({ metric, matchers });

/** `sum by (a, b) (…)`; without labels `sum(…)`. */
export const aggregate = (operator: string, by: readonly string[], expr: string): string =>
  by.length === 0 ? `${operator}(${expr})` : `${operator} by (${by.join(", ")}) (${expr})`;

/** A line at zero needs a name: it has none of the labels that the others are called by. */
export const called = (word: string, of: string, expr: string): string =>
  `label_replace(${expr}, "${of}", "${word}", "", "")`;
