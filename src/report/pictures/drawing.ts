import type { State } from "../../model/policy.ts";
import { stateWedges, type Themed } from "../../model/state-colours.ts";
import { escaped, textWidth } from "./text.ts";

/** By day, by night, or as whoever looks has it. */
export const themes = ["light", "dark", "auto"] as const;
export type Theme = (typeof themes)[number];

/** A class of the drawing, what it colours, and in what. */
export type Paint = readonly [selector: string, property: "fill" | "stroke", colour: Themed];

const rules = (paints: readonly Paint[], theme: "light" | "dark"): string =>
  paints.map(([selector, property, colour]) => `${selector}{${property}:${colour[theme]}}`).join("");

/** The only style of a drawing: it loads nothing, and follows its reader's theme unless told otherwise. */
export const styled = (paints: readonly Paint[], theme: Theme): string =>
  theme === "auto"
    ? `<style>${rules(paints, "light")}@media(prefers-color-scheme:dark){${rules(paints, "dark")}}</style>`
    : `<style>${rules(paints, theme)}</style>`;

export const font = 'font-family="Verdana,DejaVu Sans,Geneva,sans-serif"';

interface Written {
  size: number;
  className: string;
  isBold?: boolean;
  align?: "start" | "end";
}

/** A text that takes exactly the room that was computed for it, in whatever font. */
export function written(
  text: string,
  x: number,
  y: number,
  { size, className, isBold = false, align = "start" }: Written,
): string {
  const weight = isBold ? ' font-weight="600"' : "";
  const anchor = align === "end" ? ' text-anchor="end"' : "";
  const width = textWidth(text, size, isBold);
  return `<text class="${className}" x="${x}" y="${y}" font-size="${size}"${weight}${anchor} textLength="${width}" lengthAdjust="spacingAndGlyphs">${escaped(text)}</text>`;
}

/** The state's shape, as on the page, so many units high. */
export function shape(state: State, x: number, y: number, height: number, className: string): string {
  const placed = `transform="translate(${x} ${y}) scale(${height / 16})"`;
  return `<g ${placed}>${inner(state, className)}</g>`;
}

function inner(state: State, className: string): string {
  if (state === "frozen") return `<rect class="${className}" x="2" y="2" width="12" height="12"/>`;
  if (state === "healthy") return `<circle class="${className}" cx="8" cy="8" r="5.5"/>`;
  const dashes = state === "unknown" ? ' stroke-dasharray="3 2.4"' : "";
  const wedge = stateWedges[state];
  const filled = wedge === undefined ? "" : `<path class="${className}" d="${wedge}"/>`;
  return `<circle class="${className}-line" cx="8" cy="8" r="6.5" fill="none" stroke-width="1.6"${dashes}/>${filled}`;
}

export interface Sheet {
  width: number;
  height: number;
  /** What somebody hears who does not see it. */
  title: string;
}

export const sheet = ({ width, height, title }: Sheet, parts: readonly string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}" ${font}>`,
    `<title>${escaped(title)}</title>`,
    ...parts.filter((part) => part !== ""),
    "</svg>",
    "",
  ].join("\n");
