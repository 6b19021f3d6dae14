import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayOf, midnight, plusDays } from "../../../src/web/pages/calendar/days.ts";
import { beganBefore, nowAt, onDay, rowsOf } from "../../../src/web/pages/calendar/layout.ts";

const monday = "2026-11-23";
const [from, to] = [midnight(monday), midnight(plusDays(monday, 7))];
const entry = (hours: number, length: number, services = ["checkout"]) => ({
  ...{ id: `win-${hours}`, services },
  from: new Date(from.getTime() + hours * 3_600_000).toISOString(),
  to: new Date(from.getTime() + (hours + length) * 3_600_000).toISOString(),
});

describe("a day of the month", () => {
  it("has what overlaps it, and not what ends or begins at its midnights", () => {
    const all = [entry(-3, 3), entry(-3, 4), entry(23, 2), entry(24, 1)];
    expect(onDay(all, monday)).toEqual([all[1], all[2]]);
    expect(beganBefore(all[1]!, monday)).toBe(true);
    expect(beganBefore(all[2]!, monday)).toBe(false);
  });
});

describe("a week by service", () => {
  it("has a row for each service by name, and one for what concerns many", () => {
    const rows = rowsOf(
      [entry(1, 1, ["search"]), entry(2, 1), entry(3, 1, ["a", "b"]), entry(500, 1)],
      from,
      to,
    );
    expect(rows.map(({ service }) => service)).toEqual(["", "checkout", "search"]);
  });

  it("cuts off what began before and ends after, and keeps the shortest wide enough to hit", () => {
    const [row] = rowsOf([entry(-24, 240)], from, to);
    expect(row?.lanes[0]?.[0]).toMatchObject({ left: 0, width: 1 });
    const [short] = rowsOf([entry(167.9, 0.1)], from, to);
    const placed = short!.lanes[0]![0]!;
    expect(placed.width).toBeGreaterThan(0.005);
    expect(placed.left + placed.width).toBeLessThanOrEqual(1);
  });

  it("shows everything once, and nothing over anything else", () => {
    const some = fc.array(
      fc
        .tuple(fc.integer({ min: -50, max: 160 }), fc.integer({ min: 1, max: 60 }))
        .map(([at, length]) => entry(at, length)),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(some, (entries) => {
        const lanes = rowsOf(entries, from, to).flatMap((row) => row.lanes);
        const shown = entries.filter((each) => new Date(each.from) < to && new Date(each.to) > from);
        expect(lanes.flat()).toHaveLength(shown.length);
        for (const lane of lanes)
          for (const [index, each] of lane.entries())
            if (index > 0) {
              const before = lane[index - 1]!;
              expect(before.left + before.width).toBeLessThanOrEqual(each.left + 1e-6);
            }
      }),
    );
  });

  it("says where now is, while it is in that week", () => {
    expect(nowAt(midnight(plusDays(monday, 7)).getTime(), from, to)).toBe(1);
    expect(nowAt(from.getTime() - 1, from, to)).toBeUndefined();
    expect(dayOf(from)).toBe(monday);
  });
});
