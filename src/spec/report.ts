import type { Diagnostic } from "../model/diagnostics.ts";
import type { SourceRef } from "../model/slo.ts";
import { codes, type Code } from "./codes.ts";
import { withoutHidden } from "./confidential.ts";
import { positionAt, shownLineAt, type Place } from "./source.ts";

/** Says one finding; the code decides whether it is an error or a warning. */
export type Report = (code: Code, place: Place, message: string, remedy: string) => void;

/** Turns offsets into what a person can go to: a line, columns on that line, and the line itself. */
export function locate(code: Code, place: Place, message: string, remedy: string): Diagnostic<Code> {
  const { source } = place;
  const { line, column } = positionAt(source, place.start);
  const excerpt = shownLineAt(source, line);
  const end = column + Math.max(1, place.end - place.start);
  const endColumn = Math.max(column + 1, Math.min(end, excerpt.length + 1));
  const { severity } = codes[code];
  const say = sayOf(place, line);
  const words = { message: say(message), remedy: say(remedy) };
  return { code, severity, path: source.path, line, column, endColumn, ...words, excerpt };
}

/** A finding about lines that hold a secret repeats nothing of it. */
function sayOf({ source, end }: Place, line: number): (words: string) => string {
  const { text, shown, lineStarts } = source;
  if (text === shown) return (words) => words;
  const from = lineStarts[line - 1] ?? 0;
  const until = Math.max(end, lineStarts[line] ?? text.length);
  const [raw, covered] = [text.slice(from, until), shown.slice(from, until)];
  return raw === covered ? (words) => words : (words) => withoutHidden(words, raw, covered);
}

export interface Findings {
  report: Report;
  /** Everything said so far, each finding once. */
  all: () => Diagnostic<Code>[];
}

/** An SLO is judged once per environment; what is said of its text is said once. */
export function collectFindings(): Findings {
  const found = new Map<string, Diagnostic<Code>>();
  return {
    report: (code, place, message, remedy) => {
      const key = `${code}\n${place.source.path}\n${place.start}`;
      if (!found.has(key)) found.set(key, locate(code, place, message, remedy));
    },
    all: () => [...found.values()],
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By file, then by place: the order in which a person repairs them. */
export const inReadingOrder = <D extends Diagnostic>(diagnostics: readonly D[]): D[] =>
  diagnostics.toSorted(
    (a, b) => compare(a.path, b.path) || a.line - b.line || a.column - b.column || compare(a.code, b.code),
  );

export function sourceRef(place: Place): SourceRef {
  return { path: place.source.path, ...positionAt(place.source, place.start) };
}

/** `slos/checkout.yaml:12`, to name a second place inside a message. */
export const nameOf = (place: Place): string =>
  `${place.source.path}:${positionAt(place.source, place.start).line}`;
