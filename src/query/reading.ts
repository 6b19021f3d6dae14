import { label, series } from "../model/names.ts";
import {
  groupKey,
  type FiringAlert,
  type GroupLabels,
  type GroupObservation,
  type Observation,
  type RecordedRatio,
} from "../model/observation.ts";
import type { Slo } from "../model/slo.ts";
import { timestamp, type Timestamp } from "../model/units.ts";
import { groupingOf, isFormer, type Grouping } from "./grouping.ts";
import type { Part, Plan } from "./plan.ts";
import type { Labels, Sample } from "./port.ts";
import { stepsPerSlice, type Sliced } from "./slices.ts";

interface Draft extends Omit<GroupObservation, "ratios"> {
  bad?: number;
  total?: number;
  coverage?: number;
  dataAt?: Timestamp;
  ratios: RecordedRatio[];
}

interface Found {
  slo: Slo;
  grouping: Grouping;
  groups: Map<string, Draft>;
  firing: FiringAlert[];
  rules?: { hash: string; window?: string };
  rulesAt: number;
}

/** What has been read of one cycle's answers so far, by SLO. */
export interface Notes {
  plan: Plan;
  found: ReadonlyMap<string, Found>;
}

export const openNotes = (plan: Plan): Notes => ({
  plan,
  found: new Map(
    [...plan.slos].map(([id, slo]) => [
      id,
      {
        slo,
        grouping: { present: slo.groupBy, seen: [] },
        groups: new Map(),
        firing: [],
        rulesAt: -Infinity,
      },
    ]),
  ),
});

/** Labels by which series in sight are grouped and no SLO of git is; known once `info` is noted. */
export function foreignLabels({ plan, found }: Notes): readonly string[] {
  const known = new Set([...plan.slos.values()].flatMap(({ groupBy }) => groupBy));
  const seen = [...found.values()].flatMap(({ grouping }) => grouping.seen.flat());
  return [...new Set(seen)].filter((name) => !known.has(name));
}

/** Sorts the samples that answered one part by SLO and group; SLOs that git does not know are passed over. */
export function* note({ plan, found }: Notes, part: Part, samples: readonly Sample[]): Sliced<void> {
  const read = readers[part];
  let steps = 0;
  for (const sample of samples) {
    const of = found.get(sample.labels[label.id] ?? "");
    if (of !== undefined && (part === "info" || !isFormer(of.grouping, sample.labels)))
      read(of, sample, plan);
    if (++steps % stepsPerSlice === 0) yield;
  }
}

/** The observations once all parts are noted; of an SLO unknown to Prometheus one without groups and rules. */
export function* observationsOf({ found }: Notes, at: Timestamp): Sliced<Map<string, Observation>> {
  const observations = new Map<string, Observation>();
  for (const [id, of] of found) {
    observations.set(id, observationOf(of, at));
    if (observations.size % stepsPerSlice === 0) yield;
  }
  return observations;
}

type Reader = (of: Found, sample: Sample, plan: Plan) => void;

const periodFields = new Map<string, "total" | "bad" | "coverage">([
  [series.periodEventsTotal, "total"],
  [series.periodEventsBad, "bad"],
  [series.periodCoverage, "coverage"],
]);

const readPeriod: Reader = (of, { labels, value }) => {
  const field = periodFields.get(labels[label.metricName] ?? "");
  // Of a calendar window nines itself says these: they come back to it when it is scraped.
  if (field === undefined || !Number.isFinite(value) || of.slo.window.kind === "calendar") return;
  const group = groupOf(of, labels);
  group[field] = Math.max(group[field] ?? value, value);
};

const readBurn: Reader = (of, { labels, value }, plan) => {
  const window = plan.windows.get(labels[label.metricName] ?? "");
  if (window === undefined || !Number.isFinite(value)) return;
  groupOf(of, labels).ratios.push({ window, errorRatio: value });
};

const readers: Readonly<Record<Part, Reader>> = {
  period: readPeriod,
  age: (of, { labels, value }) => {
    const group = groupOf(of, labels);
    group.dataAt = timestamp(Math.max(group.dataAt ?? value, value));
  },
  rawBurn: readBurn,
  ledgerBurn: readBurn,
  alerts: (of, { labels, value }) => {
    of.firing.push(alertOf(of, labels, value));
  },
  info: (of, { labels, value }) => {
    const grouping = groupingOf(labels[label.groupBy] ?? "");
    const seen = [...of.grouping.seen, grouping];
    // A reload leaves the former hash in sight for the look-back: the newest speaks.
    const isNewest = value > of.rulesAt;
    of.grouping = { present: isNewest ? grouping : of.grouping.present, seen };
    if (!isNewest) return;
    const window = labels[label.window];
    of.rulesAt = value;
    of.rules = { hash: labels[label.rulesHash] ?? "", ...(window !== undefined && { window }) };
  },
};

const alertOf = (of: Found, labels: Labels, since: number): FiringAlert => {
  const { tier, severity, state } = {
    tier: labels[label.tier],
    severity: labels[label.severity],
    state: labels[label.state],
  };
  return {
    alertname: labels[label.alertname] ?? "",
    ...(tier !== undefined && { tier }),
    ...(severity !== undefined && { severity }),
    ...(state !== undefined && { state }),
    ...(since > 0 && { since: timestamp(since) }),
    group: pick(of, labels, (value) => value !== undefined),
  };
};

const pick = (
  { grouping }: Found,
  labels: Labels,
  wanted: (value: string | undefined) => boolean,
): GroupLabels =>
  Object.fromEntries(
    grouping.present.filter((name) => wanted(labels[name])).map((name) => [name, labels[name] ?? ""]),
  );

function groupOf(of: Found, labels: Labels): Draft {
  const { grouping, groups } = of;
  const group = grouping.present.length === 0 ? noGroup : pick(of, labels, () => true);
  const key = groupKey(group);
  const known = groups.get(key);
  if (known !== undefined) return known;
  const draft: Draft = { group, ratios: [] };
  groups.set(key, draft);
  return draft;
}

const noGroup: GroupLabels = {};

const observationOf = ({ slo, groups, firing, rules }: Found, at: Timestamp): Observation => {
  // The fast group meets a new group value minutes before the ledger does: a burn alone is no group yet.
  const recorded = [...groups.values()].filter(
    ({ total, dataAt }) => total !== undefined || dataAt !== undefined,
  );
  for (const { ratios } of recorded) ratios.sort((a, b) => a.window - b.window);
  return { slo: slo.id, at, ...(rules !== undefined && { rules }), groups: recorded, firing };
};
