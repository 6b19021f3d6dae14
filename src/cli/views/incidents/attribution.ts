import type {
  AttributionBody,
  DeploymentCostBody,
  IncidentCostBody,
  ShareBody,
  SloCostBody,
} from "../../../http/schemas/incidents/attribution.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { groupKey } from "../../../model/observation.ts";
import { printable, type Ink } from "../../terminal/ink.ts";
import { table, type Column } from "../../terminal/table.ts";
import { wrap } from "../../terminal/wrap.ts";
import { dayAndTime } from "../moments.ts";

/** Below this a share is noise to a person: `--all` shows it. */
const negligible = 0.0005;

const columns: readonly Column[] = [
  { title: "share", align: "right" },
  { title: "during", align: "right" },
  { title: "kind" },
  { title: "what" },
  { title: "when" },
];

const when = ({ spans }: ShareBody): string => {
  const last = spans.at(-1);
  if (last === undefined) return "";
  const moment = dayAndTime(last.from);
  return spans.length === 1 ? moment : `${spans.length} times, last ${moment}`;
};

const row = (share: ShareBody): string[] => [
  formatPercent(share.share),
  formatPercent(share.during),
  share.kind,
  printable(share.title === share.id ? share.id : `${share.title.slice(0, 32)} (${share.id})`),
  when(share),
];

export function attributionLines(body: AttributionBody, ink: Ink, all: boolean): string[] {
  const { slo, window, groups, missing, rules } = body;
  if (groups.length === 0) return [`${slo}: nothing is recorded in its window`];
  return [
    ...groups.flatMap(({ group, consumed, shares, unattributed }) => {
      const labels = groupKey(group);
      const shown = shares.filter(({ during }) => all || during >= negligible);
      const [heading = "", ...rows] = table(columns, [
        ...shown.map(row),
        [formatPercent(unattributed), "", "", "unattributed", ""],
      ]);
      const left = shares.length - shown.length;
      return [
        `${ink("bold", slo)}${labels === "" ? "" : `  ${printable(labels)}`}  ${formatPercent(consumed)} of the ${window} budget is consumed`,
        `  ${ink("dim", heading)}`,
        ...rows.map((line) => `  ${line}`),
        ...(left === 0 ? [] : [`  … and ${left} that cost next to nothing; --all lists them`]),
        "",
      ];
    }),
    ...missingLines(missing),
    ...rules.flatMap((rule) => wrap(rule, "  ").map((line) => ink("dim", line))),
  ];
}

const missingLines = (missing: readonly string[]): string[] =>
  missing.flatMap((each) => wrap(`not taken into account: ${printable(each)}`, "  "));

function costTable(slos: readonly SloCostBody[], ink: Ink): string[] {
  if (slos.length === 0) return [];
  const optional = (before: number | undefined) => (before === undefined ? "" : formatPercent(before));
  const [heading = "", ...rows] = table(
    [
      { title: "burned", align: "right" },
      { title: "attributed", align: "right" },
      { title: "before", align: "right" },
      { title: "SLO" },
    ],
    slos.map(({ slo, group, share, during, before }) => [
      formatPercent(during),
      formatPercent(share),
      optional(before),
      `${slo}${groupKey(group) === "" ? "" : ` ${printable(groupKey(group))}`}`,
    ]),
  );
  return [`  ${ink("dim", heading)}`, ...rows.map((line) => `  ${line}`)];
}

export const deploymentCostLines = (body: DeploymentCostBody, ink: Ink): string[] => [
  ...wrap(`${body.deployment}: ${body.sentence}`),
  ...costTable(body.slos, ink),
  ...missingLines(body.missing),
  "",
  ...body.rules.flatMap((rule) => wrap(rule, "  ").map((line) => ink("dim", line))),
];

/** The dearest SLO that something was under way over; what cost nothing says so. */
const dearest = ([first]: readonly SloCostBody[]): string =>
  first === undefined || first.during === 0
    ? "no budget burned"
    : `${formatPercent(first.share)} of ${first.slo}${groupKey(first.group) === "" ? "" : ` ${printable(groupKey(first.group))}`}`;

export const incidentCostLines = (body: IncidentCostBody, ink: Ink): string[] => [
  ...wrap(`${body.incident}: ${body.sentence}`),
  ...costTable(body.slos, ink),
  ...(body.actions.length === 0 ? [] : ["", "  burned while it was under way:"]),
  ...body.actions.flatMap(({ id, what, slos }) => wrap(`${id}  ${printable(what)}: ${dearest(slos)}`, "  ")),
  ...missingLines(body.missing),
];
