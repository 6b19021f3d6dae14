import type { SloCorrections, TakenOut } from "../budget/adjust/adjust.ts";
import { spansOf, type CorrectedSpan } from "../budget/adjust/spans.ts";
import type { PeriodsOf } from "../governance/corrections/periods.ts";
import type { CorrectedPeriod, SpanCount } from "../model/correction.ts";
import { groupKey, type Observation } from "../model/observation.ts";
import type { Slo } from "../model/slo.ts";
import type { Timestamp } from "../model/units.ts";
import { planCounts, readCounts, spanKey, type CountQuestion, type Counts } from "../query/corrections.ts";
import type { Ask, NoData } from "../query/port.ts";
import { stepsPerSlice } from "../query/slices.ts";
import type { Pause } from "./drive.ts";

/** What one cycle knows of corrections at one source, and hands to the next. */
export interface KeptCorrections {
  bySlo: ReadonlyMap<string, Known>;
  /** Answers that will not change any more, by question. */
  settled: ReadonlyMap<string, { counts: Counts; askedAt: Timestamp }>;
}

interface Known {
  /** Which periods it speaks of: others are another question. */
  about: string;
  corrections: SloCorrections;
  /** Cycles in a row that could not ask anew. */
  failures: number;
}

export const nothingKept: KeptCorrections = { bySlo: new Map(), settled: new Map() };

/** One missed answer is an accident; from the second in a row on, nothing is known. */
const toleratedFailures = 1;
/** Even a settled answer is asked again now and then: a store may have been filled in, or was ill. */
const believedFor = 3_600;
/** Questions at a time, of three queries each: corrections must not crowd out the cycle of another source. */
const atOnce = 4;

/** One SLO that periods touch. */
interface Touched {
  slo: Slo;
  about: string;
  /** By group: the spans to be counted. */
  groups: ReadonlyMap<string, readonly CorrectedSpan[]>;
}

/**
 * Asks what lies in the corrected spans of the SLOs that a source has just spoken of. Spans that lie in the past
 * whole are asked once an hour; those that the window is forgetting, or that go on, in every cycle.
 */
export async function askCorrections(
  { ask, pause }: { ask: Ask; pause: Pause },
  slos: ReadonlyMap<string, Slo>,
  observations: ReadonlyMap<string, Observation>,
  periodsOf: PeriodsOf,
  at: Timestamp,
  former: KeptCorrections,
): Promise<{ kept: KeptCorrections; queries: number }> {
  const touched: Touched[] = [];
  let steps = 0;
  for (const slo of slos.values()) {
    if (++steps % stepsPerSlice === 0) await pause();
    const found = touch(slo, periodsOf(slo), observations.get(slo.id), at);
    if (found !== undefined) touched.push(found);
  }
  if (touched.length === 0) return { kept: nothingKept, queries: 0 };
  const questions = planCounts(touched.flatMap(wantedBy), at);
  const { answers, settled, queries } = await answer({ ask, pause }, questions, at, former);
  const bySlo = new Map(
    touched.map((each) => [each.slo.id, settle(each, answers, former.bySlo.get(each.slo.id))]),
  );
  return { kept: { bySlo, settled }, queries };
}

/** What is known of exactly these periods, or that nothing is; undefined without any. */
export function correctionsKnown(
  slo: Slo,
  periods: readonly CorrectedPeriod[],
  kept: KeptCorrections,
  message: string,
): SloCorrections | undefined {
  if (periods.length === 0) return undefined;
  const known = kept.bySlo.get(slo.id);
  return known?.about === describe(periods)
    ? known.corrections
    : { taken: new Map(), silent: `corrections could not be counted: ${message}` };
}

const describe = (periods: readonly CorrectedPeriod[]): string =>
  periods.map(({ id, from, to, effect }) => `${id} ${from} ${to} ${effect}`).join("\n");

function touch(
  slo: Slo,
  periods: readonly CorrectedPeriod[],
  observation: Observation | undefined,
  at: Timestamp,
): Touched | undefined {
  if (periods.length === 0 || observation === undefined) return undefined;
  const groups = new Map(
    observation.groups.map(({ group }) => [groupKey(group), spansOf(slo, periods, group, at)]),
  );
  return { slo, about: describe(periods), groups };
}

const wantedBy = ({ slo, groups }: Touched) =>
  [...groups.values()].flat().map((span) => ({ slo, span, clipped: span.clipped }));

type Answered = Counts | NoData;
const isSilent = (answered: Answered): answered is NoData => "kind" in answered;

/** By span and SLO id: the answer that tells of it. */
type Answers = ReadonlyMap<string, ReadonlyMap<string, Answered>>;

async function answer(
  { ask, pause }: { ask: Ask; pause: Pause },
  questions: readonly CountQuestion[],
  at: Timestamp,
  former: KeptCorrections,
): Promise<{ answers: Answers; settled: KeptCorrections["settled"]; queries: number }> {
  const answers = new Map<string, Map<string, Answered>>();
  const settled = new Map<string, { counts: Counts; askedAt: Timestamp }>();
  let queries = 0;
  const put = ({ span, slos }: CountQuestion, answered: Answered): void => {
    const known = answers.get(spanKey(span)) ?? new Map<string, Answered>();
    answers.set(spanKey(span), known);
    for (const id of slos.keys()) known.set(id, answered);
  };
  const open: CountQuestion[] = [];
  for (const question of questions) {
    const known = former.settled.get(question.key);
    if (known === undefined || at - known.askedAt > believedFor) open.push(question);
    else {
      settled.set(question.key, known);
      put(question, known.counts);
    }
  }
  for (let from = 0; from < open.length; from += atOnce) {
    const part = open.slice(from, from + atOnce);
    const replies = await Promise.all(part.map((each) => ask(each.queries, each.at)));
    queries += part.reduce((sum, each) => sum + each.queries.length, 0);
    for (const [index, question] of part.entries()) {
      const fresh = readCounts(question, replies[index] ?? []);
      const before = former.settled.get(question.key);
      const counts = isSilent(fresh) ? before?.counts : fresh;
      put(question, counts ?? fresh);
      if (question.settled && counts !== undefined)
        settled.set(question.key, { counts, askedAt: isSilent(fresh) ? (before?.askedAt ?? at) : at });
    }
    await pause();
  }
  return { answers, settled, queries };
}

/** What the answers come to for one SLO; should one be missing, what was known in the cycle before. */
function settle({ slo, about, groups }: Touched, answers: Answers, before: Known | undefined): Known {
  const taken = new Map<string, readonly TakenOut[]>();
  for (const [key, spans] of groups) {
    const counted: TakenOut[] = [];
    for (const span of spans) {
      const answered = answers.get(spanKey(span))?.get(slo.id);
      if (answered === undefined || isSilent(answered)) return missed(about, answered, before);
      counted.push({ ...span, count: answered.get(slo.id)?.get(key) ?? empty });
    }
    if (counted.length > 0) taken.set(key, counted);
  }
  return { about, corrections: { taken }, failures: 0 };
}

const empty: SpanCount = { bad: 0, total: 0, samples: 0 };

function missed(about: string, silence: NoData | undefined, before: Known | undefined): Known {
  const failures = before?.about === about ? before.failures + 1 : toleratedFailures + 1;
  if (failures <= toleratedFailures && before !== undefined) return { ...before, failures };
  const message = silence?.message ?? "a question was left without answer";
  return {
    about,
    corrections: { taken: new Map(), silent: `corrections could not be counted: ${message}` },
    failures,
  };
}
