import { dayAt, ledgerSpanOf } from "../budget/calendar/period.ts";
import { expectedSoFar } from "../budget/calendar/project.ts";
import { lessTaken, recoversAt, type PastBad } from "../budget/forecast.ts";
import { weeklyForecast } from "../budget/weekly/forecast.ts";
import { isComposite } from "../model/composite.ts";
import { expectedSamples } from "../model/intervals.ts";
import { groupKey, type GroupLabels } from "../model/observation.ts";
import { gradedStates, type GradedState } from "../model/policy.ts";
import { eventUnit, type Slo } from "../model/slo.ts";
import { seconds, timestamp, type Seconds, type Timestamp } from "../model/units.ts";
import { judgedSum } from "../policy/judge.ts";
import type { JudgedGroup, JudgedSlo } from "../policy/judged.ts";
import { hourlyQueries, ledgerQueries, memberQuery, type Passed } from "../query/explain.ts";
import type { Ask, Labels, NoData, Reply } from "../query/port.ts";
import type { Explain, ExplainedGroup, ExplainedQuery, Explanation, RecoveryStep } from "./explanation.ts";
import { compositionInWords, spendingIn } from "./explain-members.ts";
import { queryTitles, stepsInWords } from "./explain-words.ts";
import type { RuntimePorts } from "./ports.ts";
import type { SnapshotReader } from "./snapshot.ts";
import { sourceOf } from "./sources.ts";

/** Explains from the ledger itself, asked anew: a second way to the number that the cycle came to. */
export const explainer =
  (reader: SnapshotReader, ports: Pick<RuntimePorts, "sources" | "now">): Explain =>
  async (id) => {
    const judged = reader.current()?.byId.get(id);
    if (judged === undefined) return undefined;
    const source = sourceOf(judged.slo, ports.sources);
    const replies = source === undefined ? [] : await askLedger(source.ask, judged);
    return explainFrom(judged, replies, ports.now());
  };

const parts = ["bad", "total", "samples", "errorRatio", "consumed", "coverage"] as const;

async function askLedger(ask: Ask, judged: JudgedSlo): Promise<readonly Reply[]> {
  const { slo, worst } = judged;
  const passed = passedOf(judged, worst);
  const queries = ledgerQueries(slo, {}, passed);
  const hourly = hourlyQueries(slo, seconds(Math.max(hoursOf(judged), weeksKnown)));
  const members = isComposite(slo.sli) ? [memberQuery(slo, {}, passed)] : [];
  return ask([...parts.map((part) => queries[part]), hourly.bad, hourly.total, ...members]);
}

const hour = 3_600;
/** Five weeks, by which a sixth is foreseen. */
const weeksKnown = 5 * 7 * 24 * hour;

/** Whole hours that hold what has passed of a calendar period; the window of a rolling one. */
function hoursOf({ slo, assessment, worst }: JudgedSlo): Seconds {
  const period = worst.assessment.raw?.period;
  if (period === undefined) return slo.window.length;
  const passed = (assessment.observedAt ?? period.to) - period.from;
  return seconds(Math.max(Math.ceil(passed / hour), 1) * hour);
}

/** What has passed of a calendar period, as of the cycle that the numbers are from. */
function passedOf({ assessment: whole }: JudgedSlo, { assessment }: JudgedGroup): Passed | undefined {
  const period = assessment.raw?.period;
  if (period === undefined || whole.observedAt === undefined) return undefined;
  const { after, until } = ledgerSpanOf(period);
  const { promised } = period;
  return { after, until: Math.min(until, Math.floor(whole.observedAt * 1_000)), promised };
}

/** Pure: what the replies say, group by group. */
export function explainFrom(judged: JudgedSlo, replies: readonly Reply[], now: Timestamp): Explanation {
  const { slo } = judged;
  const silent = replies.find((reply): reply is NoData => reply.kind === "no-data");
  return {
    judged,
    unit: eventUnit(slo.sli),
    ledgerInterval: slo.ledgerInterval,
    explainedAt: now,
    groups: judged.groups.map((group) => explainGroup(judged, group, replies, now)),
    ...(silent !== undefined && { silent }),
  };
}

function explainGroup(
  judged: JudgedSlo,
  judgedGroup: JudgedGroup,
  replies: readonly Reply[],
  now: Timestamp,
): ExplainedGroup {
  const { slo } = judged;
  const { group } = judgedGroup.assessment;
  const period = judgedGroup.assessment.raw?.period;
  const promql = ledgerQueries(slo, group, passedOf(judged, judgedGroup));
  const values = parts.map((_, index) => valueOf(replies[index], slo, group));
  const queries = parts
    // What nines itself says of a calendar window is no second way to it.
    .filter((part) => part !== "coverage" || slo.window.kind === "rolling")
    .map((part): ExplainedQuery => {
      // Each group is promised events of its own; all were asked about with those of the worst.
      const value = part === "consumed" && period !== undefined ? undefined : values[parts.indexOf(part)];
      return { title: queryTitles(slo)[part], promql: promql[part], ...(value !== undefined && { value }) };
    });
  const present = values[parts.indexOf("samples")];
  const expected =
    period === undefined
      ? expectedSamples(slo.window.length, slo.ledgerInterval)
      : expectedSoFar(period.elapsed, slo.ledgerInterval);
  const samples = present === undefined ? undefined : { present: Math.min(present, expected), expected };
  const weeks = [0, 1].map((which) => pointsOf(replies[parts.length + which], slo, group));
  const since = now - hoursOf(judged);
  const [bad = [], total = []] = weeks.map((points) => points.filter(([at]) => at > since));
  const history = bad.map(([at, value]): PastBad => ({ at: timestamp(at), bad: value }));
  const isOfGroup = (labels: Labels) => belongs(slo, labels, group);
  const spending = spendingIn(slo, values[parts.indexOf("bad")], replies[parts.length + 2], isOfGroup);
  return {
    group,
    queries: [...queries, ...byMember(judged, judgedGroup)],
    ...(samples !== undefined && { samples }),
    days: daysOf(slo, bad, total),
    recovery: recoveryOf(judged, judgedGroup, history, now),
    ...forecastOf(judged, judgedGroup, weeks, now),
    steps: [...compositionInWords(slo), ...stepsInWords(judged, judgedGroup, samples)],
    ...(spending !== undefined && { spending }),
  };
}

/** The rules record no members of `any`, which bear alike. */
function byMember(judged: JudgedSlo, group: JudgedGroup): readonly ExplainedQuery[] {
  const { slo } = judged;
  if (!isComposite(slo.sli) || slo.sli.kind === "any") return [];
  const promql = memberQuery(slo, group.assessment.group, passedOf(judged, group));
  return [{ title: `${queryTitles(slo).bad}, by member`, promql }];
}

const belongs = (slo: Slo, labels: Labels, group: GroupLabels): boolean =>
  groupKey(Object.fromEntries(slo.groupBy.map((name) => [name, labels[name] ?? ""]))) === groupKey(group);

const valueOf = (reply: Reply | undefined, slo: Slo, group: GroupLabels): number | undefined =>
  reply?.kind === "vector"
    ? reply.samples.find(({ labels }) => belongs(slo, labels, group))?.value
    : undefined;

type Points = readonly (readonly [at: number, value: number])[];
const pointsOf = (reply: Reply | undefined, slo: Slo, group: GroupLabels): Points =>
  reply?.kind === "matrix"
    ? (reply.series.find(({ labels }) => belongs(slo, labels, group))?.points ?? [])
    : [];

const day = 86_400;

/** Adds up the hours of each day, of UTC or of the window's zone; the first and the last are as long as they are covered. */
function daysOf({ window }: Slo, bad: Points, total: Points): ExplainedGroup["days"] {
  const days = new Map<number, { at: Timestamp; bad: number; total: number }>();
  const add = (points: Points, field: "bad" | "total"): void => {
    for (const [at, value] of points) {
      const end =
        window.kind === "calendar"
          ? dayAt(window, timestamp(at - 1)).to
          : timestamp(Math.ceil(at / day) * day);
      const known = days.get(end) ?? { at: end, bad: 0, total: 0 };
      known[field] += value;
      days.set(end, known);
    }
  };
  add(bad, "bad");
  add(total, "total");
  return [...days.values()].sort((a, b) => a.at - b.at);
}

/** By the recorded hours alone: corrections say of single hours that they were not like others. */
function forecastOf(
  { slo, policy }: JudgedSlo,
  { assessment }: JudgedGroup,
  [bad = [], total = []]: readonly Points[],
  now: Timestamp,
): Pick<ExplainedGroup, "forecast"> {
  const sum = judgedSum(policy, assessment);
  if (sum === undefined || bad.length === 0) return {};
  const failed = new Map(bad);
  const hours = total.map(([at, all]) => ({ at: timestamp(at), bad: failed.get(at) ?? 0, total: all }));
  return { forecast: weeklyForecast(slo, sum, hours, now) };
}

/** When each state above healthy that is held now would be left, from the worst down. */
function recoveryOf(
  { slo, policy }: JudgedSlo,
  { assessment, standing }: JudgedGroup,
  history: readonly PastBad[],
  now: Timestamp,
): readonly RecoveryStep[] {
  const sum = judgedSum(policy, assessment);
  if (sum === undefined || (history.length === 0 && sum.period === undefined)) return [];
  const counts = policy.judge === "adjusted" ? lessTaken(history, assessment.taken ?? []) : history;
  const held = gradedStates.slice(1, gradedStates.indexOf(standing.held) + 1).reverse();
  return (held as Exclude<GradedState, "healthy">[]).map((leaves) => {
    const below = policy.thresholds[leaves] - policy.leave.margin;
    // A calendar window forgets nothing; its next period begins with a whole budget.
    const from = sum.period?.to ?? recoversAt(counts, sum, below, slo.window.length, now);
    return { leaves, below, at: timestamp(from + policy.leave.hold) };
  });
}
