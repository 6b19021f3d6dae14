import type { HistorySeries } from "../../../kit/remote-write.ts";
import { label, series } from "../../../src/model/names.ts";
import type { Slo } from "../../../src/model/slo.ts";
import { slo } from "../../support/slos.ts";

const second = 1_000;
const minute = 60 * second;

/** How an SLO's recorded series ended, in minutes before the end of what was written. */
interface Ending {
  /** The ledger's newest sample. */
  ledger: number;
  /** Rules hash → its newest slo_info. */
  infos?: Readonly<Record<string, number>>;
  burn?: number;
}

export const slos = {
  fresh: slo({ name: "fresh" }),
  gapped: slo({ name: "gapped" }),
  stale: slo({ name: "stale" }),
  silent: slo({ name: "silent" }),
  reloaded: slo({ name: "reloaded" }),
  unloaded: slo({ name: "unloaded" }),
  regional: slo({ name: "regional", groupBy: ["region"] }),
  /** Grouped by zone until ten minutes ago. */
  regrouped: slo({ name: "regrouped" }),
  /** Grouped by zone in Prometheus, not in git any more. */
  regrouping: slo({ name: "regrouping" }),
} as const;

const labelsOf = (of: Slo, group: Readonly<Record<string, string>> = {}) => ({
  [label.id]: of.id,
  [label.service]: of.service,
  [label.name]: of.name,
  [label.environment]: of.environment,
  ...group,
});

/** Samples every `step` from an hour and three quarters before `end`, up to `ago` minutes before it. */
function line(
  name: string,
  labels: Readonly<Record<string, string>>,
  value: number,
  end: number,
  ago: number,
  step = 2.5 * minute,
): HistorySeries {
  const times: number[] = [];
  for (let at = end - ago * minute; at > end - 105 * minute; at -= step) times.unshift(at);
  return {
    labels: { __name__: name, ...labels },
    times: Float64Array.from(times),
    values: Float64Array.from(times, () => value),
  };
}

function recorded(
  of: Slo,
  end: number,
  ending: Ending,
  group: Readonly<Record<string, string>> = {},
): readonly HistorySeries[] {
  const labels = labelsOf(of, group);
  const infos = ending.infos ?? { [of.rulesHash]: 1 };
  return [
    line(series.ledgerTotal, labels, 100, end, ending.ledger),
    // The period rules go on for the whole window after the ledger has stopped.
    line(series.periodEventsTotal, labels, 1_000, end, 1),
    line(series.periodEventsBad, labels, 3, end, 1),
    line(series.periodCoverage, labels, 0.75, end, 1),
    line("slo:sli_error:ratio_rate5m", labels, 0.02, end, ending.burn ?? 0.25, 30 * second),
    line("slo:sli_error:ratio_rate6h", labels, 0.01, end, 1),
    ...Object.entries(infos).map(([hash, ago]) =>
      line(
        series.info,
        {
          ...{ ...labelsOf(of), rules_hash: hash, window: "30d", owner: "team-shop" },
          group_by: of.groupBy.join(","),
        },
        1,
        end,
        ago,
      ),
    ),
  ];
}

const zoned = (of: Slo, end: number, ago: number): readonly HistorySeries[] => [
  ...["a", "b"].flatMap((zone) => recorded(of, end, { ledger: ago, infos: {} }, { zone })),
  line(
    series.info,
    { ...labelsOf(of), rules_hash: "00000000", window: "30d", group_by: "zone" },
    1,
    end,
    ago,
  ),
];

const fastBurn = { alertname: "ErrorBudgetBurn", severity: "page", tier: "fast", owner: "team-shop" };

/** What rules would have recorded up to `end` (milliseconds), for SLOs in every condition; no interval on a round time. */
export const history = (end: number): readonly HistorySeries[] => [
  ...recorded(slos.fresh, end, { ledger: 1 }),
  ...recorded(slos.gapped, end, { ledger: 6.3, burn: 9 }),
  ...recorded(slos.stale, end, { ledger: 23.7 }),
  ...recorded(slos.silent, end, { ledger: 70 }),
  ...recorded(slos.reloaded, end, { ledger: 1, infos: { "00000000": 4, "3f9c2a10": 0.5 } }),
  ...recorded(slos.regional, end, { ledger: 1 }, { region: "eu" }),
  ...recorded(slos.regional, end, { ledger: 80 }, { region: "us" }),
  ...zoned(slos.regrouping, end, 1),
  ...zoned(slos.regrouped, end, 10),
  line(series.info, { ...labelsOf(slos.regrouped), rules_hash: "3f9c2a10", window: "30d" }, 1, end, 0.5),
  line(series.ledgerTotal, labelsOf(slos.regrouped), 7, end, 1),
  line(series.periodEventsTotal, labelsOf(slos.regrouped), 7, end, 1),
  line(
    "ALERTS",
    { ...fastBurn, alertstate: "firing", ...labelsOf(slos.regional, { region: "eu" }) },
    1,
    end,
    0.25,
    30 * second,
  ),
  line(
    "ALERTS_FOR_STATE",
    { ...fastBurn, ...labelsOf(slos.regional, { region: "eu" }) },
    end / 1_000 - 240,
    end,
    0.25,
    30 * second,
  ),
  line("ALERTS", { ...fastBurn, alertstate: "pending", ...labelsOf(slos.fresh) }, 1, end, 0.25, 30 * second),
  line(
    "ALERTS_FOR_STATE",
    { ...fastBurn, ...labelsOf(slos.fresh) },
    end / 1_000 - 20,
    end,
    0.25,
    30 * second,
  ),
  // Another engine keeps no series of when an alert began.
  line(
    "ALERTS",
    { ...fastBurn, tier: "slow", alertstate: "firing", ...labelsOf(slos.stale) },
    1,
    end,
    0.25,
    30 * second,
  ),
];
