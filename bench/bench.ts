import type { Column } from "../src/cli/terminal/table.ts";

/** What a bench may ask of the one who runs it. */
export interface Terms {
  /** Fewer combinations: for a look, not for the record. */
  quick: boolean;
  /** How often something is killed, for the benches that kill. */
  kills?: number;
  /** How long to look on, for a bench that looks on; its own length unless said. */
  minutes?: number;
  /** The one part to run, for a bench that has parts. */
  part?: string;
  /** Tells a person that it goes on. */
  say: (progress: string) => void;
}

export interface Figures {
  title: string;
  columns: readonly Column[];
  rows: readonly (readonly string[])[];
  notes?: readonly string[];
}

/** A figure that must hold; `--check` fails when one does not. */
export interface Bar {
  what: string;
  measured: string;
  wanted: string;
  held: boolean;
}

export interface Report {
  figures: readonly Figures[];
  bars: readonly Bar[];
}

export interface Bench {
  name: string;
  /** One line for `--help`. */
  summary: string;
  /** How long it takes on two cores: "5 minutes". */
  lasts: string;
  run: (terms: Terms) => Promise<Report>;
}

/** A bar on a number that must stay at or under a limit. */
export const atMost = (
  what: string,
  measured: number,
  limit: number,
  show: (value: number) => string,
): Bar => ({ what, measured: show(measured), wanted: `at most ${show(limit)}`, held: measured <= limit });

/** A bar on a number that must reach a limit. */
export const atLeast = (
  what: string,
  measured: number,
  limit: number,
  show: (value: number) => string,
): Bar => ({ what, measured: show(measured), wanted: `at least ${show(limit)}`, held: measured >= limit });
