import { formatPercent } from "../../model/decimals.ts";
import { states } from "../../model/policy.ts";
import { groupText, leftText, stateShapes } from "../../model/wording.ts";
import type { SloBody, SloListBody } from "../../http/schemas/slo.ts";
import { budgetBar, unknownBar } from "../terminal/bar.ts";
import { inState, printable, stateMark, type Ink } from "../terminal/ink.ts";
import { table, type Column } from "../terminal/table.ts";
import { ago, dayAndTime } from "./moments.ts";
import { paceText, reservations } from "./slo.ts";

export type Status = Pick<SloListBody, "items" | "total" | "states" | "snapshot">;

/** Where no correction touches any row, both numbers are one and the same. */
const columns = (isCorrected: boolean): readonly Column[] => [
  { title: "state" },
  { title: "SLO" },
  { title: "objective", align: "right" },
  { title: "budget" },
  { title: "consumed", align: "right" },
  ...(isCorrected ? [{ title: "adjusted", align: "right" as const }] : []),
  { title: "burn 1h", align: "right" },
  { title: "left", align: "right" },
  { title: "owner" },
  { title: "" },
];

/** `■ 1 frozen   ◕ 0 restricted   …   12 s ago`: colour only where something needs a person. */
function summary({ states: counts, snapshot }: Status, ink: Ink): string {
  const worstToBest = [...states.slice(0, -1)].reverse();
  const parts = [...worstToBest, "unknown" as const].map((state) => {
    const text = `${stateShapes[state]} ${counts[state]} ${state}`;
    return counts[state] === 0 ? ink("dim", text) : inState(ink, state, text);
  });
  return [...parts, ink("dim", ago(snapshot.ageSeconds))].join("   ");
}

const pageOf = (slo: SloBody) => slo.firing.find(({ severity }) => severity === "page");

/** The row shows the worst group's numbers: a page of another group says whose it is. */
function pagedElsewhere(slo: SloBody): string[] {
  const group = pageOf(slo)?.group ?? {};
  if (slo.group === undefined || Object.keys(group).length === 0) return [];
  return groupText(group) === groupText(slo.group) ? [] : [`page for ${printable(groupText(group))}`];
}

function burnCell(slo: SloBody, ink: Ink): string {
  const pace = slo.state === "unknown" ? "–" : paceText(slo);
  const page = pageOf(slo);
  return page === undefined ? pace : `${ink(["red", "bold"], "▲page")} ${pace}`;
}

const isTouched = ({ corrected, unadjusted }: SloBody): boolean =>
  corrected.length > 0 || unadjusted !== undefined;

function row(slo: SloBody, isCorrected: boolean, ink: Ink): string[] {
  const known = slo.state !== "unknown" && slo.budget !== undefined;
  const name = slo.group === undefined ? slo.id : `${slo.id} {${groupText(slo.group)}}`;
  return [
    stateMark(ink, slo.state),
    printable(name),
    printable(slo.objective.text.replace("%", " %")),
    inState(ink, slo.state, slo.budget === undefined || !known ? unknownBar : budgetBar(slo.budget.consumed)),
    consumedCell(slo.budget, known),
    ...(isCorrected ? [consumedCell(slo.adjusted, known)] : []),
    burnCell(slo, ink),
    known ? leftText(slo.exhaustion) : "–",
    printable(slo.owner ?? "–"),
    ink("dim", [...periodOf(slo), ...pagedElsewhere(slo), ...reservations(slo), ...judgedBy(slo)].join(", ")),
  ];
}

/** `month to 1 Dec 00:00`: until when a calendar budget must last. */
const periodOf = ({ window, budget }: SloBody): string[] =>
  budget?.period === undefined
    ? []
    : [`${window.split(" ")[0] ?? window} to ${dayAndTime(budget.period.to)}`];

const judgedBy = (slo: SloBody): string[] =>
  isTouched(slo) && slo.judges === "adjusted" ? ["judged as adjusted"] : [];

const consumedCell = (budget: SloBody["budget"], known: boolean): string =>
  budget === undefined || !known ? "?" : formatPercent(budget.consumed);

/** Lines of `nines status`, in the server's order: worst first. */
export function statusLines(status: Status, ink: Ink): string[] {
  if (status.total === 0) return [summary(status, ink), "", "No SLO fits."];
  const isCorrected = status.items.some(isTouched);
  const [heading = "", ...rows] = table(
    columns(isCorrected),
    status.items.map((slo) => row(slo, isCorrected, ink)),
  );
  return [summary(status, ink), "", ink("dim", heading), ...rows];
}
