import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleRange, spansOf } from "../../../src/budget/adjust/spans.ts";
import type { LedgerSpan } from "../../../src/model/correction.ts";
import { timestamp } from "../../../src/model/units.ts";
import { counter, expression, slo } from "../../support/slos.ts";
import { noon } from "../../support/snapshots.ts";
import { anyPeriod, anyPhase, delay, ledgerAt, period, step, type LedgerSample } from "./ledger.ts";

const day = slo({ window: "1d" });
const spans = (...periods: Parameters<typeof spansOf>[1]) => spansOf(day, periods, {}, noon);
const edges = (found: ReturnType<typeof spansOf>) =>
  found.map(({ effect, from, to }) => [effect, from - noon, to - noon]);

describe("the edges of a corrected period", () => {
  it("move outwards to the ledger's interval, and those asked for stay known", () => {
    const [span] = spans(period(noon - 3_601, noon - 1_799, "drop", "co-1"));
    expect([span!.from - noon, span!.to - noon]).toEqual([-3_750, -1_650]);
    expect(span!.asked).toEqual([{ id: "co-1", from: noon - 3_601, to: noon - 1_799 }]);
  });

  it("stay where they are when they lie on it already", () => {
    expect(edges(spans(period(noon - 3_600, noon - 1_800)))).toEqual([["drop", -3_600, -1_800]]);
  });

  it("take the samples that hold the period: those stamped a delay, and at the end an interval, later", () => {
    const [span] = spans(period(noon - 3_600, noon - 1_800));
    expect(span).toMatchObject({
      after: (noon - 3_600 + delay) * 1_000,
      until: (noon - 1_800 + delay + step) * 1_000 - 1,
    });
  });

  it("follow the slice where the ledger writes slices", () => {
    const sliced = slo({ window: "1d", budgeting: { kind: "ratioTimeslices", slice: 60 as never } });
    expect(edges(spansOf(sliced, [period(noon - 100, noon - 50)], {}, noon))).toEqual([["drop", -120, 0]]);
  });

  it("reach further where the ledger samples an expression: every sample that saw the period is taken", () => {
    const read = expression(
      "avg_over_time(",
      { kind: "selector", selector: counter("share"), range: true },
      ")",
    );
    const sampled = slo({ window: "1d", sli: { kind: "errorRatio", expression: read } });
    const [span] = spansOf(sampled, [period(noon - 3_600, noon - 1_800)], {}, noon);
    expect(sampleRange(sampled)).toBe(2 * step + 30);
    expect(span?.until).toBe((noon - 1_800 + delay + 2 * step + 30) * 1_000 - 1);
  });

  it("are cut where the window begins, and what it has forgotten is nothing to take out", () => {
    const left = noon - 86_400;
    const [span, ...others] = spans(period(left - 7_200, left - 3_600), period(left - 1_800, left + 1_800));
    expect(others).toEqual([]);
    expect(span).toMatchObject({ clipped: true, from: left, after: left * 1_000 });
  });

  it("do not lie ahead of now: what goes on is taken as far as it has come", () => {
    expect(edges(spans(period(noon - 600, noon + 7_200)))).toEqual([["drop", -600, 0]]);
    expect(spans(period(noon + 60, noon + 7_200))).toEqual([]);
  });
});

describe("several periods", () => {
  it("that overlap or meet are one", () => {
    const [a, b] = [
      period(noon - 7_200, noon - 3_600, "drop", "co-1"),
      period(noon - 3_600, noon - 1_800, "drop", "co-2"),
    ];
    const [span, ...others] = spans(a, b);
    expect(others).toEqual([]);
    expect(span!.asked.map(({ id }) => id)).toEqual(["co-1", "co-2"]);
  });

  it("of both effects are dropped where they meet, and counted good around it", () => {
    const good = period(noon - 7_200, noon - 1_800, "count-good");
    const drop = period(noon - 5_400, noon - 3_600, "drop");
    expect(edges(spans(good, drop))).toEqual([
      ["count-good", -7_200, -5_400],
      ["drop", -5_400, -3_600],
      ["count-good", -3_600, -1_800],
    ]);
  });

  it("leave nothing of a period that is dropped whole", () => {
    const found = spans(period(noon - 3_600, noon - 1_800, "count-good"), period(noon - 7_200, noon - 900));
    expect(edges(found)).toEqual([["drop", -7_200, -900]]);
  });

  it("of another group do not touch this one, and one of a group never touches the whole", () => {
    const eu = { ...period(noon - 3_600, noon - 1_800), group: { region: "eu" } };
    expect(spansOf(day, [eu], { region: "eu" }, noon)).toHaveLength(1);
    expect(spansOf(day, [eu], { region: "us" }, noon)).toEqual([]);
    expect(spansOf(day, [eu], {}, noon)).toEqual([]);
  });
});

describe("whatever the periods and the phase of the ledger", () => {
  const overlaps = (a: { from: number; to: number }, b: { from: number; to: number }) =>
    a.from < b.to && b.from < a.to;
  const given = [fc.array(anyPeriod, { maxLength: 8 }), anyPhase] as const;

  it("spans are in order and apart", () => {
    fc.assert(
      fc.property(given[0], (periods) => {
        const found = spans(...periods);
        for (const [index, { after, until }] of found.entries()) {
          expect(after).toBeLessThan(until);
          expect(after).toBeGreaterThanOrEqual(found[index - 1]?.until ?? -Infinity);
        }
      }),
    );
  });

  const takes =
    ({ stamp }: LedgerSample) =>
    (span: LedgerSpan) =>
      stamp > span.after && stamp <= span.until;

  it("every sample that holds a moment of a dropped period is dropped, and none further than a range away", () => {
    fc.assert(
      fc.property(...given, (periods, phase) => {
        const found = spans(...periods).filter(({ effect }) => effect === "drop");
        const drops = periods.filter(({ effect }) => effect === "drop");
        const near = drops.map(({ from, to }) => ({ from: from - step, to: to + step }));
        const wrong = ledgerAt(phase, () => 0).filter((sample) =>
          found.some(takes(sample))
            ? !near.some((drop) => overlaps(sample, drop))
            : drops.some((drop) => overlaps(sample, drop)),
        );
        expect(wrong).toEqual([]);
      }),
    );
  });

  it("every sample that holds a moment of a period is taken by one effect or the other", () => {
    fc.assert(
      fc.property(...given, (periods, phase) => {
        const found = spans(...periods);
        const wrong = ledgerAt(phase, () => 0).filter((sample) => {
          const taken = found.filter(takes(sample)).length;
          return taken > 1 || (taken === 0 && periods.some((each) => overlaps(sample, each)));
        });
        expect(wrong).toEqual([]);
      }),
    );
  });

  it("their order says nothing", () => {
    const plainly = (found: ReturnType<typeof spansOf>) =>
      found.map(({ effect, after, until }) => [effect, after, until]);
    fc.assert(
      fc.property(given[0], (periods) => {
        expect(plainly(spans(...periods.toReversed()))).toEqual(plainly(spans(...periods)));
      }),
    );
  });

  it("time that passes only ever forgets: the same spans, cut further", () => {
    fc.assert(
      fc.property(given[0], fc.integer({ min: 0, max: 86_400 }), (periods, passed) => {
        const past = periods.filter(({ to }) => to <= noon - 300);
        const then = spansOf(day, past, {}, timestamp(noon + passed));
        const now = spansOf(day, past, {}, noon);
        const left = (noon + passed - 86_400) * 1_000;
        expect(then.map(({ until }) => until)).toEqual(
          now.map(({ until }) => until).filter((until) => until > left),
        );
      }),
    );
  });
});
