import { toAscii } from "./ascii.ts";
import { type Ink, inkFor, plainInk } from "./ink.ts";

/** How a reader's terminal wants to be written to. */
export interface Look {
  ink: Ink;
  /** Columns; infinite where nobody said, such as in a pipe: whoever reads there has their own. */
  width: number;
  /** The text in signs that the terminal knows. */
  spell: (text: string) => string;
}

/** Neither colours nor edges: for tests, and for texts that go elsewhere. */
export const plainLook: Look = { ink: plainInk, width: Number.POSITIVE_INFINITY, spell: (text) => text };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The first of these that is not empty says in which characters the reader reads. Where none says anything, as in most
 * containers, UTF-8 is what is meant; who says `C`, or a language without a character set, means something else.
 */
export function knowsUnicode(environment: Environment): boolean {
  const [locale] = [environment.LC_ALL, environment.LC_CTYPE, environment.LANG].filter((each) => each);
  return locale === undefined || /utf-?8/i.test(locale);
}

/** `COLUMNS` is stronger than the terminal's own word: who sets it means it. */
export function columnsOf(stream: { columns?: number }, { COLUMNS }: Environment): number {
  const said = /^[1-9]\d{0,4}$/.test(COLUMNS ?? "") ? Number(COLUMNS) : undefined;
  return said ?? (stream.columns || Number.POSITIVE_INFINITY);
}

export const lookFor = (stream: NodeJS.WriteStream, environment: Environment = process.env): Look => ({
  ink: inkFor(stream),
  width: columnsOf(stream, environment),
  spell: knowsUnicode(environment) ? (text) => text : toAscii,
});

/** An answer on standard output: as JSON where that was asked for, byte for byte, else in words for a person. */
export function show(body: unknown, lines: (look: Look) => readonly string[], json?: boolean): void {
  const look = lookFor(process.stdout);
  const text = json === true ? JSON.stringify(body, undefined, 2) : look.spell(lines(look).join("\n"));
  process.stdout.write(`${text}\n`);
}
