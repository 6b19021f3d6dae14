import { label } from "../model/names.ts";
import type { Slo } from "../model/slo.ts";
import { tiersText } from "../model/tiers.ts";
import { windowText } from "../model/window.ts";
import type { Labels } from "./rule.ts";

/** What identifies an SLO's series, and nothing else: editing any other label must not break their history. */
export const identityLabels = (slo: Slo): Labels => ({
  [label.id]: slo.id,
  [label.service]: slo.service,
  [label.name]: slo.name,
  [label.environment]: slo.environment,
});

const ownership = ({ owner, criticality }: Slo): Labels => ({
  ...(owner === undefined ? {} : { [label.owner]: owner }),
  ...(criticality === undefined ? {} : { [label.criticality]: String(criticality) }),
});

/**
 * Prometheus takes the labels and annotations of alerts for templates, and refuses a whole rule file for a broken one:
 * what a person wrote as plain text stays plain text.
 */
export const literal = (text: string): string => text.replaceAll("{{", '{{ "{{" }}');

const allLiteral = (labels: Labels): Labels =>
  Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, literal(value)]));

// A static label would overwrite the value that names the group.
const withoutGroups = ({ groupBy }: Slo, labels: Labels): Labels =>
  Object.fromEntries(Object.entries(labels).filter(([name]) => !groupBy.includes(name)));

/** Free labels first, so that what nines says about an alert always wins. */
export const alertLabels = (slo: Slo, said: Labels, extra: Labels = {}): Labels => ({
  ...allLiteral({
    ...withoutGroups(slo, { ...slo.labels, ...slo.alerting.labels, ...extra }),
    ...identityLabels(slo),
    ...ownership(slo),
  }),
  ...said,
});

export const infoLabels = (slo: Slo): Labels => ({
  ...slo.labels,
  ...identityLabels(slo),
  ...ownership(slo),
  [label.objective]: slo.objective.text,
  [label.window]: windowText(slo.window),
  [label.policy]: slo.policy,
  [label.rulesHash]: slo.rulesHash,
  ...(slo.alerting.tiers.length === 0 ? {} : { [label.alertTiers]: tiersText(slo.alerting.tiers) }),
  ...(slo.alerting.runbook === undefined ? {} : { [label.runbook]: slo.alerting.runbook }),
  ...(slo.groupBy.length === 0 ? {} : { [label.groupBy]: slo.groupBy.join(",") }),
});
