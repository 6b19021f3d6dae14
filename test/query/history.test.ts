import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seconds, timestamp } from "../../src/model/units.ts";
import { historyQueries, historyStep } from "../../src/query/history.ts";
import { duration, slo } from "../support/slos.ts";
import { earlier, later, noon } from "../support/snapshots.ts";

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
  const month = { windowFrom: earlier("30d"), from: earlier("30d"), to: noon };

  it("sum the ledger step by step, and ask when a burn alert fired at any moment of a step", () => {
    const { steps, alerts } = historyQueries(slo({ groupBy: ["region"] }), month);
    expect(steps).toMatchObject({ at: noon });
    expect(steps.queries.bad).toBe(
      'max by (region) (sum_over_time(slo:ledger_bad:events{slo_id="checkout.availability.production"}[7199999ms]))[2591999999ms:2h]',
    );
    expect(alerts.queries).toContain('alertname="ErrorBudgetBurn", alertstate="firing"}[1799999ms]');
  });

  it("ask for nothing before and after the steps where they fill the window", () => {
    expect(historyQueries(slo(), month)).toMatchObject({ step: 7_200, first: earlier("30d") });
    expect(historyQueries(slo(), month)).not.toHaveProperty("carried");
    expect(historyQueries(slo(), month)).not.toHaveProperty("rest");
  });

  it("cover every moment of the window once: what lies before the steps, the steps, and what is left after them", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 29 * 86_400 }),
        fc.integer({ min: 1_800, max: 86_400 }),
        (since, long) => {
          const from = later(`${since + 1}s`, month.windowFrom);
          const to = timestamp(Math.min(from + long, noon));
          const { step, first, carried, rest } = historyQueries(slo(), { ...month, from, to });
          expect(first - from).toBeLessThan(step);
          expect(carried?.at).toBe(first);
          const steps = Math.floor(to / step) * step;
          expect(first).toBeLessThanOrEqual(steps);
          expect(rest === undefined).toBe(steps === to);
        },
      ),
    );
  });
});
