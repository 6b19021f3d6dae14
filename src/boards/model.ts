/**
 * What a board is, before it is Grafana's: rows of panels, each with its questions. Places in the grid follow from
 * widths and heights, ids from the order, so that nothing overlaps and the same definitions give the same bytes.
 */
export interface Board {
  /** File name without its ending, and uid: links to it are written before it is imported. */
  name: string;
  title: string;
  /** What it answers, in one sentence. */
  description: string;
  /** How far back it looks at first. */
  since: string;
  variables: readonly Variable[];
  marks: readonly Mark[];
  links: readonly Link[];
  rows: readonly Row[];
}

/** Panels of one height, side by side. */
export interface Row {
  height: number;
  panels: readonly Panel[];
}

/** Grafana's grid. */
export const gridColumns = 24;

export interface Link {
  title: string;
  url: string;
}

interface VariableBase {
  name: string;
  label: string;
}

export type Variable =
  | (VariableBase & { kind: "source" })
  /** Of the same value for everybody, and not shown. */
  | (VariableBase & { kind: "constant"; value: string })
  /** What Prometheus answers. With `all`, every value at once is the first choice. */
  | (VariableBase & { kind: "values"; query: string; all: boolean; regex?: string; hidden?: true });

/** What happened, as lines across every chart. */
export type Mark = { name: string; colour: string } & (
  | { kind: "series"; expr: string; title: string; text: string; tagLabels: readonly string[] }
  /** From Grafana's own store, where all of the tags are on it. */
  | { kind: "stored"; tags: readonly string[] }
);

export interface Question {
  expr: string;
  /** How its series are called; labels in `{{…}}`. */
  legend: string;
  /** For a chart: how this line differs from the others. */
  line?: LineStyle;
}

export interface LineStyle {
  colour?: string;
  dashed?: true;
  /** Grows from a second axis on the right, with a unit of its own. */
  unit?: string;
}

export interface Step {
  /** Undefined is everything below the first. */
  from?: number;
  colour: string;
}

/** What a number is called, and in which colour. */
export interface Word {
  value: number;
  text: string;
  colour: string;
}

interface PanelBase {
  title: string;
  /** What it shows, of what, and what to make of it. */
  description: string;
  /** Columns of the grid. */
  width: number;
  /** Grafana's id of a unit. */
  unit: string;
  decimals?: number;
  questions: readonly Question[];
  steps: readonly Step[];
  words?: readonly Word[];
  links: readonly Link[];
  /** Shown in place of a number that is not there. */
  nothing?: string;
}

export interface Column {
  /** A label, or the letter of the question whose value it is. */
  from: string;
  title: string;
  width?: number;
  unit?: string;
  decimals?: number;
  /** A bar up to `most`, or the colour of its step or word on the text. */
  look?: "bar" | "colour";
  most?: number;
  steps?: readonly Step[];
  words?: readonly Word[];
  links?: readonly Link[];
}

export type Panel = PanelBase &
  (
    | { kind: "number" }
    /** `filled` under the line, `stacked` on each other, or bars. */
    | {
        kind: "chart";
        look?: "filled" | "stacked" | "bars";
        least?: number;
        most?: number;
        interval?: string;
      }
    | { kind: "gauges"; most?: number }
    | { kind: "table"; columns: readonly Column[]; sortBy?: string }
  );

export type PanelKind = Panel["kind"];

export interface Placed {
  panel: Panel;
  id: number;
  place: { x: number; y: number; w: number; h: number };
}

/** Where each panel stands, and its number. */
export function layOut({ rows }: Pick<Board, "rows">): readonly Placed[] {
  const placed: Placed[] = [];
  let y = 0;
  for (const { height, panels } of rows) {
    let x = 0;
    for (const panel of panels) {
      placed.push({ panel, id: placed.length + 1, place: { x, y, w: panel.width, h: height } });
      x += panel.width;
    }
    y += height;
  }
  return placed;
}

/** The letter by which a panel calls its n-th question. */
export const letterOf = (index: number): string => String.fromCharCode("A".charCodeAt(0) + index);
