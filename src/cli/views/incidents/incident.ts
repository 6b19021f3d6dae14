import type { IncidentBody, IncidentDetailBody } from "../../../http/schemas/incidents/incident.ts";
import { formatSpan, timelineWords } from "../../../model/wording.ts";
import { printable, type Ink } from "../../terminal/ink.ts";
import { table } from "../../terminal/table.ts";
import { wrap } from "../../terminal/wrap.ts";
import { dayAndTime } from "../moments.ts";

const secondsBetween = (from: string, to: string): number =>
  Math.max(0, (Date.parse(to) - Date.parse(from)) / 1_000);

const duration = ({ startedAt, endedAt }: IncidentBody): string =>
  endedAt === undefined
    ? `since ${dayAndTime(startedAt)}`
    : `${dayAndTime(startedAt)}, for ${formatSpan(secondsBetween(startedAt, endedAt))}`;

/** What happened, by when it happened, with whoever said or did it. */
function timelineLines({ timeline }: IncidentDetailBody, ink: Ink): string[] {
  return timeline.flatMap(({ at, kind, text, by, region }) => {
    const when = dayAndTime(at);
    const who = [by, region === undefined ? undefined : `(${region})`].filter((word) => word !== undefined);
    const said = `${timelineWords[kind].padEnd(9)}${who.length === 0 ? "" : `${who.map(printable).join(" ")}: `}`;
    const [first = "", ...rest] = wrap(`${said}${printable(text)}`, " ".repeat(when.length + 4));
    return [`  ${ink("dim", when)}  ${first.trimStart()}`, ...rest];
  });
}

function actionLines({ id, actions, state }: IncidentDetailBody): string[] {
  const busy = actions.filter(({ finishedAt }) => finishedAt === undefined);
  if (busy.length === 0) return state === "open" ? ["", "  nobody has said what they do about it"] : [];
  return [
    "",
    "  under way:",
    ...busy.flatMap(({ id: action, by, region, what }) => [
      ...wrap(
        `${printable(by)}${region === undefined ? "" : ` (${printable(region)})`}: ${printable(what)}`,
        "  ",
      ),
      `    when it is done: nines incident finish ${id} ${action}`,
    ]),
  ];
}

export function incidentLines(incident: IncidentDetailBody, ink: Ink): string[] {
  const { id, state, title, service, environment, openedBy, byAlert, firing } = incident;
  return [
    `${ink("bold", id)}  ${state}  ${printable(title)}`,
    `  ${printable(service)} in ${printable(environment)}, ${duration(incident)}`,
    `  ${byAlert ? "opened by an alert" : `opened by ${printable(openedBy)}`}; ${firing === 0 ? "no alert fires" : `${firing} of its alerts fire`}`,
    ...actionLines(incident),
    "",
    ...timelineLines(incident, ink),
  ];
}

export function incidentTable(items: readonly IncidentBody[], total: number, ink: Ink): string[] {
  if (items.length === 0) return ["No incident fits."];
  const [heading = "", ...rows] = table(
    ["id", "state", "service", "environment", "when", "title"].map((title) => ({ title })),
    items.map((each) => [
      each.id,
      each.state,
      printable(each.service),
      printable(each.environment),
      duration(each),
      printable(each.title.slice(0, 32)),
    ]),
  );
  const more = total > items.length ? [`… and ${total - items.length} more; --json lists all`] : [];
  return [ink("dim", heading), ...rows, ...more];
}
