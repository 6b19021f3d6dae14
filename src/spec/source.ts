/** One file of definitions as it was read; `path` is what people are shown. */
export interface SourceFile {
  path: string;
  text: string;
}

/** A source file that can turn offsets into the lines and columns people count. */
export interface Source extends SourceFile {
  /** Offset at which each line starts. */
  lineStarts: readonly number[];
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
  return { path: file.path, text, lineStarts };
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

/** The text of a line (from 1), without its line break. */
export function lineAt(source: Source, line: number): string {
  const start = source.lineStarts[line - 1] ?? source.text.length;
  const end = source.lineStarts[line] ?? source.text.length + 1;
  return source.text.slice(start, end - 1).replace(/\r$/, "");
}

export const startOf = (source: Source): Place => ({ source, start: 0, end: 0 });
