import { describe, expect, it } from "vitest";
import { assess } from "../../../src/budget/assess.ts";
import type { Observation } from "../../../src/model/observation.ts";
import { seconds, timestamp } from "../../../src/model/units.ts";
import { calendarWindow } from "../../../src/model/window.ts";
import { observation } from "../../support/observations.ts";
import { duration, slo } from "../../support/slos.ts";
import { noon, policyOf } from "../../support/snapshots.ts";

const day = 86_400;
const monthly = slo({ window: calendarWindow("month", "Europe/Berlin") });
const rules = { hash: "3f9c2a10", window: "month (Europe/Berlin)" };
const period = { from: timestamp(noon - 30 - 10 * day), to: timestamp(noon - 30 + 20 * day) };

const seen = (bad: number, burn = 0): Observation => {
  const said = observation({ bad, total: 864_000, rules, ratios: { "1h": burn * 0.001 } });
  return { ...said, groups: said.groups.map((group) => ({ ...group, period })) };
};
const only = (said: Observation) => assess(monthly, policyOf(), said).groups[0]!;

describe("an assessment of a calendar window", () => {
  it("measures bad events against the whole period", () => {
    expect(only(seen(1_296)).raw).toMatchObject({ consumed: 0.5, spent: 0.5, period: { toDate: 1.5 } });
  });

  it("says when the rest is gone at the present pace, and never beyond the period's end", () => {
    // Half of a month's budget at ten times its pace: a day and a half.
    expect(only(seen(1_296, 10)).exhaustion).toMatchObject({ kind: "in", seconds: 1.5 * day });
    // Half of it lasts 15 days at the pace that would use up all of it in a month, and 30 at half of that.
    expect(only(seen(1_296, 1)).exhaustion).toMatchObject({ kind: "in", seconds: 15 * day });
    expect(only(seen(1_296, 0.5)).exhaustion).toEqual({ kind: "never" });
  });

  it("has no data while its days are being added up, and says so", () => {
    const waiting = { ...observation({ rules }), waiting: "the days of this month are being added up" };
    const groups = waiting.groups.map(({ group, dataAt, ratios }) => ({ group, dataAt: dataAt!, ratios }));
    expect(assess(monthly, policyOf(), { ...waiting, groups })).toMatchObject({
      cause: "no-data",
      detail: "the days of this month are being added up",
      groups: [{ cause: "no-data" }],
    });
  });

  it("is behind when Prometheus runs the rules of another window", () => {
    const behind = (window: string) =>
      assess(monthly, policyOf(), { ...seen(0), rules: { ...rules, window } }).rules.behind;
    expect(behind("month (Europe/Berlin)")).toBe(false);
    expect(behind("month (UTC)")).toBe(true);
    expect(behind("30d")).toBe(true);
  });

  it("leaves dropped time out of the period's promise as well", () => {
    const from = timestamp(noon - 2 * day);
    const span = {
      effect: "drop" as const,
      from,
      to: timestamp(from + day),
      asked: [{ id: "co-1", from, to: timestamp(from + day) }],
      clipped: false,
      after: (from + 30) * 1_000,
      until: (from + 30 + day) * 1_000,
      count: { bad: 432, total: 86_400, samples: 576 },
    };
    const { adjusted, adjustedCoverage } = assess(monthly, policyOf(), seen(1_296), undefined, {
      taken: new Map([["", [span]]]),
    }).groups[0]!;
    // 29 days of 86 400 are left, of which 2 505.6 may be bad.
    expect(adjusted?.period?.promised).toBeCloseTo(29 * 86_400, 6);
    expect(adjusted?.consumed).toBeCloseTo(864 / 2_505.6, 9);
    expect(adjustedCoverage).toBeCloseTo(1, 3);
  });

  it("fixes the budget of slices from the start", () => {
    const slices = slo({
      window: calendarWindow("month", "Europe/Berlin"),
      budgeting: { kind: "timeslices", slice: duration("5m"), objective: monthly.objective },
    });
    const { raw } = assess(slices, policyOf(), seen(2)).groups[0]!;
    expect(raw?.period?.promised).toBe((30 * day) / seconds(300));
  });
});
