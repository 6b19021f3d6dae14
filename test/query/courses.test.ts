import { describe, expect, it } from "vitest";
import { stretchOf } from "../../src/model/course.ts";
import { planCourses, readCourses } from "../../src/query/courses.ts";
import type { NoData, Reply } from "../../src/query/port.ts";
import { duration, slo } from "../support/slos.ts";
import { earlier, noon } from "../support/snapshots.ts";

const half = stretchOf(duration("12h"));
const matrix = (id: string, ...points: readonly (readonly [number, number])[]): Reply => ({
  kind: "matrix",
  series: [{ labels: { slo_id: id }, points }],
  warnings: [],
});

describe("the question how ledgers went lately", () => {
  it("adds up bad and all events of each interval, the groups of an SLO together, two replicas once", () => {
    expect(planCourses([slo({ groupBy: ["region"] })], half)).toEqual([
      [
        '(sum by (slo_id) (max by (slo_id, region) (sum_over_time(slo:ledger_bad:events{slo_id=~"checkout\\\\.availability\\\\.production"}[299999ms]))))[12h:5m]',
        '(sum by (slo_id) (max by (slo_id, region) (sum_over_time(slo:ledger_total:events{slo_id=~"checkout\\\\.availability\\\\.production"}[299999ms]))))[12h:5m]',
      ],
    ]);
  });

  it("is asked in parts of two hundred SLOs", () => {
    const slos = Array.from({ length: 450 }, (_, index) => slo({ service: `service-${index}` }));
    expect(planCourses(slos, half)).toHaveLength(3);
    expect(planCourses([], half)).toEqual([]);
  });
});

describe("the answer", () => {
  const [before, now] = [earlier("5m"), noon];

  it("is a course by SLO, without the intervals that only one of the two knows, or that are no numbers", () => {
    const bad = matrix("a", [before, 3], [now, 4], [now + 300, NaN]);
    const total = matrix("a", [before - 300, 9], [before, 10], [now, 20], [now + 300, 5]);
    expect(readCourses([bad, total])).toEqual(
      new Map([
        [
          "a",
          [
            { at: before, bad: 3, total: 10 },
            { at: now, bad: 4, total: 20 },
          ],
        ],
      ]),
    );
  });

  it("is no course when Prometheus is silent, or answers with something else", () => {
    const silence: NoData = { kind: "no-data", cause: "timeout", message: "no answer" };
    expect(readCourses([matrix("a"), silence])).toBe(silence);
    expect(readCourses([undefined, matrix("a")])).toMatchObject({ cause: "unusable-answer" });
    expect(readCourses([{ kind: "scalar", value: 1, warnings: [] }, matrix("a")])).toMatchObject({
      cause: "unusable-answer",
    });
  });
});
