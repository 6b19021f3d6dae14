import { describe, expect, it } from "vitest";
import type { HistoryBody } from "../../../src/http/schemas/history.ts";
import { coursesOf, figuresOf, placedMarks, rangeOf } from "../../../src/web/pages/slo/chart-data.ts";

const hour = 3_600;
const start = Date.UTC(2026, 10, 20) / 1_000;
const iso = (at: number): string => new Date(at * 1_000).toISOString();

/** Two hours of a window of four, and half an hour beyond the last whole step; a hundred may be bad. */
const body = (changes: Partial<HistoryBody> = {}): HistoryBody => ({
  slo: "checkout.availability.production",
  group: {},
  unit: "events",
  window: { from: iso(start), to: iso(start + 4 * hour) },
  allowedBad: 100,
  from: iso(start + hour),
  to: iso(start + 3.5 * hour),
  step: "1h",
  carried: { bad: 10, total: 3_600 },
  points: [
    [start + 2 * hour, 20, 3_600],
    [start + 3 * hour, 0, 7_200],
    [start + 3.5 * hour, 5, 3_600],
  ],
  marks: [],
  ...changes,
});

describe("what the charts of an SLO draw", () => {
  it("is what is left of the budget after each step, from what was left where the stretch begins", () => {
    expect(coursesOf(body()).left).toEqual([0.9, 0.7, 0.7, 0.65]);
    expect(coursesOf(body({ allowedBad: 20 })).left).toEqual([0.5, -0.5, -0.5, -0.75]);
  });

  it("is no line at all where nothing may be told to be bad: no budget is not a whole one", () => {
    expect(coursesOf(body({ allowedBad: 0 })).left).toEqual([null, null, null, null]);
  });

  it("has the ideal line from a whole budget at the window's beginning to none at its end", () => {
    expect(coursesOf(body()).ideal).toEqual([0.75, 0.5, 0.25, 0.125]);
  });

  it("shows error ratios of the events there were, and none where there were none", () => {
    const quiet = body({
      points: [
        [start + 2 * hour, 0, 0],
        [start + 3 * hour, 9, 3],
      ],
    });
    expect(coursesOf(quiet).ratios).toEqual([null, null, 1]);
  });

  it("counts events a second by the length of each step, the last of which may be shorter", () => {
    expect(coursesOf(body()).rates).toEqual([null, 1, 2, 2]);
  });

  it("goes on to where the forecast says that the budget ends, if that is not far beyond", () => {
    const likely = iso(start + 4 * hour);
    const { times, forecast, left } = coursesOf(body(), { likely });
    expect(times.at(-1)).toBe(start + 4 * hour);
    expect(forecast).toEqual([null, null, null, 0.65, 0]);
    expect(left.at(-1)).toBeNull();
    expect(rangeOf(body(), { ...coursesOf(body(), { likely }) })).toEqual([start + hour, start + 4 * hour]);
    expect(coursesOf(body(), { likely: iso(start + 90 * hour) }).times).toHaveLength(4);
  });

  it("is told as figures in a few rows that add up to the same", () => {
    const courses = coursesOf(body());
    expect(figuresOf(body(), courses)).toHaveLength(3);
    expect(figuresOf(body(), courses, 2)).toEqual([
      { at: start + 3 * hour, bad: 20, total: 10_800, left: 0.7 },
      { at: start + 3.5 * hour, bad: 5, total: 3_600, left: 0.65 },
    ]);
  });

  it("gives a mark without an end the moment at which it is, and each mark a key of its own", () => {
    const mark = { kind: "deployment", id: "dp-1", title: "v1", from: iso(start) } as const;
    const placed = placedMarks([mark, mark]);
    expect(placed[0]).toMatchObject({ from: start, to: start });
    expect(new Set(placed.map(({ key }) => key)).size).toBe(2);
  });
});
