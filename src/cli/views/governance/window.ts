import type { WindowBody, WindowDetailBody } from "../../../http/schemas/governance/window.ts";
import { printable, type Ink } from "../../terminal/ink.ts";
import { table } from "../../terminal/table.ts";
import { labelled, wrap } from "../../terminal/wrap.ts";
import { dayAndTime } from "../moments.ts";
import { historyLines } from "./history.ts";
import { inWords, seatLines } from "./quorum.ts";

const schedule = ({ schedule: of }: WindowBody): string =>
  of.kind === "once"
    ? `${dayAndTime(of.from)} to ${dayAndTime(of.to)}`
    : `${of.rrule}, from ${of.start} ${of.timeZone}, ${of.length} each`;

const budgetWords = {
  count: undefined,
  drop: "drops its time from the budget",
  "count-good": "counts its bad events as good",
} as const;
const gateWords = { none: undefined, open: "opens the gate", closed: "closes the gate" } as const;

const acts = ({ acts: { alerts, budget, gate } }: WindowBody): string =>
  [alerts ? "quiets alerts" : undefined, budgetWords[budget], gateWords[gate]]
    .filter((word) => word !== undefined)
    .join(", ");

const scope = ({ slos, group }: WindowBody): string => {
  const labels = Object.entries(group).map(([name, value]) => `${name}=${value}`);
  return [...slos, ...labels].map(printable).join(", ") || "every SLO";
};

export function windowLines(window: WindowDetailBody, ink: Ink): string[] {
  const { id, state, kind, title, service, environments, createdBy, reason, quorum, requestHash } = window;
  return [
    `${ink("bold", id)}  ${state}  ${printable(title)}`,
    `  ${kind} of ${printable(service)} in ${environments.map(printable).join(", ")}, ${scope(window)}`,
    ...wrap(schedule(window), "  "),
    ...wrap(`${acts(window)}${state === "pending" ? " (budget and open gate once approved)" : ""}`, "  "),
    ...(window.running === undefined ? [] : [`  running until ${dayAndTime(window.running.to)}`]),
    ...(window.upcoming === undefined ? [] : [`  next at ${dayAndTime(window.upcoming.from)}`]),
    "",
    ...labelled("made by", printable(createdBy), 9),
    ...labelled("reason", printable(reason), 9),
    ...(quorum === undefined ? [] : ["", ...seatLines(quorum, ink)]),
    ...(state === "pending" && quorum !== undefined
      ? [
          `  waits for ${inWords(quorum.missing)}`,
          "",
          `  to approve: nines window approve ${id} --hash ${requestHash.slice(0, 12)}`,
        ]
      : []),
    ...historyLines(window.history, ink),
  ];
}

export function windowTable(items: readonly WindowBody[], total: number, ink: Ink): string[] {
  if (items.length === 0) return ["No window fits."];
  const [heading = "", ...rows] = table(
    ["id", "state", "kind", "service", "title", "next", "waits for"].map((name) => ({ title: name })),
    items.map((each) => [
      each.id,
      each.state,
      each.kind,
      printable(each.service),
      printable(each.title.slice(0, 24)),
      each.running !== undefined
        ? `until ${dayAndTime(each.running.to)}`
        : each.upcoming === undefined
          ? ""
          : dayAndTime(each.upcoming.from),
      each.state === "pending" ? (each.quorum?.missing ?? []).join(",") : "",
    ]),
  );
  const more = total > items.length ? [`… and ${total - items.length} more; --json lists all`] : [];
  return [ink("dim", heading), ...rows, ...more];
}
