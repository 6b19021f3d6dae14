import type { Course } from "../model/course.ts";
import type { Tier } from "../model/tiers.ts";
import { seconds, type Ratio, type Seconds, type Timestamp } from "../model/units.ts";

/** When a burn-rate alert begins to fire if errors and traffic go on as they are. */
export type Outlook =
  /** `isOver`: both windows are over the threshold already, and the alert waits out its `for`. */
  | { kind: "in"; seconds: Seconds; isOver: boolean }
  | { kind: "never" }
  /** Nothing was recorded lately: nobody knows how it goes on. */
  | { kind: "unknown" };

/** What is known of a ledger: its samples, oldest first, each with the events of the interval that ends there. */
export interface KnownLedger {
  course: Course;
  interval: Seconds;
  now: Timestamp;
  /** 1 − objective. */
  budget: Ratio;
  /** What is taken to go on: the errors and the traffic of this last stretch. */
  present: Seconds;
}

interface Count {
  bad: number;
  total: number;
}
const nothing: Count = { bad: 0, total: 0 };

/** Something that must be above zero for the alert to fire, weighed over a window. */
interface Condition {
  window: Seconds;
  weigh: (count: Count) => number;
  /** What the weight must exceed. */
  above: number;
}

/**
 * What the alert's expression asks for, moved forward in time: what the ledger holds leaves both windows when it will, and
 * new events come at the present pace. The error ratio is above the threshold exactly while bad − threshold × total is
 * above zero, which runs in straight lines from one sample's edge to the next: where they cross is computed, not guessed.
 */
export function outlookOf(tier: Tier, ledger: KnownLedger): Outlook {
  const pace = paceOf(ledger);
  if (pace === undefined) return { kind: "unknown" };
  const ahead = {
    pace,
    conditions: conditionsOf(tier, ledger.budget),
    since: sinceOf(ledger.course, ledger.interval),
    now: ledger.now,
  };
  let over: number | undefined;
  for (const [begin, end] of piecesOf(tier, ledger)) {
    const span = heldIn(ahead, begin, end);
    if (span === undefined) {
      over = undefined;
      continue;
    }
    if (over === undefined || span.from > begin) over = span.from;
    if (span.to - over >= tier.for)
      return { kind: "in", seconds: seconds(over + tier.for), isOver: over === 0 };
    if (span.to < end) over = undefined;
  }
  return { kind: "never" };
}

/** Events a second of the present; undefined where no sample tells of it. */
function paceOf({ course, interval, now, present }: KnownLedger): Count | undefined {
  const recent = course.filter(({ at }) => at > now - present);
  const length = recent.length * interval;
  if (length === 0) return undefined;
  const { bad, total } = sumOf(recent);
  return { bad: bad / length, total: total / length };
}

const sumOf = (course: Course): Count =>
  course.reduce((sum, { bad, total }) => ({ bad: sum.bad + bad, total: sum.total + total }), nothing);

/** Events after a moment. */
type Since = (moment: number) => Count;

/** Those of a sample count as spread evenly over its interval. */
function sinceOf(course: Course, interval: Seconds): Since {
  const sums: Count[] = [nothing];
  for (const { bad, total } of course.toReversed()) {
    const { bad: failed, total: all } = sums.at(-1) ?? nothing;
    sums.push({ bad: failed + bad, total: all + total });
  }
  return (moment) => {
    let [low, high] = [0, course.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((course[middle]?.at ?? Infinity) > moment) high = middle;
      else low = middle + 1;
    }
    const { bad, total } = sums[course.length - low] ?? nothing;
    const cut = course[low];
    const before = cut === undefined ? 0 : Math.max(0, (moment - (cut.at - interval)) / interval);
    return { bad: bad - before * (cut?.bad ?? 0), total: total - before * (cut?.total ?? 0) };
  };
}

function conditionsOf({ long, short, factor, minBadEvents }: Tier, budget: Ratio): readonly Condition[] {
  const excess = ({ bad, total }: Count): number => bad - factor * budget * total;
  return [
    { window: long, weigh: excess, above: 0 },
    { window: short, weigh: excess, above: 0 },
    // As the rule has it: a count read from rates weighs one event as 0.56 to 1.11.
    ...(minBadEvents > 0
      ? [{ window: long, weigh: ({ bad }: Count) => bad, above: minBadEvents - 0.5 }]
      : []),
  ];
}

/** Stretches of the time ahead in which no window's edge meets a sample's; after the last nothing changes any more. */
function piecesOf(
  { long, short, for: hold }: Tier,
  { course, now, interval }: KnownLedger,
): readonly (readonly [number, number])[] {
  const met = [long, short].flatMap((window) =>
    course
      .flatMap(({ at }) => [at - interval + window - now, at + window - now])
      .filter((ahead) => ahead > 0 && ahead < window),
  );
  const edges = [...new Set([0, ...met, short, long, long + hold + 1])].sort((a, b) => a - b);
  return edges.slice(1).map((end, index) => [edges[index] ?? 0, end] as const);
}

interface Ahead {
  conditions: readonly Condition[];
  pace: Count;
  since: Since;
  now: Timestamp;
}

/** The part of a piece in which every condition holds; they are straight there, so that it is one part or none. */
function heldIn(
  { conditions, pace, since, now }: Ahead,
  begin: number,
  end: number,
): { from: number; to: number } | undefined {
  let [from, to] = [begin, end];
  for (const { window, weigh, above } of conditions) {
    const at = (ahead: number): number =>
      weigh(since(now + ahead - window)) + weigh(pace) * Math.min(ahead, window) - above;
    const [first, last] = [at(begin), at(end)];
    if (first <= 0 && last <= 0) return undefined;
    const crossing = begin + ((end - begin) * first) / (first - last);
    if (first <= 0) from = Math.max(from, crossing);
    else if (last <= 0) to = Math.min(to, crossing);
  }
  return from < to ? { from, to } : undefined;
}
