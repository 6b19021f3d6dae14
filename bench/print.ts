import { table } from "../src/cli/terminal/table.ts";
import type { Bar, Figures, Report } from "./bench.ts";

const bars = (all: readonly Bar[]): Figures => ({
  title: "Must show",
  columns: [{ title: "figure" }, { title: "measured", align: "right" }, { title: "wanted" }, { title: "" }],
  rows: all.map(({ what, measured, wanted, held }) => [what, measured, wanted, held ? "held" : "MISSED"]),
});

const lines = ({ title, columns, rows, notes }: Figures): string[] => [
  "",
  title,
  "",
  ...table(columns, rows).map((line) => `  ${line}`),
  ...(notes ?? []).map((note, index) => `${index === 0 ? "\n" : ""}  ${note}`),
];

/** A report as a person reads it in a terminal. */
export const reportText = (report: Report): string =>
  [...report.figures, ...(report.bars.length > 0 ? [bars(report.bars)] : [])].flatMap(lines).join("\n");

export const whole = (value: number): string => Math.round(value).toLocaleString("en-US");
/** 0.00012 → `0.0120 %`; signed where a direction matters. */
export const percent = (value: number, digits = 4): string =>
  Number.isFinite(value) ? `${(value * 100).toFixed(digits)} %` : "no value";
export const signedPercent = (value: number, digits = 4): string =>
  `${value > 0 ? "+" : ""}${percent(value, digits)}`;
export const times = (value: number): string => `${value >= 10 ? value.toFixed(0) : value.toFixed(2)}×`;
