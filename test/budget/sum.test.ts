import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sumBudget } from "../../src/budget/sum.ts";
import { objective } from "../support/slos.ts";
import { ledgerOf, sumOf, type Method, type Minute } from "./reference.ts";

const budgetOf = (text: string) => objective(text).budget;

describe("a budget summed from the ledger", () => {
  it("is consumed by the share of bad events over the share allowed", () => {
    expect(sumBudget(912, 1_000_000, budgetOf("99.9%"))).toMatchObject({
      good: 999_088,
      errorRatio: 0.000912,
      consumed: expect.closeTo(0.912, 12) as number,
    });
  });

  it("is untouched without traffic", () => {
    expect(sumBudget(0, 0, budgetOf("99.9%"))).toMatchObject({ errorRatio: 0, consumed: 0, spent: 0 });
  });

  it("never counts more bad than all", () => {
    expect(sumBudget(5, 2, budgetOf("99%"))).toMatchObject({ good: 0, errorRatio: 1 });
  });

  it("weighs what is consumed with the share of the window that was seen", () => {
    const young = sumBudget(36_000, 720_000, budgetOf("99%"), 2 / 720);
    expect(young.consumed).toBeCloseTo(5, 12);
    expect(young.spent).toBeCloseTo((5 * 2) / 720, 12);
  });

  it("takes all that is consumed as spent while coverage is not known", () => {
    expect(sumBudget(1, 100, budgetOf("99%")).spent).toBeCloseTo(1, 12);
  });
});

const good = [2, 10, 12, 13, 13, 12, 13, 13, 12, 11];
const total = [4, 10, 12, 13, 14, 15, 14, 13, 12, 11];
const vector: readonly Minute[] = good.map((count, index) => ({ good: count, total: total[index]! }));
const sliceObjective = objective("95%").ratio;

describe("the three budgeting methods", () => {
  const methods: readonly (readonly [Method, number])[] = [
    [{ kind: "occurrences" }, 1.18644],
    [{ kind: "timeslices", objective: sliceObjective }, 8],
    [{ kind: "ratioTimeslices" }, 1.68571],
  ];
  for (const [method, expected] of methods)
    it(`consume ${(expected * 100).toFixed(3)} % of the check vector's budget by ${method.kind}`, () => {
      const { bad, total: all } = sumOf(ledgerOf(method, vector));
      expect(sumBudget(bad, all, budgetOf("95%")).consumed).toBeCloseTo(expected, 5);
    });

  const minute = fc
    .tuple(fc.nat(10_000), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([all, share]): Minute => ({ total: all, good: Math.round(all * share) }));
  const traffic = fc.array(minute, { minLength: 1, maxLength: 200 });
  const percent = fc.constantFrom("90%", "95%", "99%", "99.9%", "99.99%");

  it("give by summing the ledger what the definition says of all events", () => {
    fc.assert(
      fc.property(traffic, percent, (minutes, text) => {
        const { bad, total: all } = sumOf(ledgerOf({ kind: "occurrences" }, minutes));
        const events = minutes.reduce((sum, { total: count }) => sum + count, 0);
        const failed = minutes.reduce((sum, each) => sum + each.total - each.good, 0);
        const byDefinition = events === 0 ? 0 : failed / events / (1 - objective(text).ratio);
        expect(sumBudget(bad, all, budgetOf(text)).consumed).toBeCloseTo(byDefinition, 6);
      }),
    );
  });

  it("count each busy slice once, whatever its traffic", () => {
    fc.assert(
      fc.property(traffic, percent, (minutes, text) => {
        const busy = minutes.filter(({ total: count }) => count > 0);
        const missed = busy.filter((each) => each.good / each.total < sliceObjective * (1 - 1e-9));
        const { bad, total: all } = sumOf(
          ledgerOf({ kind: "timeslices", objective: sliceObjective }, minutes),
        );
        const byDefinition =
          busy.length === 0 ? 0 : missed.length / busy.length / (1 - objective(text).ratio);
        expect(sumBudget(bad, all, budgetOf(text)).consumed).toBeCloseTo(byDefinition, 6);
      }),
    );
  });

  it("weigh each busy slice by its own error ratio", () => {
    fc.assert(
      fc.property(traffic, percent, (minutes, text) => {
        const busy = minutes.filter(({ total: count }) => count > 0);
        const mean =
          busy.length === 0
            ? 0
            : busy.reduce((sum, each) => sum + 1 - each.good / each.total, 0) / busy.length;
        const { bad, total: all } = sumOf(ledgerOf({ kind: "ratioTimeslices" }, minutes));
        expect(sumBudget(bad, all, budgetOf(text)).consumed).toBeCloseTo(
          mean / (1 - objective(text).ratio),
          6,
        );
      }),
    );
  });

  it("do not change when the window is summed in other parts", () => {
    fc.assert(
      fc.property(traffic, fc.nat(200), (minutes, cut) => {
        const ledger = ledgerOf({ kind: "occurrences" }, minutes);
        const [one, other] = [sumOf(ledger.slice(0, cut)), sumOf(ledger.slice(cut))];
        expect(sumOf(ledger).bad).toBe(one.bad + other.bad);
        expect(sumOf(ledger).total).toBe(one.total + other.total);
      }),
    );
  });
});
