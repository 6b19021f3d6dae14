import { describe, expect, it } from "vitest";
import type { LaneBody } from "../../../src/http/schemas/journey.ts";
import { lanesOf, whereItFails } from "../../../src/web/pages/journeys/lanes.ts";

type Result = LaneBody["recent"][number]["result"];

const now = Date.parse("2026-11-28T12:00:00Z");
const journey = { everySeconds: 60 };
const runAt = (secondsAgo: number, result: Result = "passed", duration = 1) => ({
  ...{ id: `${secondsAgo}`, at: new Date(now - secondsAgo * 1_000).toISOString(), result, duration },
});
const lane = (location: string, runs: ReturnType<typeof runAt>[], silent = false) => ({
  ...{ location, silent, recent: runs },
  ...(runs[0] !== undefined && { last: runs[0] }),
});

describe("runs of several locations on one axis", () => {
  it("puts what happened at the same time at the same place, oldest first", () => {
    const { rows, from, to } = lanesOf(
      [lane("eu-1", [runAt(0), runAt(1_800)]), lane("office", [runAt(1_800)])],
      journey,
      now,
    );
    expect(to - from).toBe(3_600_000);
    expect(rows.map(({ marks }) => marks.map(({ x }) => x))).toEqual([[0.5, 1], [0.5]]);
  });

  it("leaves out what is older than the axis, and reaches to a run that began after the page's clock", () => {
    const { rows, to } = lanesOf([lane("eu-1", [runAt(-2), runAt(3_700)])], journey, now);
    expect(to).toBe(now + 2_000);
    expect(rows[0]!.marks).toHaveLength(1);
  });

  it("makes a run as high as it took long, and one that did not get through fill its row", () => {
    const runs = [runAt(0, "failed", 9), runAt(60, "passed", 2), runAt(120, "degraded", 1)];
    const heights = lanesOf([lane("eu-1", runs)], journey, now).rows[0]!.marks.map(({ height }) => height);
    expect(heights).toEqual([0.5, 0.8, 1]);
  });
});

describe("where a journey fails", () => {
  const good = (location: string) => lane(location, [runAt(5), runAt(65)]);
  const bad = (location: string) => lane(location, [runAt(5, "failed")]);
  const lost = (location: string) => lane(location, [runAt(900)], true);

  it.each([
    [
      "one place alone",
      [good("eu-1"), bad("office"), good("us-1")],
      "fails at office alone; gets through at eu-1 and us-1",
    ],
    ["every place", [bad("eu-1"), bad("office")], "fails at every location"],
    ["the only place", [bad("eu-1")], "fails at eu-1"],
    ["no place", [good("eu-1"), good("office")], "gets through at eu-1 and office"],
    [
      "a place of which nothing is heard",
      [good("eu-1"), lost("office")],
      "gets through at eu-1; is silent at office",
    ],
    [
      "a place that it cannot be run at",
      [good("eu-1"), lane("office", [runAt(5, "internal")])],
      "gets through at eu-1; cannot be run at office",
    ],
  ] as const)("is said of %s", (_place, lanes, words) => {
    expect(whereItFails(lanes)?.words).toBe(words);
  });

  it("is bad where it fails or nothing is heard, and unknown before anything is", () => {
    expect(whereItFails([good("a")])?.isBad).toBe(false);
    expect(whereItFails([good("a"), lost("b")])?.isBad).toBe(true);
    expect(whereItFails([lane("a", [])])).toBeUndefined();
  });
});
