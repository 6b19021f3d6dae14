import { formatPercent } from "../../model/decimals.ts";
import { groupText, leftText } from "../../model/wording.ts";
import type { SloBody } from "../../http/schemas/slo.ts";
import { budgetBar, unknownBar } from "../terminal/bar.ts";
import { inState, printable, type Ink } from "../terminal/ink.ts";
import { dayAndTime } from "./moments.ts";
import { paceText, reservations } from "./slo.ts";

/** What is said of an SLO in one line, part by part, wherever that stands: in `nines status` and in `nines top`. */

export const isKnown = ({ state, budget }: SloBody): boolean => state !== "unknown" && budget !== undefined;

export const nameCell = ({ id, group }: SloBody): string =>
  printable(group === undefined ? id : `${id} {${groupText(group)}}`);

export const barCell = (slo: SloBody, ink: Ink, cells?: number): string =>
  inState(
    ink,
    slo.state,
    slo.budget === undefined || !isKnown(slo) ? unknownBar(cells) : budgetBar(slo.budget.consumed, cells),
  );

export const consumedCell = (budget: SloBody["budget"], known: boolean): string =>
  budget === undefined || !known ? "?" : formatPercent(budget.consumed);

export const leftCell = (slo: SloBody): string => (isKnown(slo) ? leftText(slo.exhaustion) : "–");

export const pageOf = (slo: SloBody) => slo.firing.find(({ severity }) => severity === "page");

/** The row shows the worst group's numbers: a page of another group says whose it is. */
function pagedElsewhere(slo: SloBody): string[] {
  const group = pageOf(slo)?.group ?? {};
  if (slo.group === undefined || Object.keys(group).length === 0) return [];
  return groupText(group) === groupText(slo.group) ? [] : [`page for ${printable(groupText(group))}`];
}

export function burnCell(slo: SloBody, ink: Ink): string {
  const pace = slo.state === "unknown" ? "–" : paceText(slo);
  return pageOf(slo) === undefined ? pace : `${ink(["red", "bold"], "▲page")} ${pace}`;
}

export const isTouched = ({ corrected, unadjusted }: SloBody): boolean =>
  corrected.length > 0 || unadjusted !== undefined;

/** `month to 1 Dec 00:00`: until when a calendar budget must last. */
const periodOf = ({ window, budget }: SloBody): string[] =>
  budget?.period === undefined
    ? []
    : [`${window.split(" ")[0] ?? window} to ${dayAndTime(budget.period.to)}`];

const judgedBy = (slo: SloBody): string[] =>
  isTouched(slo) && slo.judges === "adjusted" ? ["judged as adjusted"] : [];

/** What to know of the number. */
export const notesOf = (slo: SloBody): string[] => [
  ...periodOf(slo),
  ...pagedElsewhere(slo),
  ...reservations(slo),
  ...judgedBy(slo),
];
