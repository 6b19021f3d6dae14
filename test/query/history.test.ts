import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seconds } from "../../src/model/units.ts";
import { historyQueries, historyStep } from "../../src/query/history.ts";
import { duration, slo } from "../support/slos.ts";

describe("the steps of a history", () => {
  it.each([
    ["30d", "2h"],
    ["7d", "30m"],
    ["90d", "6h"],
    ["1d", "5m"],
  ])("over %s are %s", (span, step) => {
    expect(historyStep(duration(span), duration("2m30s"))).toBe(duration(step));
  });

  it("are a few hundred at most and each holds two samples of the ledger, however long window and slice are", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 86_400, max: 366 * 86_400 }),
        fc.integer({ min: 60, max: 300 }),
        (span, interval) => {
          const step = historyStep(seconds(span), seconds(interval));
          expect(span / step).toBeLessThanOrEqual(400);
          expect(step).toBeGreaterThanOrEqual(2 * interval);
        },
      ),
    );
  });
});

describe("the queries of a history", () => {
  it("sum the ledger step by step, and ask when a burn alert fired", () => {
    const { bad, alerts } = historyQueries(slo({ groupBy: ["region"] }));
    expect(bad).toBe(
      'max by (region) (sum_over_time(slo:ledger_bad:events{slo_id="checkout.availability.production"}[2h]))[30d:2h]',
    );
    expect(alerts).toContain('alertname="ErrorBudgetBurn", alertstate="firing"');
  });
});
