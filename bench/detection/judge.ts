import { tierNames } from "../../src/model/tiers.ts";
import { atMost, type Bar, type Figures, type Report } from "../bench.ts";
import type { Firing } from "./alert-states.ts";
import { faults } from "./faults.ts";
import type { Agreement } from "./promtool.ts";
import type { Outcome, Situation } from "./simulate.ts";

/** How far nines may be from raw windows, in seconds. */
const limits = { fast: 30, others: 300 } as const;

/** One tier in one disposition of groups, both layouts. */
interface Pair {
  fault: string;
  tier: string;
  /** Seconds from the fault to the alert, from the repair to its end; undefined when it did not ring or end. */
  raw: Lag;
  nines: Lag;
}

interface Lag {
  toAlert: number | undefined;
  toClear: number | undefined;
}

const lagOf = ({ began, fault }: Situation, firing: Firing | undefined): Lag => ({
  toAlert: firing && firing.fired - began,
  toClear: firing?.cleared === undefined ? undefined : firing.cleared - (began + fault.lasts),
});

const pairsOf = ({ situation, raw, nines }: Outcome): Pair[] =>
  tierNames.map((tier) => ({
    fault: situation.fault.name,
    tier,
    raw: lagOf(situation, raw.get(tier)),
    nines: lagOf(situation, nines.get(tier)),
  }));

const rang = ({ toAlert }: Lag): boolean => toAlert !== undefined;
const endedAsWell = ({ raw, nines }: Pair): boolean =>
  (raw.toClear === undefined) === (nines.toClear === undefined);

const differences = (pairs: readonly Pair[], which: keyof Lag): number[] =>
  pairs.flatMap(({ raw, nines }) =>
    raw[which] === undefined || nines[which] === undefined ? [] : [nines[which] - raw[which]],
  );

/** The value farthest from zero. */
const farthest = (values: readonly number[]): number =>
  values.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
};

const minutes = (pairs: readonly Pair[], layout: "raw" | "nines", which: keyof Lag): string => {
  const values = pairs.flatMap((pair) => pair[layout][which] ?? []);
  return values.length === 0 ? "–" : (median(values) / 60).toFixed(1);
};
const lag = (pairs: readonly Pair[], which: keyof Lag): string => {
  const all = differences(pairs, which);
  const worst = farthest(all);
  return all.length === 0 ? "–" : `${worst > 0 ? "+" : ""}${Math.round(worst)} s`;
};

function row(fault: string, tier: string, pairs: readonly Pair[]): string[] {
  return [
    fault,
    tier,
    minutes(pairs, "raw", "toAlert"),
    minutes(pairs, "nines", "toAlert"),
    lag(pairs, "toAlert"),
    minutes(pairs, "raw", "toClear"),
    minutes(pairs, "nines", "toClear"),
    lag(pairs, "toClear"),
  ];
}

const right = (title: string) => ({ title, align: "right" as const });

const figures = (pairs: readonly Pair[]): Figures => ({
  title: "Minutes from fault to alert and from repair to clear, medians; 99.9 % over 30 d",
  columns: [
    { title: "fault" },
    { title: "tier" },
    right("alert: raw"),
    right("nines"),
    right("farthest apart"),
    right("clear: raw"),
    right("nines"),
    right("farthest apart"),
  ],
  rows: faults.flatMap(({ name }) =>
    tierNames.map((tier) =>
      row(
        name,
        tier,
        pairs.filter((pair) => pair.fault === name && pair.tier === tier),
      ),
    ),
  ),
  notes: [
    "Raw: every window computed from raw data every 30s, the same thresholds, for, keep_firing_for and minBadEvents.",
    "Faults begin at nine offsets within a ledger interval; the fast group runs 1, 15 and 29 s after the ledger's.",
  ],
});

const inSeconds = (value: number): string => `${Math.round(value)} s`;

function bars(pairs: readonly Pair[], agreement: Agreement): Bar[] {
  const worst = (some: readonly Pair[]) =>
    Math.abs(farthest([...differences(some, "toAlert"), ...differences(some, "toClear")]));
  const missed = pairs.filter(({ raw, nines }) => rang(raw) && !rang(nines)).length;
  const extra = pairs.filter(({ raw, nines }) => !rang(raw) && rang(nines)).length;
  const endless = pairs.filter((pair) => !endedAsWell(pair)).length;
  return [
    atMost(
      "fast tier against raw windows",
      worst(pairs.filter(({ tier }) => tier === "fast")),
      limits.fast,
      inSeconds,
    ),
    atMost(
      "other tiers against raw windows",
      worst(pairs.filter(({ tier }) => tier !== "fast")),
      limits.others,
      inSeconds,
    ),
    atMost(`missed alerts of ${pairs.filter(({ raw }) => rang(raw)).length}`, missed, 0, String),
    atMost(
      `extra alerts where ${pairs.filter(({ raw }) => !rang(raw)).length} stay silent`,
      extra,
      0,
      String,
    ),
    atMost("alerts that ended in one layout only", endless, 0, String),
    {
      what: "promtool test rules agrees on the fast tier's minute",
      measured: agreement.ok ? "agrees" : agreement.said,
      wanted: "agrees",
      held: agreement.ok,
    },
  ];
}

export function reportOf(outcomes: readonly Outcome[], agreement: Agreement): Report {
  const pairs = outcomes.flatMap(pairsOf);
  return { figures: [figures(pairs)], bars: bars(pairs, agreement) };
}
