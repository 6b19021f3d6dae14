import type { SloBody } from "../../http/schemas/slo.ts";
import { groupText, stateShapes } from "../../model/wording.ts";
import { inState, printable, type Ink } from "../terminal/ink.ts";
import { cut, padTo, widthOf } from "../terminal/width.ts";
import { barCell, consumedCell, isKnown, leftCell, nameCell, pageOf } from "../views/cells.ts";
import { paceText } from "../views/slo.ts";

/** Which columns a window has room for, and how wide they are; 0 is none. */
export interface Layout {
  state: number;
  name: number;
  /** The environment that all share, which a narrow name leaves out. */
  environment?: string;
  /** Cells of the budget bar. */
  bar: number;
  consumed: number;
  burn: number;
  left: number;
  objective: number;
  owner: number;
}

const gap = 2;
const marker = 2;
const shapeOnly = 1;
const stateWidth = "◕ restricted".length;

/** Cells, two edges, and three tenths more for what is overspent. */
const barWidth = (cells: number): number =>
  cells === 0 ? 0 : cells + 2 + Math.max(1, Math.round(0.3 * cells));

const leastName = 16;

/** The first of these that leaves a name its room; each gives up what the ones before it have too much of. */
const choices: readonly Omit<Layout, "name">[] = [
  { state: stateWidth, bar: 20, consumed: 8, burn: 9, left: 9, objective: 9, owner: 16 },
  { state: stateWidth, bar: 10, consumed: 8, burn: 9, left: 9, objective: 9, owner: 16 },
  { state: stateWidth, bar: 10, consumed: 8, burn: 9, left: 9, objective: 9, owner: 0 },
  { state: stateWidth, bar: 10, consumed: 8, burn: 9, left: 9, objective: 0, owner: 0 },
];

/** Where no name can stand whole, a bar still has its least, then goes. */
const narrow: readonly Omit<Layout, "name">[] = [
  { state: stateWidth, bar: 6, consumed: 8, burn: 8, left: 9, objective: 0, owner: 0 },
  { state: stateWidth, bar: 0, consumed: 8, burn: 8, left: 9, objective: 0, owner: 0 },
  { state: stateWidth, bar: 0, consumed: 8, burn: 0, left: 0, objective: 0, owner: 0 },
  { state: shapeOnly, bar: 0, consumed: 8, burn: 0, left: 0, objective: 0, owner: 0 },
];
const least = { state: shapeOnly, bar: 0, consumed: 0, burn: 0, left: 0, objective: 0, owner: 0 } as const;

const taken = ({ state, bar, consumed, burn, left, objective, owner }: Omit<Layout, "name">): number =>
  [state, barWidth(bar), consumed, burn, left, objective, owner]
    .filter((width) => width > 0)
    .reduce((sum, width) => sum + width + gap, marker);

export function layoutFor(width: number, items: readonly SloBody[]): Layout {
  const longest = Math.max(leastName, ...items.map((slo) => widthOf(nameCell(slo))));
  const roomy = choices.find((each) => width - taken(each) >= longest);
  if (roomy !== undefined) return { ...roomy, name: longest };
  const chosen = narrow.find((each) => width - taken(each) >= leastName) ?? least;
  const name = Math.max(1, width - taken(chosen));
  const environments = new Set(items.map(({ environment }) => environment));
  const [environment] = environments;
  return { ...chosen, name, ...(environments.size === 1 && environment !== undefined && { environment }) };
}

const shortName = (slo: SloBody, { environment }: Layout): string => {
  const name = nameCell(slo);
  if (environment === undefined) return name;
  const group = slo.group === undefined ? "" : ` {${groupText(slo.group)}}`;
  return printable(`${slo.service}.${slo.name}${group}`);
};

/** What stands in no column is left out with its gap. */
const joined = (parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(" ".repeat(gap));

const column = (width: number, text: string, align: "left" | "right" = "right"): string | undefined =>
  width === 0 ? undefined : padTo(text, width, align);

export const headingOf = (layout: Layout): string =>
  `${" ".repeat(marker)}${joined([
    column(layout.state, layout.state === shapeOnly ? "" : "state", "left"),
    column(
      layout.name,
      cut(layout.environment === undefined ? "SLO" : `SLO in ${printable(layout.environment)}`, layout.name),
      "left",
    ),
    column(layout.objective, "objective"),
    column(barWidth(layout.bar), "budget", "left"),
    column(layout.consumed, "consumed"),
    column(layout.burn, "burn 1h"),
    column(layout.left, "left"),
    column(layout.owner, "owner", "left"),
  ])}`.trimEnd();

export function rowOf(slo: SloBody, layout: Layout, isSelected: boolean, ink: Ink): string {
  const mark = layout.state === shapeOnly ? stateShapes[slo.state] : `${stateShapes[slo.state]} ${slo.state}`;
  const name = padTo(cut(shortName(slo, layout), layout.name), layout.name);
  return `${isSelected ? "▸ " : "  "}${joined([
    column(layout.state, inState(ink, slo.state, mark), "left"),
    isSelected ? ink("inverse", name) : name,
    column(layout.objective, printable(slo.objective.text.replace("%", " %"))),
    layout.bar === 0 ? undefined : barCell(slo, ink, layout.bar),
    column(layout.consumed, consumedCell(slo.budget, isKnown(slo))),
    column(layout.burn, burnText(slo, ink)),
    column(layout.left, leftCell(slo)),
    layout.owner === 0 ? undefined : cut(printable(slo.owner ?? "–"), layout.owner),
  ])}`.trimEnd();
}

/** `▲ 15.2×`: a page rings. */
function burnText(slo: SloBody, ink: Ink): string {
  const pace = slo.state === "unknown" ? "–" : paceText(slo);
  return pageOf(slo) === undefined ? pace : `${ink(["red", "bold"], "▲")} ${pace}`;
}
