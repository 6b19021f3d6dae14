import { states } from "../../model/policy.ts";
import { formatSpan, stateShapes } from "../../model/wording.ts";
import type { SloBody } from "../../http/schemas/slo.ts";
import { inState, printable, type Ink } from "../terminal/ink.ts";
import type { Look } from "../terminal/look.ts";
import { cut, padTo, widthOf } from "../terminal/width.ts";
import { wrap } from "../terminal/wrap.ts";
import { nameCell, notesOf } from "../views/cells.ts";
import { explainLines } from "../views/explain.ts";
import { helpLines } from "./help.ts";
import { headingOf, layoutFor, rowOf } from "./row.ts";
import { rowsInSight, selectedItem, type Sorting, type Top } from "./state.ts";

/** What a picture depends on beside the state. */
export interface Moment {
  /** Milliseconds of the same clock as in the state. */
  now: number;
  server: string;
}

/** One picture, as many lines as the window has; none is wider than it. */
export function frame(top: Top, look: Look, moment: Moment): string[] {
  const lines = contents(top, { ...look, width: top.size.columns }, moment);
  return lines.slice(0, Math.max(1, top.size.rows)).map(look.spell);
}

function contents(top: Top, look: Look, moment: Moment): string[] {
  switch (top.view.kind) {
    case "help":
      return helpLines(look);
    case "explain":
      return explanation(top, top.view, look, moment);
    case "list":
    case "filter":
      return list(top, look, moment);
  }
}

const sortWords: Readonly<Record<Sorting, string>> = {
  worst: "worst first",
  burn: "greatest burn first",
  left: "soonest gone first",
  id: "by name",
};

function list(top: Top, look: Look, moment: Moment): string[] {
  const { rows } = top.size;
  const [counts, status, foot, hints] = [
    countsLine(top, look),
    statusLine(top, look, moment),
    detailLine(top, look),
    bottomLine(top, look),
  ];
  const body = tableLines(top, look);
  // A low window keeps what says most: whether the numbers hold, then the rows.
  if (rows < 4) return [status, ...body.slice(1)];
  const filled = [...body, ...Array.from({ length: Math.max(0, rows - 4 - body.length) }, () => "")];
  return rows < 6
    ? [counts, status, ...body.slice(1), hints].slice(0, rows)
    : [counts, status, ...filled, foot, hints];
}

/** `■ 1 frozen  ◕ 0 restricted …`; where that is too long, what there is none of is left out, then the words. */
function countsLine({ list: shown }: Top, { ink, width }: Look): string {
  const title = "nines top";
  if (shown === undefined) return ink("bold", cut(title, width));
  const order = [...states.slice(0, -1)].reverse().concat("unknown");
  const part = (state: (typeof order)[number], words: boolean) =>
    inState(ink, state, `${stateShapes[state]} ${shown.states[state]}${words ? ` ${state}` : ""}`);
  const some = order.filter((state) => shown.states[state] > 0);
  const whole = order.map((state) => part(state, true)).join("  ");
  const tries = [
    `${ink("bold", title)}   ${whole}`,
    whole,
    some.map((state) => part(state, true)).join("  "),
    some.map((state) => part(state, false)).join(" "),
  ];
  return tries.find((line) => widthOf(line) <= width) ?? "";
}

const ageOf = ({ list: shown }: Top, { now }: Moment): number =>
  shown === undefined ? 0 : shown.snapshot.ageSeconds + Math.max(0, now - shown.at) / 1_000;

function statusLine(top: Top, { ink, width }: Look, moment: Moment): string {
  const { list: shown, trouble, live, filter, sorting } = top;
  if (trouble !== undefined) {
    const known =
      shown === undefined ? "nothing is known yet" : `as known ${formatSpan(ageOf(top, moment))} ago`;
    return ink(["red", "bold"], cut(`▲ ${known}: ${printable(firstLine(trouble.message))}`, width));
  }
  if (shown === undefined) return ink("dim", cut(`asking ${printable(moment.server)} …`, width));
  const parts = [
    `${formatSpan(ageOf(top, moment))} ago`,
    live ? "live" : "asked every few seconds",
    `${shown.total} ${shown.total === 1 ? "SLO" : "SLOs"}`,
    sortWords[sorting],
    ...(filter === "" ? [] : [`with "${printable(filter)}"`]),
  ];
  return ink("dim", cut(parts.join(" · "), width));
}

const firstLine = (text: string): string => text.split("\n", 1)[0] ?? "";

function tableLines(top: Top, { ink, width }: Look): string[] {
  const { list: shown, first, selected, trouble } = top;
  const sight = rowsInSight(top);
  if (shown === undefined) return [""];
  const from = first - shown.offset;
  // The pages that are in sight may still be on their way.
  const items = from < 0 ? [] : shown.items.slice(from, from + sight);
  if (shown.total === 0) return ["", cut("No SLO fits.", width)];
  const layout = layoutFor(width, items);
  return [
    ink("dim", headingOf(layout)),
    ...items.map((slo, index) => {
      const isSelected = first + index === selected;
      // What is only as once known is grey, whatever it was.
      const own: Ink = trouble === undefined ? ink : (_style, text) => text;
      const line = rowOf(slo, layout, isSelected, own);
      return trouble === undefined ? line : ink("dim", line);
    }),
  ];
}

/** Of the selected SLO all that has no room in its row. */
function detailLine(top: Top, { ink, width }: Look): string {
  const slo = selectedItem(top);
  return slo === undefined || top.list?.total === 0 ? "" : ink("dim", cut(detailOf(slo), width));
}

const detailOf = (slo: SloBody): string =>
  [
    nameCell(slo),
    ...notesOf(slo),
    printable(`${slo.objective.text.replace("%", " %")} over ${slo.window}`),
    printable(slo.owner ?? "no owner"),
  ].join(" · ");

function bottomLine({ view, filter }: Top, { ink, width }: Look): string {
  if (view.kind === "filter") {
    const text = printable(filter);
    // While typing, the end is what has to be seen.
    const seen = Array.from(text)
      .slice(-Math.max(1, width - 3))
      .join("");
    return `/${seen}${ink("inverse", " ")}`;
  }
  const hints = "↑↓ move  enter why  / filter  s state  b burn  l left  n name  ? help  q quit";
  return ink("dim", cut(hints, width));
}

function explanation(
  top: Top,
  view: Extract<Top["view"], { kind: "explain" }>,
  look: Look,
  moment: Moment,
): string[] {
  const { ink, width } = look;
  const room = Math.max(1, top.size.rows - 1);
  const lines =
    view.body !== undefined
      ? explainLines(view.body, look)
      : view.trouble === undefined
        ? [`asking ${printable(moment.server)} about ${printable(view.id)} …`].map((line) => cut(line, width))
        : wrap(printable(view.trouble.replaceAll("\n", " ")), "", width).map((line) => cut(line, width));
  const shown = lines.slice(view.scroll, view.scroll + room);
  const below = lines.length - view.scroll - shown.length;
  const stale =
    view.body !== undefined && view.trouble !== undefined ? `▲ ${firstLine(view.trouble)} · ` : "";
  const hints = `${stale}esc back  ↑↓ scroll${below > 0 ? `  ${below} more ${below === 1 ? "line" : "lines"}` : ""}  q quit`;
  const space = Array.from({ length: room - shown.length }, () => "");
  return [...shown, ...space, padTo(ink("dim", cut(printable(hints), width)), 0)];
}
