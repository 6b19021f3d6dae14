import type { IncidentCostBody } from "../../../http/schemas/incidents/attribution.ts";
import type { IncidentBody } from "../../../http/schemas/incidents/incident.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { formatSpan, groupText } from "../../../model/wording.ts";

type SloCost = IncidentCostBody["slos"][number];

/** How long it has lasted or did, from its beginning to its end. */
export const durationText = ({ startedAt, endedAt }: IncidentBody, now: number): string =>
  formatSpan(((endedAt === undefined ? now : Date.parse(endedAt)) - Date.parse(startedAt)) / 1_000);

/** `availability, region=eu` */
export const costName = ({ slo, group }: SloCost): string =>
  [slo.split(".")[1] ?? slo, groupText(group)].filter((text) => text !== "").join(", ");

/** Less than a thousandth of a budget is what every hour costs: it says nothing about an incident. */
const worthSaying = 0.001;

/** What burned of which budgets, the dearest first, for one line: `34.9 % of availability, region=eu`. */
export function burnedText(slos: readonly SloCost[]): string {
  const dear = slos.filter(({ during }) => during >= worthSaying);
  if (dear.length === 0) return "next to nothing";
  const said = dear.slice(0, 2).map((cost) => `${formatPercent(cost.during)} of ${costName(cost)}`);
  return [...said, ...(dear.length > 2 ? [`${dear.length - 2} more`] : [])].join(" · ");
}
