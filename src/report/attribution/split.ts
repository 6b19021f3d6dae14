import type { Timestamp } from "../../model/units.ts";

/** What budget can be attributed to; a later kind is one more word here and a list of sources. */
export const sourceKinds = ["deployment", "experiment", "dependency", "action", "incident"] as const;
export type SourceKind = (typeof sourceKinds)[number];

export interface Span {
  from: Timestamp;
  to: Timestamp;
}

/** Something that budget burned during: it covers the moments of its spans. */
export interface BurnSource {
  kind: SourceKind;
  id: string;
  spans: readonly Span[];
}

/** Bad events of one interval of the ledger, at the time that they happened rather than at which they were recorded. */
export interface BurnInterval extends Span {
  bad: number;
}

/** Bad events of one source. */
export interface SourceBurn<Source extends BurnSource = BurnSource> {
  source: Source;
  /** What is attributed to it: these add up, with the rest, to all. */
  bad: number;
  /** What burned while it lasted, whatever it is attributed to: these may overlap. */
  during: number;
}

export interface Split<Source extends BurnSource = BurnSource> {
  bad: number;
  /** In the order of the sources given. */
  burns: readonly SourceBurn<Source>[];
  /** What no source covers. */
  unattributed: number;
}

/** An incident is how trouble was noticed, the others are what may have brought it about. */
const isSymptom = ({ kind }: BurnSource): boolean => kind === "incident";

/**
 * Splits bad events among sources. Inside an interval they count as spread evenly. Each moment goes in equal parts to
 * what may have caused it: the deployments, experiments and dependencies that cover it. A moment that only incidents
 * cover goes to them, and one that nothing covers is the unattributed rest. Intervals are in order of time.
 */
export function splitBurn<Source extends BurnSource>(
  intervals: readonly BurnInterval[],
  sources: readonly Source[],
): Split<Source> {
  const burns = sources.map((source) => ({ source, bad: 0, during: 0 }));
  const rest = { bad: 0, all: 0 };
  const active = activity(burns);
  for (const { from, to, bad } of intervals) {
    rest.all += bad;
    if (bad === 0) continue;
    for (let at: number = from; at < to;) {
      const { covering, until } = active(at);
      const end = Math.min(until, to);
      const part = bad * ((end - at) / (to - from));
      const taking = takers(covering);
      for (const each of covering) each.during += part;
      for (const each of taking) each.bad += part / taking.length;
      if (taking.length === 0) rest.bad += part;
      at = end;
    }
  }
  return { bad: rest.all, burns, unattributed: rest.bad };
}

/** While it is counted. */
type Burning = { -readonly [Field in keyof SourceBurn]: SourceBurn[Field] };

const takers = (covering: readonly Burning[]): readonly Burning[] => {
  const causes = covering.filter(({ source }) => !isSymptom(source));
  return causes.length > 0 ? causes : covering;
};

/** Tells which sources cover a moment, and until when that is so; to be asked in order of time. */
function activity(
  burns: readonly Burning[],
): (at: number) => { covering: readonly Burning[]; until: number } {
  const changes = burns
    .flatMap((burning) =>
      united(burning.source.spans).flatMap(({ from, to }) => [
        { at: from, burning, begins: true },
        { at: to, burning, begins: false },
      ]),
    )
    .sort((a, b) => a.at - b.at);
  const active = new Set<Burning>();
  let covering: readonly Burning[] = [];
  let next = 0;
  return (at) => {
    const before = next;
    for (let change = changes[next]; change !== undefined && change.at <= at; change = changes[++next])
      if (change.begins) active.add(change.burning);
      else active.delete(change.burning);
    if (next !== before) covering = [...active];
    return { covering, until: changes[next]?.at ?? Infinity };
  };
}

/** Spans without overlaps, oldest first; empty ones are none. */
export function united(spans: readonly Span[]): readonly Span[] {
  const sorted = spans.filter(({ from, to }) => to > from).toSorted((a, b) => a.from - b.from);
  const union: Span[] = [];
  for (const span of sorted) {
    const last = union.at(-1);
    if (last === undefined || span.from > last.to) union.push(span);
    else if (span.to > last.to) union[union.length - 1] = { from: last.from, to: span.to };
  }
  return union;
}
