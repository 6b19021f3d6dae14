import type { HistoryBody, MarkBody } from "../../../http/schemas/history.ts";
import { parseDuration } from "../../../model/durations.ts";

export const secondsOf = (iso: string): number => Date.parse(iso) / 1_000;

/** What the charts draw: one value for each time. */
export interface Courses {
  times: readonly number[];
  /** Share of the budget that is left; below zero where it is overspent. */
  left: readonly (number | null)[];
  ideal: readonly (number | null)[];
  forecast: readonly (number | null)[];
  ratios: readonly (number | null)[];
  /** Events a second. */
  rates: readonly (number | null)[];
}

/** Steps stand on a grid of the clock: only the last one may end off it, and is shorter then. */
const lengthOf = (at: number, step: number): number => (at % step === 0 ? step : at % step);

/** Where the forecast says that the budget ends, if it says so. */
export interface Forecast {
  likely?: string | undefined;
}

/** What is left at each moment is what was left at the one before, less the bad events in between. */
export function coursesOf(body: HistoryBody, forecast?: Forecast): Courses {
  const { points, carried, allowedBad: allowed = 0, step: text } = body;
  const step = parseDuration(text) ?? 1;
  let { bad: spent } = carried;
  const leftNow = (): number | null => (allowed > 0 ? 1 - spent / allowed : null);
  const start = { at: secondsOf(body.from), left: leftNow() };
  const left = points.map(([, bad]) => {
    spent += bad;
    return leftNow();
  });
  const end = endOf(body, forecast, left.at(-1) ?? null);
  const times = [start.at, ...points.map(([at]) => at), ...end.map(({ at }) => at)];
  const beyond = end.map(() => null);
  return {
    times,
    left: [start.left, ...left, ...beyond],
    ideal: idealOf(body, times),
    forecast: times.map((at, index) =>
      end.length === 0
        ? null
        : at === points.at(-1)?.[0]
          ? (left.at(-1) ?? null)
          : index >= times.length - end.length
            ? 0
            : null,
    ),
    ratios: [
      null,
      ...points.map(([, bad, total]) => (total > 0 ? Math.min(bad / total, 1) : null)),
      ...beyond,
    ],
    rates: [null, ...points.map(([at, , total]) => total / lengthOf(at, step)), ...beyond],
  };
}

/** How far beyond the present a forecast is drawn, as a part of what is shown. */
const mostBeyond = 0.25;

function endOf(
  { from, to }: HistoryBody,
  { likely }: Forecast = {},
  left: number | null,
): readonly { at: number }[] {
  if (likely === undefined || left === null || left <= 0) return [];
  const [begin, now, gone] = [secondsOf(from), secondsOf(to), secondsOf(likely)];
  return gone > now && gone - now <= mostBeyond * (now - begin) ? [{ at: gone }] : [];
}

/** A straight way from a whole budget to none at the end of the window or of the calendar period. */
function idealOf({ window: { from, to } }: HistoryBody, times: readonly number[]): (number | null)[] {
  const [begin, length] = [secondsOf(from), secondsOf(to) - secondsOf(from)];
  return times.map((at) => (at > begin + length ? null : 1 - (at - begin) / length));
}

/** What the time axis shows: what was asked for, and as much more as the forecast needs. */
export const rangeOf = ({ from }: HistoryBody, { times }: Courses): readonly [number, number] => [
  secondsOf(from),
  times.at(-1) ?? secondsOf(from) + 1,
];

export interface PlacedMark {
  key: string;
  mark: MarkBody;
  from: number;
  to: number;
}

export const placedMarks = (marks: readonly MarkBody[]): readonly PlacedMark[] =>
  marks.map((mark, index) => {
    const from = secondsOf(mark.from);
    return {
      key: `${mark.id ?? mark.kind} ${mark.from} ${index}`,
      mark,
      from,
      to: mark.to === undefined ? from : secondsOf(mark.to),
    };
  });

/** A row of the figures for those who read them instead. */
export interface Figure {
  at: number;
  bad: number;
  total: number;
  left: number | null;
}

/** The courses in a few rows that can be read: events added up, and what was left at the end of each. */
export function figuresOf({ points }: HistoryBody, { left }: Courses, most = 32): readonly Figure[] {
  const size = Math.max(Math.ceil(points.length / most), 1);
  const rows: Figure[] = [];
  for (let begin = 0; begin < points.length; begin += size) {
    const part = points.slice(begin, begin + size);
    const last = begin + part.length;
    rows.push({
      at: part.at(-1)?.[0] ?? 0,
      bad: part.reduce((sum, [, bad]) => sum + bad, 0),
      total: part.reduce((sum, [, , total]) => sum + total, 0),
      left: left[last] ?? null,
    });
  }
  return rows;
}
