import { lessTaken, recoversAt } from "../../budget/forecast.ts";
import type { CourseInterval } from "../../model/course.ts";
import { gradedStates, type GradedState } from "../../model/policy.ts";
import { errorBudget } from "../../model/slo.ts";
import { timestamp, type Seconds, type Timestamp } from "../../model/units.ts";
import { judgedSum } from "../../policy/judge.ts";
import type { JudgedSlo } from "../../policy/judged.ts";
import { lineOf, planLines, type LineQuestion } from "../../query/burn-lines.ts";
import type { NoData } from "../../query/port.ts";
import type { RuntimePorts, Source } from "../ports.ts";
import { sourceOf } from "../sources.ts";

/** How the budget of an SLO's worst group went down over its window, for a picture the size of a word. */
export interface BurnLine {
  from: Timestamp;
  to: Timestamp;
  /** Share of the budget that was left at the end of each step, and is now; below 0 once it was overspent. */
  left: readonly number[];
  /** When the state that is held is left, if nothing more burns; to within a step. */
  back?: Timestamp;
}

export interface BurnLines {
  lines: ReadonlyMap<string, BurnLine>;
  silent: readonly NoData[];
}

/** Many SLOs at once, in two questions for each source and length of window; what was asked lately is not asked again. */
export type ReadBurnLines = (slos: readonly JudgedSlo[]) => Promise<BurnLines>;

/** Seconds for which a line is good: the newest of its sixty steps is hours long. */
const kept = 300;

type Read = BurnLine | NoData | undefined;
const isSilence = (read: Read): read is NoData => read !== undefined && "cause" in read;

export function burnLines({ sources, now }: Pick<RuntimePorts, "sources" | "now">): ReadBurnLines {
  const known = new Map<string, { at: Timestamp; line: BurnLine | undefined }>();
  const isFresh = ({ slo }: JudgedSlo): boolean => now() - (known.get(slo.id)?.at ?? -Infinity) < kept;
  return async (slos) => {
    const missing = slos.filter((each) => !isFresh(each));
    const bySource = Map.groupBy(missing, ({ slo }) => sourceOf(slo, sources));
    const asked = [...bySource].filter((each): each is [Source, JudgedSlo[]] => each[0] !== undefined);
    const read = (await Promise.all(asked.map(([{ ask }, own]) => askLines(ask, own, now())))).flat();
    for (const [id, line] of read) if (!isSilence(line)) known.set(id, { at: now(), line });
    const lines = slos.flatMap(({ slo: { id } }) => {
      const line = known.get(id)?.line;
      return line === undefined ? [] : [[id, line] as const];
    });
    const silences = new Set(read.map(([, line]) => line).filter(isSilence));
    return { lines: new Map(lines), silent: [...silences] };
  };
}

async function askLines(
  ask: Source["ask"],
  judged: readonly JudgedSlo[],
  now: Timestamp,
): Promise<(readonly [string, Read])[]> {
  const byId = new Map(judged.map((each) => [each.slo.id, each]));
  const questions = planLines(judged.map(({ slo }) => slo));
  const replies = await ask(questions.flatMap(({ bad, total }) => [bad, total]));
  return questions.flatMap((question, index) => {
    const [bad, total] = replies.slice(2 * index, 2 * index + 2);
    const silence = [bad, total].find((reply): reply is NoData => reply?.kind === "no-data");
    return question.slos.map(({ id }): readonly [string, Read] => {
      const one = byId.get(id);
      if (silence !== undefined) return [id, silence];
      if (bad === undefined || total === undefined || one === undefined) return [id, undefined];
      const course = lineOf(one.slo, one.worst.assessment.group, bad, total);
      return [id, burnLineOf(one, course, question, now)];
    });
  });
}

/** Pure: the line that these steps of a ledger make; undefined where they make none. */
export function burnLineOf(
  judged: JudgedSlo,
  course: readonly CourseInterval[],
  { over, step }: Pick<LineQuestion, "over" | "step">,
  now: Timestamp,
): BurnLine | undefined {
  const { slo, worst } = judged;
  const sum = worst.assessment.raw;
  const from = sum?.period?.from ?? timestamp(now - over);
  const own = course.filter(({ at }) => at > from);
  const allowed = (sum?.period?.promised ?? sum?.total ?? 0) * errorBudget(slo);
  if (sum === undefined || own.length === 0 || allowed === 0) return undefined;
  let bad = 0;
  const left = own.map((each) => 1 - (bad += each.bad) / allowed);
  const back = backAt(judged, own, step, now);
  // The step under way may be hours long: what burns now is to be seen now.
  left.push(1 - sum.bad / allowed);
  return { from, to: now, left, ...(back !== undefined && { back }) };
}

/** Of a budget that is gone: when it is back, as `explain` says it to the hour. */
function backAt(
  { slo, policy, worst: { assessment, standing } }: JudgedSlo,
  history: readonly CourseInterval[],
  step: Seconds,
  now: Timestamp,
): Timestamp | undefined {
  const sum = judgedSum(policy, assessment);
  const isHeld = gradedStates.indexOf(standing.held) > 0;
  if (sum === undefined || !isHeld || assessment.exhaustion.kind !== "exhausted") return undefined;
  if (sum.period !== undefined) return timestamp(sum.period.to + policy.leave.hold);
  const counts = policy.judge === "adjusted" ? lessTaken(history, assessment.taken ?? [], step) : history;
  const leaves = standing.held as Exclude<GradedState, "healthy">;
  const below = policy.thresholds[leaves] - policy.leave.margin;
  return timestamp(recoversAt(counts, sum, below, slo.window.length, now) + policy.leave.hold);
}
