import { describe, expect, it } from "vitest";
import type { Slo } from "../../../src/model/slo.ts";
import { timestamp, type Timestamp } from "../../../src/model/units.ts";
import { calendarWindow } from "../../../src/model/window.ts";
import { observePeriods, openPeriods } from "../../../src/runtime/calendar/periods.ts";
import { slo } from "../../support/slos.ts";
import { day, heard, ledgerOf, moment, type Line } from "./ledger.ts";

const berlin = calendarWindow("month", "Europe/Berlin");
const monthly = slo({ window: berlin });
const now = moment("2026-11-15T10:00Z");
const steady: Line = { bad: () => 1, total: () => 100 };

function watch(slos: readonly Slo[], lines: Parameters<typeof ledgerOf>[0]) {
  const known = openPeriods();
  const source = ledgerOf(lines);
  const cycle = async (at: Timestamp, groups?: Parameters<typeof heard>[2]) => {
    source.asked.length = 0;
    const before = new Map(slos.map((each) => [each.id, heard(each, at, groups)]));
    const world = { ask: source.ask, pause: async () => undefined };
    const { observations, queries } = await observePeriods(
      world,
      new Map(slos.map((each) => [each.id, each])),
      before,
      at,
      known,
    );
    expect(queries).toBe(source.asked.length);
    return slos.map(({ id }) => observations.get(id)!);
  };
  return { cycle, known, ...source };
}

const samplesSince = (begin: string, until: Timestamp) => Math.floor((until - moment(begin) - 30 - 17) / 150);

describe("the sums of a calendar window", () => {
  it("are those of the ledger since the period began, to the sample", async () => {
    const { cycle } = watch([monthly], { [monthly.id]: [steady] });
    const [observed] = await cycle(now);
    const samples = samplesSince("2026-10-31T23:00Z", now);
    expect(observed?.groups[0]).toMatchObject({
      bad: samples,
      total: 100 * samples,
      coverage: 1,
      period: { from: moment("2026-10-31T23:00Z"), to: moment("2026-11-30T23:00Z") },
    });
    // October's pace: a hundred events in each sample of 2m30s.
    expect(observed?.groups[0]?.period?.formerPace).toBeCloseTo(100 / 150, 9);
  });

  it("ask for each day that is over once, and never for more than a day at a time", async () => {
    const { cycle, asked } = watch([monthly], { [monthly.id]: [steady] });
    await cycle(now);
    // 14 days of November and 31 of October, and today.
    expect(asked).toHaveLength(3 * (14 + 31 + 1));
    // October has a day of 25 hours, and a day stays open for ten minutes.
    expect(Math.max(...asked.map(({ hours }) => hours))).toBeLessThan(25.2);
    await cycle(timestamp(now + 30));
    expect(asked).toHaveLength(3);
    await cycle(timestamp(now + day));
    expect(asked).toHaveLength(6);
  });

  it("ask once for all SLOs of a time zone", async () => {
    const services = Array.from({ length: 50 }, (_, n) => slo({ service: `s${n}`, window: berlin }));
    const { cycle, asked } = watch(services, Object.fromEntries(services.map(({ id }) => [id, [steady]])));
    await cycle(now);
    await cycle(timestamp(now + 30));
    expect(asked).toHaveLength(3);
  });

  it("begin anew with the period, and the one before becomes the former", async () => {
    const late: Line = { bad: () => 0, total: (at) => (at < moment("2026-11-30T23:00:30Z") ? 100 : 10) };
    const { cycle, asked } = watch([monthly], { [monthly.id]: [late] });
    await cycle(moment("2026-11-30T22:59Z"));
    const begun = moment("2026-11-30T23:00:20Z");
    const [first] = await cycle(begun);
    expect(first?.groups[0]).toMatchObject({ bad: 0, total: 0, coverage: 1, period: { from: begun - 20 } });
    expect(first?.groups[0]?.period?.formerPace).toBeCloseTo(100 / 150, 9);
    // November's last day is open for ten minutes more; then it is counted for good.
    const [later] = await cycle(timestamp(begun + 1_000));
    expect(later?.groups[0]?.total).toBe(10 * 6);
    await cycle(timestamp(begun + 1_030));
    expect(asked).toHaveLength(3);
  });

  it("are not known before all days are counted, which a year takes some cycles for", async () => {
    const yearly = slo({ window: calendarWindow("year", "Europe/Berlin") });
    const { cycle, asked } = watch([yearly], { [yearly.id]: [steady] });
    let cycles = 0;
    for (let waiting: string | undefined = ""; waiting !== undefined; cycles++) {
      const [observed] = await cycle(timestamp(now + 30 * cycles));
      waiting = observed?.waiting;
      if (waiting !== undefined) expect(observed?.groups[0]?.total).toBeUndefined();
      expect(asked.length).toBeLessThanOrEqual(3 * 101);
    }
    // 318 days of this year and 365 of the last.
    expect(cycles).toBe(7);
  });

  it("know each group, the gone and the silent ones too", async () => {
    const regional = slo({ window: berlin, groupBy: ["region"] });
    const gone = { ...steady, group: { region: "ap" }, to: now - 5 * day };
    const { cycle } = watch([regional], {
      [regional.id]: [{ ...steady, group: { region: "eu" } }, gone],
    });
    const [observed] = await cycle(now, [{ region: "eu" }, { region: "us" }]);
    expect(observed?.groups.map(({ group, dataAt }) => [group["region"], dataAt !== undefined])).toEqual([
      ["eu", true],
      ["us", true],
      ["ap", false],
    ]);
    expect(observed?.groups[1]).toMatchObject({ bad: 0, total: 0, coverage: 0 });
    expect(observed?.groups[2]?.coverage).toBeCloseTo(9.45 / 14.45, 2);
  });
});

describe("a source that does not answer about a period", () => {
  it("is forgiven once; then nothing is known, and it is said why", async () => {
    const { cycle, state } = watch([monthly], { [monthly.id]: [steady] });
    const [known] = await cycle(now);
    state.fails = true;
    const [again] = await cycle(timestamp(now + 30));
    expect(again?.groups[0]?.total).toBe(known?.groups[0]?.total);
    const [lost] = await cycle(timestamp(now + 60));
    expect(lost?.waiting).toBe("what this month holds so far could not be asked: it took too long");
    expect(lost?.groups[0]?.total).toBeUndefined();
  });

  it("is asked no further questions in that cycle", async () => {
    const { cycle, state, asked } = watch([monthly], { [monthly.id]: [steady] });
    state.fails = true;
    const [observed] = await cycle(now);
    expect(asked).toHaveLength(12);
    expect(observed?.waiting).toMatch(/it took too long/);
  });
});
