import {
  linesOfExplanation,
  rowsInSight,
  selectedItem,
  settled,
  type Sorting,
  type Top,
  type View,
  within,
} from "./state.ts";

/** A key as Node's readline names it: `up`, `pagedown`, `return`, or the letter itself. */
export interface Key {
  name: string;
  /** What it types; empty for keys that type nothing. */
  text: string;
  ctrl: boolean;
}

const lastFilter = 200;

const moved = (top: Top, by: number): Top => settled({ ...top, selected: top.selected + by });

/** Another order or filter is another list, to be read from its beginning. */
const fromTheBeginning = (top: Top, changes: Partial<Top>): Top => ({
  ...top,
  ...changes,
  selected: 0,
  first: 0,
});

const sortKeys: Readonly<Record<string, Sorting>> = { s: "worst", b: "burn", l: "left", n: "id" };

/** What a key does. */
export function press(top: Top, key: Key): Top {
  if (key.ctrl && key.name === "c") return { ...top, isOver: true };
  switch (top.view.kind) {
    case "filter":
      return pressInFilter(top, top.view, key);
    case "help":
      return key.name === "q" ? { ...top, isOver: true } : { ...top, view: { kind: "list" } };
    case "explain":
      return pressInExplanation(top, top.view, key);
    case "list":
      return pressInList(top, key);
  }
}

function pressInList(top: Top, key: Key): Top {
  const page = rowsInSight(top);
  const sorting = Object.hasOwn(sortKeys, key.text) ? sortKeys[key.text] : undefined;
  if (sorting !== undefined) return fromTheBeginning(top, { sorting });
  switch (nameOf(key)) {
    case "up":
      return moved(top, -1);
    case "down":
      return moved(top, 1);
    case "pageup":
      return moved({ ...top, first: Math.max(0, top.first - page) }, -page);
    case "pagedown":
      return moved({ ...top, first: top.first + page }, page);
    case "home":
      return moved(top, -top.selected);
    case "end":
      return moved(top, top.list?.total ?? 0);
    case "enter":
      return opened(top);
    case "/":
      return { ...top, view: { kind: "filter", before: top.filter } };
    case "?":
      return { ...top, view: { kind: "help" } };
    case "back":
      return top.filter === "" ? top : fromTheBeginning(top, { filter: "" });
    case "q":
      return { ...top, isOver: true };
    default:
      return top;
  }
}

const names: Readonly<Record<string, string>> = {
  k: "up",
  j: "down",
  g: "home",
  G: "end",
  return: "enter",
  escape: "back",
  " ": "pagedown",
  h: "?",
};

const nameOf = ({ name, text }: Key): string => {
  if (Object.hasOwn(names, text)) return names[text] ?? text;
  return Object.hasOwn(names, name) ? (names[name] ?? name) : text === "" ? name : text;
};

function opened(top: Top): Top {
  const item = selectedItem(top);
  return item === undefined ? top : { ...top, view: { kind: "explain", id: item.id, scroll: 0 } };
}

/** Every letter asks anew, so that one sees what is left while typing. */
function pressInFilter(top: Top, { before }: Extract<View, { kind: "filter" }>, key: Key): Top {
  switch (key.name) {
    case "return":
    case "enter":
      return { ...top, view: { kind: "list" } };
    case "escape":
      return fromTheBeginning(top, { filter: before, view: { kind: "list" } });
    case "backspace":
      return fromTheBeginning(top, { filter: Array.from(top.filter).slice(0, -1).join("") });
  }
  if (key.ctrl && key.name === "u") return fromTheBeginning(top, { filter: "" });
  if (key.ctrl || /^\P{C}+$/u.exec(key.text) === null) return top;
  return fromTheBeginning(top, { filter: (top.filter + key.text).slice(0, lastFilter) });
}

function pressInExplanation(top: Top, view: Extract<View, { kind: "explain" }>, key: Key): Top {
  const page = Math.max(1, top.size.rows - 1);
  const most = Math.max(0, linesOfExplanation(top).length - page);
  const scrolled = (scroll: number): Top => ({ ...top, view: { ...view, scroll: within(scroll, most) } });
  switch (nameOf(key)) {
    case "up":
      return scrolled(view.scroll - 1);
    case "down":
      return scrolled(view.scroll + 1);
    case "pageup":
      return scrolled(view.scroll - page);
    case "pagedown":
      return scrolled(view.scroll + page);
    case "home":
      return scrolled(0);
    case "end":
      return scrolled(most);
    case "back":
    case "backspace":
    case "left":
      return { ...top, view: { kind: "list" } };
    case "q":
      return { ...top, isOver: true };
    default:
      return top;
  }
}
