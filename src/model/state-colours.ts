import type { State } from "./policy.ts";

/** One colour by day and by night. */
export interface Themed {
  light: string;
  dark: string;
}

/**
 * What each state is painted in, wherever it is painted: the page's `style/tokens.css` repeats this table, badges,
 * images and boards read it. A colour never stands alone: shape and word say the same.
 */
export const stateColours: Readonly<Record<State, Themed>> = {
  healthy: { light: "#47664f", dark: "#93b59c" },
  watch: { light: "#7d6200", dark: "#dcbc50" },
  caution: { light: "#a84a06", dark: "#f0a162" },
  restricted: { light: "#b02a14", dark: "#ff8f78" },
  frozen: { light: "#7c0d31", dark: "#ff85a6" },
  unknown: { light: "#59636f", dark: "#9aa5b1" },
};

/** What states stand on and among. */
export const paperColours = {
  ground: { light: "#ffffff", dark: "#12161b" },
  raised: { light: "#f6f7f9", dark: "#1b2128" },
  line: { light: "#dde1e6", dark: "#303842" },
  ink: { light: "#1a1f26", dark: "#e6eaef" },
  quiet: { light: "#59636f", dark: "#9aa5b1" },
  accent: { light: "#2457c5", dark: "#8ab4ff" },
  /** The part of a budget bar that is not consumed. */
  bar: { light: "#e4e8ed", dark: "#2a323b" },
} as const satisfies Readonly<Record<string, Themed>>;

/**
 * For grounds that nobody can foresee, as Grafana's boards in its light and its dark theme: large text and shapes are
 * told from white as well as from almost black.
 */
export const boardColours = {
  healthy: "#5f8a6c",
  watch: "#a3801c",
  caution: "#cf6a1a",
  restricted: "#d9432b",
  frozen: "#cb3f7b",
  unknown: "#7a8591",
  ink: "#7a8591",
  quiet: "#7a8591",
  accent: "#4a7fe0",
} as const satisfies Readonly<Record<State, string>> & Readonly<Record<string, string>>;

/** A quarter more of the disc for each step towards frozen, in a square of 16; the other states are no discs. */
export const stateWedges: Readonly<Partial<Record<State, string>>> = {
  watch: "M8 8V1.5A6.5 6.5 0 0 1 14.5 8Z",
  caution: "M8 1.5A6.5 6.5 0 0 1 8 14.5Z",
  restricted: "M8 8V1.5A6.5 6.5 0 1 1 1.5 8Z",
};
