import { isSettled, type LedgerSpan, type SpanCount } from "../model/correction.ts";
import { label, series } from "../model/names.ts";
import { groupKey, type GroupLabels } from "../model/observation.ts";
import { formatSelector } from "../model/promql.ts";
import type { Slo } from "../model/slo.ts";
import { timestamp, type Timestamp } from "../model/units.ts";
import type { NoData, Reply, Sample } from "./port.ts";
import { anyOf } from "./selectors.ts";

/** A span of an SLO's ledger that somebody wants to know the events of. */
export interface WantedCount {
  slo: Slo;
  span: LedgerSpan;
  /** Its beginning moves with the window. */
  clipped: boolean;
}

/** One span, for every SLO that it concerns: three queries, asked at one instant. */
export interface CountQuestion {
  /** The same text asks the same, so that the answer is the same once nothing more is written there. */
  key: string;
  span: LedgerSpan;
  at: Timestamp;
  slos: ReadonlyMap<string, Slo>;
  /** Bad events, all events, samples. */
  queries: readonly [string, string, string];
  /** Lies so far back that no sample of it is still to come. */
  settled: boolean;
}

/** Counts by SLO id and `groupKey`. */
export type Counts = ReadonlyMap<string, ReadonlyMap<string, SpanCount>>;

/** … and with the labels of each group. */
export type GroupCounts = ReadonlyMap<string, ReadonlyMap<string, GroupCount>>;
export interface GroupCount {
  group: GroupLabels;
  count: SpanCount;
}

/** A selector with more ids than this is worth a question of its own. */
const idsPerQuestion = 200;

/** Asks for every span once, however many SLOs share it. */
export function planCounts(
  wanted: readonly WantedCount[],
  now: Timestamp,
  idsAtOnce = idsPerQuestion,
): readonly CountQuestion[] {
  const bySpan = new Map<string, { span: LedgerSpan; clipped: boolean; slos: Map<string, Slo> }>();
  for (const { slo, span, clipped } of wanted) {
    const key = spanKey(span);
    const known = bySpan.get(key);
    if (known === undefined)
      bySpan.set(key, {
        span: { after: span.after, until: span.until },
        clipped,
        slos: new Map([[slo.id, slo]]),
      });
    else known.slos.set(slo.id, slo);
  }
  return [...bySpan.values()].flatMap(({ span, clipped, slos }) =>
    inParts([...slos.values()], idsAtOnce).map((part) => question(span, clipped, part, now)),
  );
}

export const spanKey = ({ after, until }: LedgerSpan): string => `${after} ${until}`;

function inParts(slos: readonly Slo[], idsAtOnce: number): readonly (readonly Slo[])[] {
  const sorted = slos.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const parts: (readonly Slo[])[] = [];
  for (let from = 0; from < sorted.length; from += idsAtOnce)
    parts.push(sorted.slice(from, from + idsAtOnce));
  return parts;
}

function question(span: LedgerSpan, clipped: boolean, slos: readonly Slo[], now: Timestamp): CountQuestion {
  const end = Math.min(span.until, Math.floor(now * 1_000));
  // Prometheus 2 reads closed ranges: a millisecond less keeps out the sample that stands on the edge.
  const range = `${Math.max(end - span.after - 1, 1)}ms`;
  const by = [label.id, ...new Set(slos.flatMap(({ groupBy }) => groupBy))].join(", ");
  const ids = anyOf(slos.map(({ id }) => id));
  const over = (fn: string, metric: string): string => {
    const selector = formatSelector({ metric, matchers: [{ label: label.id, op: "=~", value: ids }] });
    return `max by (${by}) (${fn}(${selector}[${range}]))`;
  };
  const queries = [
    over("sum_over_time", series.ledgerBad),
    over("sum_over_time", series.ledgerTotal),
    over("count_over_time", series.ledgerTotal),
  ] as const;
  return {
    key: `${end} ${queries[0]}`,
    span,
    at: timestamp(end / 1_000),
    slos: new Map(slos.map((slo) => [slo.id, slo])),
    queries,
    settled: !clipped && isSettled(span, now),
  };
}

const fields = ["bad", "total", "samples"] as const;

/** What three replies say; a span without any sample has no count, and nothing can be taken out of it. */
export function readCounts(question: CountQuestion, replies: readonly Reply[]): Counts | NoData {
  const counts = readGroupCounts(question, replies);
  if (isSilence(counts)) return counts;
  const bare = (groups: ReadonlyMap<string, GroupCount>) =>
    new Map([...groups].map(([key, { count }]) => [key, count]));
  return new Map([...counts].map(([id, groups]) => [id, bare(groups)]));
}

export const isSilence = (read: GroupCounts | NoData): read is NoData => "kind" in read;

/** The same, group by group. */
export function readGroupCounts({ slos }: CountQuestion, replies: readonly Reply[]): GroupCounts | NoData {
  const counts = new Map<string, Map<string, GroupCount>>();
  for (const [index, field] of fields.entries()) {
    const reply = replies[index];
    if (reply?.kind !== "vector") return silenceOf(reply);
    for (const sample of reply.samples) note(counts, slos, field, sample);
  }
  return counts;
}

function note(
  counts: Map<string, Map<string, GroupCount>>,
  slos: CountQuestion["slos"],
  field: keyof SpanCount,
  { labels, value }: Sample,
): void {
  const slo = slos.get(labels[label.id] ?? "");
  if (slo === undefined || !Number.isFinite(value)) return;
  const group = Object.fromEntries(slo.groupBy.map((name) => [name, labels[name] ?? ""]));
  const key = groupKey(group);
  const groups = counts.get(slo.id) ?? new Map<string, GroupCount>();
  counts.set(slo.id, groups);
  const before = groups.get(key)?.count ?? { bad: 0, total: 0, samples: 0 };
  groups.set(key, { group, count: { ...before, [field]: value } });
}

const silenceOf = (reply: Reply | undefined): NoData =>
  reply?.kind === "no-data"
    ? reply
    : {
        kind: "no-data",
        cause: "unusable-answer",
        message: "Prometheus did not answer with a vector where one was asked for",
      };
