import type { ExplanationBody } from "../../http/schemas/explanation.ts";
import type { SloListBody } from "../../http/schemas/slo.ts";
import { plainLook } from "../terminal/look.ts";
import { explainLines } from "../views/explain.ts";

export interface Size {
  rows: number;
  columns: number;
}

export const sortings = ["worst", "burn", "left", "id"] as const;
export type Sorting = (typeof sortings)[number];

/** What the server said: a stretch of the whole list that holds the rows in sight. */
export interface Listed extends Pick<SloListBody, "items" | "total" | "states" | "snapshot"> {
  /** Index of its first item in the whole list. */
  offset: number;
  /** Milliseconds of nines top's own clock at which it came. */
  at: number;
}

export type View =
  | { kind: "list" }
  /** A filter is being typed; `before` comes back when it is given up. */
  | { kind: "filter"; before: string }
  | { kind: "help" }
  | { kind: "explain"; id: string; scroll: number; body?: ExplanationBody; trouble?: string };

/** Everything that a picture is made of. */
export interface Top {
  size: Size;
  sorting: Sorting;
  filter: string;
  view: View;
  /** Index in the whole list. */
  selected: number;
  /** Index of the first row in sight. */
  first: number;
  list?: Listed;
  /** Why the newest question was not answered, and since when; what was known before stays in sight. */
  trouble?: { message: string; since: number };
  /** The server tells of every cycle; otherwise it is asked every few seconds. */
  live: boolean;
  isOver: boolean;
}

export const begin = (size: Size, changes: Partial<Pick<Top, "filter" | "sorting">> = {}): Top => ({
  size,
  sorting: "worst",
  filter: "",
  view: { kind: "list" },
  selected: 0,
  first: 0,
  live: false,
  isOver: false,
  ...changes,
});

/** Lines around the rows: two above the heading, the heading, two below; a low window gives up the last ones first. */
export const rowsInSight = ({ size: { rows } }: Pick<Top, "size">): number => Math.max(1, rows - 5);

/** An explanation in the lines that fit this window; colours change nothing of how many there are. */
export const linesOfExplanation = ({ view, size }: Top): readonly string[] =>
  view.kind !== "explain" || view.body === undefined
    ? []
    : explainLines(view.body, { ...plainLook, width: size.columns });

export const within = (value: number, most: number): number => Math.max(0, Math.min(value, most));

/** The selected row is always one that there is, and always in sight. */
export function settled(top: Top): Top {
  const total = top.list?.total ?? 0;
  const sight = rowsInSight(top);
  const selected = within(top.selected, total - 1);
  const lowest = Math.max(selected - sight + 1, 0);
  return { ...top, selected, first: within(Math.min(Math.max(top.first, lowest), selected), total - 1) };
}

const itemAt = ({ list }: Top, index: number) => list?.items[index - list.offset];

export const selectedItem = (top: Top) => itemAt(top, top.selected);

/** What the server answered; a selected SLO that moved within what is known is followed. */
export function listed(top: Top, list: Listed): Top {
  const { trouble: _, ...calm } = top;
  const former = top.selected === 0 ? undefined : selectedItem(top)?.id;
  const at = former === undefined ? -1 : list.items.findIndex(({ id }) => id === former);
  return settled({ ...calm, list, selected: at < 0 ? top.selected : list.offset + at });
}

export const troubled = (top: Top, message: string, now: number): Top => ({
  ...top,
  trouble: { message, since: top.trouble?.since ?? now },
});

/** An answer about an SLO that nobody looks at any more is let go. */
export const explained = (top: Top, id: string, answer: ExplanationBody | { trouble: string }): Top => {
  const { view } = top;
  if (view.kind !== "explain" || view.id !== id) return top;
  if ("trouble" in answer) return { ...top, view: { ...view, trouble: answer.trouble } };
  return { ...top, view: { kind: "explain", id, scroll: view.scroll, body: answer } };
};

export const resized = (top: Top, size: Size): Top => settled({ ...top, size });

export const pageSize = 100;

/** What has to be asked to show what is to be seen. */
export interface Wanted {
  sort: Sorting;
  q?: string;
  /** Pages of the server's, the first in sight to the last. */
  pages: readonly number[];
}

export function wanted(top: Top): Wanted {
  const page = (index: number): number => Math.floor(index / pageSize) + 1;
  const [from, to] = [page(top.first), page(top.first + rowsInSight(top) - 1)];
  const pages = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return { sort: top.sorting, ...(top.filter !== "" && { q: top.filter }), pages };
}
