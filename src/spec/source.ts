import { covered } from "./confidential.ts";

/** One file of definitions as it was read; `path` is what people are shown. */
export interface SourceFile {
  path: string;
  text: string;
}

/** A source file that can turn offsets into the lines and columns people count. */
export interface Source extends SourceFile {
  /** Offset at which each line starts. */
  lineStarts: readonly number[];
  /** The text as findings may quote it. */
  shown: string;
}

/** A stretch of a source, as offsets into its text; `end` is exclusive. */
export interface Place {
  source: Source;
  start: number;
  end: number;
}

export interface Position {
  /** Both count from 1; columns count UTF-16 units, as editors do. */
  line: number;
  column: number;
}

/** A byte order mark is no part of what was written. */
const withoutMark = (text: string): string => (text.startsWith("\uFEFF") ? text.slice(1) : text);

export function openSource(file: SourceFile): Source {
  const text = withoutMark(file.text);
  const lineStarts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lineStarts.push(at + 1);
  return { path: file.path, text, lineStarts, shown: covered(text) };
}

export function positionAt(source: Source, offset: number): Position {
  let low = 0;
  let high = source.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((source.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (source.lineStarts[low] ?? 0) + 1 };
}

function lineOf(text: string, { lineStarts }: Source, line: number): string {
  const start = lineStarts[line - 1] ?? text.length;
  const end = lineStarts[line] ?? text.length + 1;
  return text.slice(start, end - 1).replace(/\r$/, "");
}

/** The text of a line (from 1), without its line break. */
export const lineAt = (source: Source, line: number): string => lineOf(source.text, source, line);

/** The same as findings may quote it. */
export const shownLineAt = (source: Source, line: number): string => lineOf(source.shown, source, line);

export const startOf = (source: Source): Place => ({ source, start: 0, end: 0 });
