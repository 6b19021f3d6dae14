import { withPeriod, type PeriodSums } from "../../budget/calendar/observe.ts";
import { addUp, openPart, type GroupTally, type Tally } from "../../budget/calendar/tally.ts";
import type { LedgerSpan } from "../../model/correction.ts";
import type { Observation } from "../../model/observation.ts";
import type { Slo } from "../../model/slo.ts";
import type { Timestamp } from "../../model/units.ts";
import {
  isSilence,
  planCounts,
  readGroupCounts,
  spanKey,
  type CountQuestion,
  type GroupCounts,
} from "../../query/corrections.ts";
import type { Ask, NoData } from "../../query/port.ts";
import { stepsPerSlice } from "../../query/slices.ts";
import type { Pause } from "../drive.ts";
import {
  counted,
  daysWanted,
  isCalendar,
  isComplete,
  talliesAt,
  type CalendarSlo,
  type Tallies,
} from "./tallies.ts";

/** What is known of calendar periods, by SLO id. One for all sources, since ids are unique; it outlives cycles. */
export interface KnownPeriods {
  tallies: Map<string, Tallies>;
  /** The newest sums, and in how many cycles running they could not be had anew. */
  sums: Map<string, { sums: PeriodSums; failures: number }>;
}

export const openPeriods = (): KnownPeriods => ({ tallies: new Map(), sums: new Map() });

/** One missed answer is an accident; from the second in a row on, nothing is known. */
const toleratedFailures = 1;

/** Questions at a time, of three queries each. */
const atOnce = 4;
/** Days asked for in one cycle: a year that nobody has counted yet takes some cycles, not one of minutes. */
const daysPerCycle = 100;
/** Days of all SLOs together that are looked at in one cycle. */
const daysAtOnce = 100_000;
/** A day of so many SLOs is half a million samples. */
const idsPerQuestion = 1_000;

interface World {
  ask: Ask;
  pause: Pause;
}

/**
 * Adds the sums of calendar windows to what a source has just said. Days that are over are asked for once and kept; the
 * day under way in every cycle, three queries for a thousand SLOs of one time zone. Never more than a day at once.
 */
export async function observePeriods(
  world: World,
  slos: ReadonlyMap<string, Slo>,
  observations: ReadonlyMap<string, Observation>,
  at: Timestamp,
  known: KnownPeriods,
): Promise<{ observations: ReadonlyMap<string, Observation>; queries: number }> {
  const own = [...slos.values()].filter(isCalendar);
  if (own.length === 0) return { observations, queries: 0 };
  const { tallies } = known;
  for (const slo of own) tallies.set(slo.id, talliesAt(slo, tallies.get(slo.id), at));
  const days = await askDays(world, own, at, tallies);
  const open = await askOpenParts(world, own, at, tallies);
  const observed = new Map(observations);
  for (const [index, slo] of own.entries()) {
    if (index % stepsPerSlice === stepsPerSlice - 1) await world.pause();
    const observation = observations.get(slo.id);
    if (observation === undefined) continue;
    const sums = sumsOf(slo, known, open, at, days.silence);
    observed.set(
      slo.id,
      typeof sums === "string" ? { ...observation, waiting: sums } : withPeriod(slo, observation, sums),
    );
  }
  return { observations: observed, queries: days.queries + open.queries };
}

/** The sums of an SLO's periods, or in a sentence why they are not known. */
function sumsOf(
  slo: CalendarSlo,
  { tallies, sums }: KnownPeriods,
  open: OpenParts,
  at: Timestamp,
  silence: NoData | undefined,
): PeriodSums | string {
  const pair = tallies.get(slo.id)?.pair;
  const period = slo.window.unit;
  if (pair === undefined || !isComplete(slo, pair, at)) {
    const why = silence === undefined ? "the rest follows with the next cycles" : silence.message;
    return `the days of this ${period} and of the one before are being added up: ${why}`;
  }
  const [present, former] = [open.of(slo, pair.present), open.of(slo, pair.former)];
  if (present !== undefined && former !== undefined) {
    const found: PeriodSums = {
      period: pair.present.period,
      former: pair.former.period,
      groups: addUp(pair.present.groups, present),
      formerGroups: addUp(pair.former.groups, former),
    };
    sums.set(slo.id, { sums: found, failures: 0 });
    return found;
  }
  const last = sums.get(slo.id);
  if (
    last !== undefined &&
    last.failures < toleratedFailures &&
    last.sums.period.from === pair.present.period.from
  ) {
    sums.set(slo.id, { ...last, failures: last.failures + 1 });
    return last.sums;
  }
  return `what this ${period} holds so far could not be asked: ${open.silence?.message ?? "a question was left without answer"}`;
}

/** Asks for days that are over and counts them, as many as a cycle may hold. */
async function askDays(
  { ask, pause }: World,
  slos: readonly CalendarSlo[],
  at: Timestamp,
  known: KnownPeriods["tallies"],
): Promise<{ queries: number; silence?: NoData }> {
  const atMost = Math.max(Math.min(daysPerCycle, Math.floor(daysAtOnce / slos.length)), 1);
  const ranks = new Map<string, number>();
  const wanted = slos.flatMap((slo) => {
    const tallies = known.get(slo.id);
    return (tallies === undefined ? [] : daysWanted(slo, tallies, at, atMost)).map(({ span, rank }) => {
      ranks.set(spanKey(span), Math.min(ranks.get(spanKey(span)) ?? rank, rank));
      return { slo, span, clipped: false };
    });
  });
  if (wanted.length === 0) return { queries: 0 };
  const rankOf = ({ span }: CountQuestion) => ranks.get(spanKey(span)) ?? 0;
  const questions = planCounts(wanted, at, idsPerQuestion)
    .toSorted((a, b) => rankOf(a) - rankOf(b) || a.span.after - b.span.after)
    .slice(0, daysPerCycle);
  const answered = await answer({ ask, pause }, questions);
  for (const slo of slos) {
    const tallies = known.get(slo.id);
    if (tallies !== undefined)
      known.set(
        slo.id,
        counted(slo, tallies, at, (span) => answered.of(slo, span)),
      );
  }
  return answered;
}

interface OpenParts {
  queries: number;
  silence?: NoData;
  /** What a tally's open part holds, nothing when it has none; undefined when nobody has said. */
  of: (slo: CalendarSlo, tally: Tally) => ReadonlyMap<string, GroupTally> | undefined;
}

/** Asks for what is not over yet, of all SLOs whose days are counted. */
async function askOpenParts(
  world: World,
  slos: readonly CalendarSlo[],
  at: Timestamp,
  known: KnownPeriods["tallies"],
): Promise<OpenParts> {
  const wanted = slos.flatMap((slo) => {
    const tallies = known.get(slo.id);
    if (tallies === undefined || !isComplete(slo, tallies.pair, at)) return [];
    return [tallies.pair.present, tallies.pair.former].flatMap((tally) => {
      const span = openPart(tally, at);
      return span === undefined ? [] : [{ slo, span, clipped: true }];
    });
  });
  const answered = await answer(world, planCounts(wanted, at, idsPerQuestion));
  const none: ReadonlyMap<string, GroupTally> = new Map();
  const of: OpenParts["of"] = (slo, tally) => {
    const span = openPart(tally, at);
    return span === undefined ? none : answered.of(slo, span);
  };
  return { ...answered, of };
}

interface Answered {
  queries: number;
  /** The first question that failed: those after it were not asked. */
  silence?: NoData;
  of: (slo: CalendarSlo, span: LedgerSpan) => ReadonlyMap<string, GroupTally> | undefined;
}

async function answer({ ask, pause }: World, questions: readonly CountQuestion[]): Promise<Answered> {
  const answers = new Map<string, GroupCounts[]>();
  const asked = new Map<string, Set<string>>();
  let queries = 0;
  let silence: NoData | undefined;
  for (let from = 0; from < questions.length && silence === undefined; from += atOnce) {
    const part = questions.slice(from, from + atOnce);
    const replies = await Promise.all(part.map((each) => ask(each.queries, each.at)));
    for (const [index, question] of part.entries()) {
      queries += question.queries.length;
      const counts = readGroupCounts(question, replies[index] ?? []);
      if (isSilence(counts)) {
        silence ??= counts;
        continue;
      }
      const key = spanKey(question.span);
      answers.set(key, [...(answers.get(key) ?? []), counts]);
      asked.set(key, new Set([...(asked.get(key) ?? []), ...question.slos.keys()]));
    }
    await pause();
  }
  const none: ReadonlyMap<string, GroupTally> = new Map();
  return {
    queries,
    ...(silence !== undefined && { silence }),
    of: ({ id }, span) => {
      if (asked.get(spanKey(span))?.has(id) !== true) return undefined;
      return (
        answers
          .get(spanKey(span))
          ?.find((counts) => counts.has(id))
          ?.get(id) ?? none
      );
    },
  };
}
