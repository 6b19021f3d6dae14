import { intervals } from "../../model/intervals.ts";
import { tierFactor, type AlertingSettings, type Tier, type TierRow } from "../../model/tiers.ts";
import type { Seconds } from "../../model/units.ts";
import type { AlertingLayer } from "./merge.ts";
import type { Table } from "./tables.ts";

/** A table's tiers for one window, with what the SLO changes about them; disabled ones are left out. */
function toTiers(table: Table, window: Seconds, written: AlertingLayer["tiers"]): Tier[] {
  return table
    .filter(({ name }) => written?.[name]?.disable !== true)
    .map((row) => toTier(row, window, written?.[row.name] ?? {}));
}

function toTier(
  row: TierRow,
  window: Seconds,
  own: NonNullable<NonNullable<AlertingLayer["tiers"]>["fast"]>,
): Tier {
  const severity = own.severity ?? row.severity;
  // A tier that is made a page gets the guard of pages: one failed request at night wakes nobody.
  const guard = severity === row.severity ? row.minBadEvents : severity === "page" ? 2 : 0;
  return {
    name: row.name,
    long: row.long,
    short: row.short,
    factor: tierFactor(row.budget, window, row.long),
    severity,
    for: own.for ?? row.for,
    keepFiringFor: own.keepFiringFor ?? row.keepFiringFor,
    minBadEvents: own.minBadEvents ?? guard,
    labels: own.labels ?? {},
    annotations: own.annotations ?? {},
  };
}

export function toAlerting(written: AlertingLayer, table: Table, window: Seconds): AlertingSettings {
  const { runbook, dashboard } = written;
  return {
    tiers: toTiers(table, window, written.tiers),
    noData: {
      enabled: written.noData?.disable !== true,
      for: written.noData?.for ?? intervals.noDataFor,
    },
    anomaly: { enabled: written.anomaly?.disable !== true },
    consumed: { enabled: written.consumed?.disable !== true },
    ...(runbook === undefined ? {} : { runbook }),
    ...(dashboard === undefined ? {} : { dashboard }),
    labels: written.labels ?? {},
    annotations: written.annotations ?? {},
  };
}
