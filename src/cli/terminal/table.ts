import { stripVTControlCharacters } from "node:util";

export interface Column {
  title: string;
  /** Numbers stand right, words left. */
  align?: "left" | "right";
}

const width = (text: string): number => Array.from(stripVTControlCharacters(text)).length;

const padded = (text: string, to: number, align: Column["align"]): string => {
  const space = " ".repeat(Math.max(0, to - width(text)));
  return align === "right" ? space + text : text + space;
};

/** Lines of a table with a heading; columns are as wide as their widest cell, two spaces apart. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(width(title), ...rows.map((row) => width(row[index] ?? ""))),
  );
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) => padded(cells[index] ?? "", widths[index] ?? 0, align))
      .join("  ")
      .trimEnd();
  return [line(columns.map(({ title }) => title)), ...rows.map(line)];
}
