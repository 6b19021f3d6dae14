import { padTo, widthOf } from "./width.ts";

export interface Column {
  title: string;
  /** Numbers stand right, words left. */
  align?: "left" | "right";
}

/** Lines of a table with a heading; columns are as wide as their widest cell, two spaces apart. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ title }, index) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(row[index] ?? "")), widthOf(title)),
  );
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) => padTo(cells[index] ?? "", widths[index] ?? 0, align))
      .join("  ")
      .trimEnd();
  return [line(columns.map(({ title }) => title)), ...rows.map(line)];
}
