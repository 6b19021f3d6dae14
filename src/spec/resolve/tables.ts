import { monthTable, tierNames, type TierName, type TierRow } from "../../model/tiers.ts";
import type { WrittenAlertWindows, WrittenRow } from "../kinds/alert-windows.ts";
import { suggest } from "../nearest.ts";
import type { Report } from "../report.ts";
import type { Located } from "../shapes/shape.ts";
import { keepFirst } from "./unique.ts";

export type Table = readonly TierRow[];
/** The table of a name; `broken` when it exists but was refused; undefined after reporting that nobody wrote it. */
export type FindTable = (name: Located<string>) => Table | "broken" | undefined;

export function indexTables(
  written: readonly WrittenAlertWindows[],
  broken: ReadonlySet<string>,
  report: Report,
): FindTable {
  const first = keepFirst(written, ({ metadata }) => metadata.name, "table of alert windows", report);
  const tables = new Map([...first].map(([name, each]) => [name, toTable(each)]));
  return ({ value, place }) => {
    const table = tables.get(value);
    if (table !== undefined) return table;
    if (broken.has(value)) return "broken";
    report(
      "unknown-alert-windows",
      place,
      `no AlertWindows is called "${value}"`,
      suggest(value, [...tables.keys()]),
    );
    return undefined;
  };
}

const toTable = ({ spec }: WrittenAlertWindows): Table =>
  tierNames.flatMap((name) => {
    const row = spec.tiers[name];
    return row === undefined ? [] : [toRow(name, row)];
  });

/** What a row leaves out is as in the built-in table for months. */
function toRow(name: TierName, row: WrittenRow): TierRow {
  const usual = monthTable.find((each) => each.name === name);
  const severity = row.severity ?? usual?.severity ?? "ticket";
  return {
    name,
    long: row.long.value,
    short: row.short.value,
    budget: row.budget,
    severity,
    for: row.for ?? usual?.for ?? row.short.value,
    keepFiringFor: row.keepFiringFor ?? usual?.keepFiringFor ?? row.short.value,
    minBadEvents: row.minBadEvents ?? (severity === "page" ? 2 : 0),
  };
}
