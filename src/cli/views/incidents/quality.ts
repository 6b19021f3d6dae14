import type { z } from "zod";
import type {
  MarkedAlertBody,
  missedSchema,
  ProposalsBody,
  QualityBody,
} from "../../../http/schemas/incidents/quality.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { groupKey } from "../../../model/observation.ts";
import { formatBurn, formatSpan } from "../../../model/wording.ts";
import { printable, type Ink } from "../../terminal/ink.ts";
import { table, type Column } from "../../terminal/table.ts";
import { wrap } from "../../terminal/wrap.ts";
import { dayAndTime } from "../moments.ts";

const placeOf = ({ slo, service, environment, group }: MarkedAlertBody): string => {
  const labels = groupKey(group);
  return `${printable(slo ?? `${service} in ${environment}`)}${labels === "" ? "" : ` ${printable(labels)}`}`;
};

export const alertLines = (alert: MarkedAlertBody): string[] => {
  const { id, alertname, tier, startsAt, marked } = alert;
  return [
    `${id}  ${printable(alertname)}${tier === undefined ? "" : ` ${printable(tier)}`} of ${placeOf(alert)}`,
    `  ${dayAndTime(startsAt)}: ${marked === undefined ? "nobody has marked it" : `${marked.mark}, says ${printable(marked.by)}`}`,
  ];
};

export function alertTable(items: readonly MarkedAlertBody[], total: number, ink: Ink): string[] {
  if (items.length === 0) return ["No alert fits."];
  const [heading = "", ...rows] = table(
    ["id", "when", "tier", "SLO", "mark"].map((title) => ({ title })),
    items.map((alert) => [
      alert.id,
      dayAndTime(alert.startsAt),
      printable(alert.tier ?? alert.alertname),
      placeOf(alert),
      alert.marked?.mark ?? (alert.endsAt === undefined ? "rings" : ""),
    ]),
  );
  const more = total > items.length ? [`… and ${total - items.length} more; --json lists all`] : [];
  return [ink("dim", heading), ...rows, ...more];
}

export const missedLines = ({ id, slo, from, what }: z.infer<typeof missedSchema>): string[] => [
  `${id}  missed: ${slo}, ${dayAndTime(from)}`,
  ...wrap(printable(what), "  "),
];

const columns: readonly Column[] = [
  { title: "SLO" },
  { title: "tier" },
  { title: "rang", align: "right" },
  { title: "useful", align: "right" },
  { title: "noise", align: "right" },
  { title: "duplicate", align: "right" },
  { title: "precision", align: "right" },
  { title: "detected in", align: "right" },
];

export function qualityLines({ items }: QualityBody, ink: Ink): string[] {
  if (items.length === 0)
    return ["No alert has been told of: docs/incidents.md shows how Alertmanager does."];
  const rows = items.flatMap(({ slo, tiers, missed }) => [
    ...tiers.map((each) => [
      slo,
      each.tier,
      String(each.rung),
      String(each.useful),
      String(each.noise),
      String(each.duplicate),
      each.precision === undefined ? "–" : formatPercent(each.precision),
      each.detection === undefined ? "–" : formatSpan(each.detection.median),
    ]),
    ...(missed === 0 ? [] : [[slo, "missed", "", "", "", "", String(missed), ""]]),
  ]);
  const [heading = "", ...lines] = table(columns, rows);
  return [ink("dim", heading), ...lines];
}

export const proposalLines = ({ slo, tiers }: ProposalsBody, ink: Ink): string[] => [
  ink("bold", slo),
  ...tiers.flatMap(({ tier, why = "", proposal }) => {
    if (proposal === undefined) return wrap(`${tier}: nothing is proposed. ${why}`, "  ");
    const { factor, long, short, minBadEvents, silenced, noise, kept, delay, yaml } = proposal;
    return [
      ...wrap(
        `${tier}: ${formatBurn(factor)} over ${long} and ${short}, at least ${minBadEvents} bad events: ` +
          `${silenced} of ${noise} noise alerts would have been silent, all ${kept} useful ones would have rung, ` +
          (delay === 0 ? "none later" : `the slowest ${formatSpan(delay)} later`),
        "  ",
      ),
      ...yaml.split("\n").map((line) => `    ${line}`),
    ];
  }),
];
