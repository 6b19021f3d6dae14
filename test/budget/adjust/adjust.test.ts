import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adjust, type TakenOut } from "../../../src/budget/adjust/adjust.ts";
import { spansOf } from "../../../src/budget/adjust/spans.ts";
import { lessTaken } from "../../../src/budget/forecast.ts";
import { sumBudget } from "../../../src/budget/sum.ts";
import type { CorrectedPeriod } from "../../../src/model/correction.ts";
import { errorBudget } from "../../../src/model/slo.ts";
import { timestamp } from "../../../src/model/units.ts";
import { slo } from "../../support/slos.ts";
import { noon } from "../../support/snapshots.ts";
import { anyPeriod, anyPhase, countOf, ledgerAt, period, type LedgerSample } from "./ledger.ts";

const day = slo({ window: "1d", objective: "99%" });
const rawOf = (samples: readonly LedgerSample[]) => {
  const sum = (field: "bad" | "total") => samples.reduce((all, each) => all + each[field], 0);
  return sumBudget(sum("bad"), sum("total"), errorBudget(day));
};

/** The adjusted sum of a ledger, by the questions that nines asks of it. */
function adjusted(
  samples: readonly LedgerSample[],
  periods: readonly CorrectedPeriod[],
  generation: 2 | 3 = 3,
  coverage = samples.length / 576,
) {
  const taken: TakenOut[] = spansOf(day, periods, {}, noon).map((span) => ({
    ...span,
    count: countOf(samples, span, generation),
  }));
  return adjust(day, rawOf(samples), coverage, taken, noon);
}

/** A day of 576 samples of 100 events; two hours of it are all bad. */
const outage = period(noon - 43_200, noon - 36_000);
const isBad = ({ from, to }: { from: number; to: number }) => from < outage.to && to > outage.from;
const dayWithOutage = (phase: number): readonly LedgerSample[] =>
  ledgerAt(phase, () => 0).map((sample) => (isBad(sample) ? { ...sample, bad: sample.total } : sample));

describe("a planned outage", () => {
  const samples = dayWithOutage(30);

  it("costs more than the whole budget, raw", () => {
    expect(rawOf(samples)).toMatchObject({ bad: 4_800, total: 57_600 });
    expect(rawOf(samples).consumed).toBeCloseTo(8.33, 2);
  });

  it("costs nothing once it is dropped: neither its bad events nor its traffic count", () => {
    expect(adjusted(samples, [outage]).sum).toMatchObject({ bad: 0, total: 52_800, consumed: 0 });
  });

  it("costs nothing once it counts as good: its traffic stays", () => {
    const { sum } = adjusted(samples, [{ ...outage, effect: "count-good" }]);
    expect(sum).toMatchObject({ bad: 0, total: 57_600, consumed: 0 });
  });

  it("is the same on both generations of Prometheus where samples lie on the clock's grid", () => {
    expect(adjusted(samples, [outage], 2)).toEqual(adjusted(samples, [outage], 3));
  });

  it("corrected by half is half of it, whichever of two people asks for more of it", () => {
    const half = period(outage.from, outage.from + 3_600);
    const again = period(outage.from + 1_800, outage.from + 3_600, "count-good");
    expect(adjusted(samples, [half]).sum).toMatchObject({ bad: 2_400, total: 55_200 });
    expect(adjusted(samples, [half, again]).sum).toEqual(adjusted(samples, [half]).sum);
  });
});

describe("the sum", () => {
  it("is the raw one where nothing is taken out", () => {
    const samples = dayWithOutage(17);
    expect(adjusted(samples, [])).toEqual({ sum: rawOf(samples), coverage: samples.length / 576 });
  });

  it("is that of the samples that were not taken, whatever the periods and the phase", () => {
    fc.assert(
      fc.property(
        fc.array(anyPeriod, { maxLength: 6 }),
        anyPhase,
        fc.constantFrom(2 as const, 3 as const),
        (periods, phase, generation) => {
          const samples = ledgerAt(phase, (index) => index % 7);
          const spans = spansOf(day, periods, {}, noon);
          const effectOn = ({ stamp }: LedgerSample) =>
            spans.find(({ after, until }) => stamp > after && stamp <= until)?.effect;
          const left = samples
            .filter((sample) => effectOn(sample) !== "drop")
            .map((sample) => (effectOn(sample) === "count-good" ? { ...sample, bad: 0 } : sample));
          const { bad, total } = rawOf(left);
          expect(adjusted(samples, periods, generation).sum).toMatchObject({ bad, total });
        },
      ),
    );
  });

  it("never falls below nothing, however much the counts are ahead of the recorded sums", () => {
    const taken: TakenOut[] = spansOf(day, [outage], {}, noon).map((span) => ({
      ...span,
      count: { bad: 500, total: 900, samples: 49 },
    }));
    expect(adjust(day, sumBudget(400, 800, errorBudget(day)), 1, taken, noon).sum).toMatchObject({
      bad: 0,
      total: 0,
      consumed: 0,
    });
  });

  it("of good time alone grows: dropping what went well spreads the same errors over less traffic", () => {
    const samples = dayWithOutage(30);
    const { sum } = adjusted(samples, [period(noon - 7_200, noon - 3_600)]);
    expect(sum.bad).toBe(4_800);
    expect(sum.consumed).toBeGreaterThan(rawOf(samples).consumed);
  });
});

describe("coverage", () => {
  it("stays whole when a stretch of a whole window is dropped", () => {
    expect(adjusted(dayWithOutage(30), [outage]).coverage).toBeCloseTo(1, 2);
  });

  it("of a young SLO shrinks with what is dropped: an hour of two seen leaves an hour of twenty-three", () => {
    const young = ledgerAt(30, () => 1).slice(-48);
    expect(adjusted(young, [period(noon - 7_200, noon - 3_600)]).coverage).toBeCloseTo(24 / 552, 2);
  });

  it("rises when a gap is dropped, which then is no gap", () => {
    const gappy = ledgerAt(30, () => 0).filter((sample) => !isBad(sample));
    expect(gappy.length / 576).toBeLessThan(0.92);
    expect(adjusted(gappy, [outage]).coverage).toBeCloseTo(1, 2);
  });

  it("is nothing when the whole window is dropped", () => {
    const samples = dayWithOutage(30);
    expect(adjusted(samples, [period(noon - 90_000, noon)])).toMatchObject({ sum: { spent: 0 } });
  });
});

describe("the history that a recovery is foretold by", () => {
  it("loses the bad events that were taken out, in the hours they lie in", () => {
    const [span] = spansOf(day, [period(noon - 7_200, noon - 3_600)], {}, noon);
    const history = [3, 2, 1, 0].map((hours, index) => ({
      at: timestamp(noon - hours * 3_600),
      bad: 10 * (index + 1),
    }));
    const taken = [{ ...span!, count: { bad: 25, total: 100, samples: 24 } }];
    expect(lessTaken(history, taken).reduce((sum, { bad }) => sum + bad, 0)).toBe(75);
    expect(lessTaken(history, taken)[0]?.bad).toBe(10);
  });
});
