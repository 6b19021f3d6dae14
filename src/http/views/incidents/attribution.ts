import { windowWord } from "../../../model/window.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { groupKey } from "../../../model/observation.ts";
import { formatSpan } from "../../../model/wording.ts";
import { ruleInWords, type Share } from "../../../report/attribution/attribute.ts";
import type { Attribution, Cost, IncidentCost, SloCost } from "../../../runtime/attribution/attribution.ts";
import type {
  AttributionBody,
  DeploymentCostBody,
  IncidentCostBody,
  ShareBody,
  SloCostBody,
} from "../../schemas/incidents/attribution.ts";
import { iso } from "../common.ts";

const shownSpans = 20;

const shareView = ({ source, share, during, bad }: Share, { from, to }: Attribution): ShareBody => ({
  kind: source.kind,
  id: source.id,
  title: source.title,
  spans: source.spans
    .filter((span) => span.to > from && span.from < to)
    .slice(-shownSpans)
    .map((span) => ({ from: iso(span.from), to: iso(span.to) })),
  share,
  during,
  bad,
});

export const attributionView = (attribution: Attribution): AttributionBody => ({
  slo: attribution.slo.id,
  window: windowWord(attribution.slo.window),
  from: iso(attribution.from),
  to: iso(attribution.to),
  groups: attribution.groups.map((group) => ({
    ...group,
    shares: group.shares.map((share) => shareView(share, attribution)),
  })),
  missing: [...attribution.missing],
  rules: [...ruleInWords],
});

const costsOf = (slos: readonly SloCost[]): SloCostBody[] =>
  slos
    .flatMap(({ slo, groups }) => groups.map((group) => ({ slo: slo.id, ...group })))
    .sort((a, b) => b.during - a.during);

const shared = ({ from, to, lasting, slos, missing }: Cost) => ({
  from: iso(from),
  to: iso(to),
  lasting,
  slos: costsOf(slos),
  missing: [...missing],
  rules: [...ruleInWords],
});

const nameOf = ({ slo, group }: SloCostBody): string => {
  const labels = groupKey(group);
  return labels === "" ? slo : `${slo} (${labels})`;
};

/** `21.3 % of the budget of checkout.availability.production in 35 m, 0.4 % in the 35 m before` */
function sentenceOf({ from, to, lasting, slos }: Cost): string {
  const [dearest] = costsOf(slos);
  const span = formatSpan(to - from);
  const soFar = lasting ? " so far" : "";
  if (dearest === undefined) return `nothing is recorded of the ${span} that it lasted${soFar}`;
  const { during, before } = dearest;
  const earlier = before === undefined ? "" : `, ${formatPercent(before)} in the ${span} before`;
  return `${formatPercent(during)} of the budget of ${nameOf(dearest)} burned in ${span}${soFar}${earlier}`;
}

export const deploymentCostView = (deployment: string, cost: Cost): DeploymentCostBody => ({
  deployment,
  ...shared(cost),
  sentence: sentenceOf(cost),
});

export const incidentCostView = (incident: string, cost: IncidentCost): IncidentCostBody => ({
  incident,
  ...shared(cost),
  actions: cost.actions.map(({ source, slos }) => ({
    id: source.id,
    what: source.title,
    slos: costsOf(slos),
  })),
  sentence: sentenceOf(cost),
});
