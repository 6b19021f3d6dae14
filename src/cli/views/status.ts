import { states } from "../../model/policy.ts";
import { stateShapes } from "../../model/wording.ts";
import type { SloBody, SloListBody } from "../../http/schemas/slo.ts";
import { fold, flow } from "../terminal/fold.ts";
import { inState, printable, stateMark, type Ink } from "../terminal/ink.ts";
import type { Look } from "../terminal/look.ts";
import { shareLine } from "../terminal/sparkline.ts";
import { table, type Column } from "../terminal/table.ts";
import { padTo, widthOf } from "../terminal/width.ts";
import { barCell, burnCell, consumedCell, isKnown, isTouched, leftCell, nameCell, notesOf } from "./cells.ts";
import { ago } from "./moments.ts";

export type Status = Pick<SloListBody, "items" | "total" | "states" | "snapshot"> & {
  /** What was left of budgets over their windows, by SLO. */
  lines?: ReadonlyMap<string, readonly number[]>;
};

/** Which columns there are besides those that are always there. */
interface Shown {
  isCorrected: boolean;
  hasLines: boolean;
}

/** Where no correction touches any row, both numbers are one and the same. */
const columns = ({ isCorrected, hasLines }: Shown): readonly Column[] => [
  { title: "state" },
  { title: "SLO" },
  { title: "objective", align: "right" },
  { title: "budget" },
  { title: "consumed", align: "right" },
  ...(isCorrected ? [{ title: "adjusted", align: "right" as const }] : []),
  { title: "burn 1h", align: "right" },
  { title: "left", align: "right" },
  ...(hasLines ? [{ title: "burn-down" }] : []),
  { title: "owner" },
];

/** `■ 1 frozen   ◕ 0 restricted   …   12 s ago`: colour only where something needs a person. */
export function summary({ states: counts, snapshot }: Status, { ink, width }: Look): string[] {
  const worstToBest = [...states.slice(0, -1)].reverse();
  const parts = [...worstToBest, "unknown" as const].map((state) => {
    const text = `${stateShapes[state]} ${counts[state]} ${state}`;
    return counts[state] === 0 ? ink("dim", text) : inState(ink, state, text);
  });
  return flow([...parts, ink("dim", ago(snapshot.ageSeconds))], width);
}

const objective = ({ objective: { text } }: SloBody): string => printable(text.replace("%", " %"));

const lineOf = (slo: SloBody, { lines }: Status): string => shareLine(lines?.get(slo.id) ?? []);

const row = (slo: SloBody, status: Status, shown: Shown, ink: Ink, bar: number): string[] => [
  stateMark(ink, slo.state),
  nameCell(slo),
  objective(slo),
  barCell(slo, ink, bar),
  consumedCell(slo.budget, isKnown(slo)),
  ...(shown.isCorrected ? [consumedCell(slo.adjusted, isKnown(slo))] : []),
  burnCell(slo, ink),
  leftCell(slo),
  ...(shown.hasLines ? [lineOf(slo, status)] : []),
  printable(slo.owner ?? "–"),
];

const widest = (lines: readonly string[]): number =>
  lines.reduce((most, line) => Math.max(most, widthOf(line)), 0);

const bars = { usual: 10, longest: 30 } as const;

/** What a terminal has to spare goes to the bars, of which three tenths more are for what is overspent. */
const roomyBar = (spare: number): number =>
  Number.isFinite(spare)
    ? Math.min(bars.longest, bars.usual + Math.max(0, Math.floor(spare / 1.3)))
    : bars.usual;

/** One line each; undefined where the terminal is too narrow for that. */
function asTable(status: Status, shown: Shown, { ink, width }: Look): string[] | undefined {
  const notes = status.items.map((slo) => notesOf(slo).join(", "));
  const drawn = (bar: number) =>
    table(
      columns(shown),
      status.items.map((slo) => row(slo, status, shown, ink, bar)),
    );
  const usual = drawn(bars.usual);
  const spare = width - widest(usual);
  if (spare < 0) return undefined;
  const lines = drawn(roomyBar(spare - notes.reduce((most, note) => Math.max(most, widthOf(note) + 2), 0)));
  const [heading = "", ...rows] = lines;
  const column = widest(lines);
  return [
    ink("dim", heading),
    ...rows.flatMap((line, index) => withNote(padTo(line, column), ink("dim", notes[index] ?? ""), width)),
  ];
}

const below = " ".repeat("◕ restricted  ".length);

/** Beside its line where there is room, else below it. */
function withNote(line: string, note: string, width: number): string[] {
  if (widthOf(note) === 0) return [line.trimEnd()];
  const whole = `${line}  ${note}`;
  return widthOf(whole) <= width ? [whole] : [line.trimEnd(), ...fold(below + note, width, below)];
}

/** Name above, figures below: on a narrow terminal nothing is left out. */
function asRecord(slo: SloBody, status: Status, isCorrected: boolean, { ink, width }: Look): string[] {
  const head = fold(`${padTo(stateMark(ink, slo.state), below.length)}${nameCell(slo)}`, width, below);
  const figures = [
    `${barCell(slo, ink)} ${consumedCell(slo.budget, isKnown(slo))}`,
    ...(isCorrected ? [`adjusted ${consumedCell(slo.adjusted, isKnown(slo))}`] : []),
    `burn ${burnCell(slo, ink)}`,
    `left ${leftCell(slo)}`,
    ...[lineOf(slo, status)].filter((line) => line !== ""),
    `of ${objective(slo)}`,
    printable(slo.owner ?? "–"),
    ...notesOf(slo).map((note) => ink("dim", note)),
  ];
  return [...head, ...flow(figures, width - below.length, "  ").map((line) => below + line)];
}

/** Lines of `nines status`, in the server's order: worst first. */
export function statusLines(status: Status, look: Look): string[] {
  const head = [...summary(status, look), ""];
  if (status.total === 0) return [...head, "No SLO fits."];
  const isCorrected = status.items.some(isTouched);
  const hasLines = (status.lines?.size ?? 0) > 0;
  const rows =
    (hasLines ? asTable(status, { isCorrected, hasLines }, look) : undefined) ??
    asTable(status, { isCorrected, hasLines: false }, look) ??
    status.items.flatMap((slo) => asRecord(slo, status, isCorrected, look));
  return [...head, ...rows];
}
