import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstRing, rings, sumUp } from "../../../src/report/quality/replay.ts";
import { type LabelledAlert, propose, proposedYaml } from "../../../src/report/quality/propose.ts";
import { slo } from "../../support/slos.ts";

const checkout = slo({ objective: "99.9%" });
const fast = checkout.alerting.tiers.find(({ name }) => name === "fast")!;
const start = 1_800_000_000;
const step = checkout.ledgerInterval;
const dayOf = 576;

/** Twelve hours on either side of what happens in the middle: bad events of so many intervals, of 1,000 each. */
const around = (...bad: readonly number[]) => {
  const points = Array.from({ length: dayOf }, (_, index) => start + index * step);
  const at = (index: number) => bad[index - dayOf / 2] ?? 0;
  return sumUp(
    points.map((stamp, index) => [stamp, at(index)] as const),
    points.map((stamp) => [stamp, 1_000] as const),
  );
};
const middle = start + (dayOf / 2) * step;

let ids = 0;
const alert = (useful: boolean, ...bad: readonly number[]): LabelledAlert => ({
  id: `al-${++ids}`,
  useful,
  from: middle,
  to: middle + bad.length * step,
  ledger: around(...bad),
});

/** An hour of full failure. */
const outage = () => alert(true, ...Array.from({ length: 24 }, () => 1_000));
/** Just enough, for two intervals. */
const blip = () => alert(false, 200, 200);
const many = (count: number, make: () => LabelledAlert) => Array.from({ length: count }, make);

describe("the replay of a tier over the ledger", () => {
  const setting = { long: 3_600, short: 300, factor: 14.4, minBadEvents: 2 };

  it("rings while both windows are above factor × budget, and the long one holds enough bad events", () => {
    const ledger = around(200, 200);
    // 400 bad of 24,000: 1.67 %, above 1.44 %.
    expect(rings(ledger, setting, 0.001, middle + step)).toBe(true);
    expect(rings(ledger, { ...setting, factor: 17 }, 0.001, middle + step)).toBe(false);
    expect(rings(ledger, { ...setting, minBadEvents: 401 }, 0.001, middle + step)).toBe(false);
    // The short window has forgotten.
    expect(rings(ledger, setting, 0.001, middle + 4 * step)).toBe(false);
    expect(firstRing(ledger, setting, 0.001, { from: start, to: start + dayOf * step })).toBe(middle + step);
  });

  it("never rings without traffic, nor without anything bad", () => {
    const silent = sumUp([[start, 0]], [[start, 0]]);
    expect(rings(silent, setting, 0.001, start)).toBe(false);
    expect(firstRing(around(), setting, 0.001, { from: start, to: middle * 2 })).toBeUndefined();
  });

  it("finds what a plain sum over the same samples finds", () => {
    const numbers = fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 0, max: 50 })), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 20 }), fc.nat(70), (events, length, end) => {
        const stamped = events.map(([bad, more], index) => ({ at: 100 * index, bad, total: bad + more }));
        const ledger = sumUp(
          stamped.map(({ at, bad }) => [at, bad] as const),
          stamped.map(({ at, total }) => [at, total] as const),
        );
        const at = 100 * end;
        const inside = stamped.filter((each) => each.at > at - 100 * length && each.at <= at);
        const sum = (field: "bad" | "total") => inside.reduce((total, each) => total + each[field], 0);
        const window = { long: 100 * length, short: 100 * length, factor: 1, minBadEvents: 0 };
        const expected = sum("total") > 0 && sum("bad") / sum("total") > 0.1;
        expect(rings(ledger, window, 0.1, at)).toBe(expected);
      }),
    );
  });
});

describe("a proposal", () => {
  const supported = () => [...many(4, outage), ...many(6, blip)];

  it("silences the noise and keeps every useful alert, by the smallest change that does", () => {
    const { proposal } = propose(checkout, fast, supported(), 0);
    expect(proposal).toMatchObject({ silenced: 6, noise: 6, kept: 4, long: fast.long, short: fast.short });
    expect(proposal?.factor).toBe(18);
    expect(proposal?.delay).toBeLessThanOrEqual(300);
  });

  it("needs ten marked alerts, three useful and three noise", () => {
    expect(propose(checkout, fast, supported().slice(1), 0)).toMatchObject({
      why: expect.stringContaining(
        "9 alerts are marked, 3 useful and 6 noise: at least 10, 3 and 3",
      ) as string,
    });
    expect(propose(checkout, fast, [...many(2, outage), ...many(9, blip)], 0).proposal).toBeUndefined();
    expect(propose(checkout, fast, [...many(9, outage), ...many(2, blip)], 0).proposal).toBeUndefined();
  });

  it("is not made while misses are entered: what misses trouble is not to be quieter", () => {
    expect(propose(checkout, fast, supported(), 1)).toMatchObject({
      why: "1 missed alert is entered: what misses trouble is not to be quieter",
    });
  });

  it("is not made when it would lose a useful alert: trouble that looks like the noise", () => {
    const alike = () => alert(true, 200, 200);
    expect(propose(checkout, fast, [...many(9, outage), alike(), ...many(6, blip)], 0)).toMatchObject({
      why: expect.stringContaining("no setting that was tried") as string,
    });
  });

  it("is not made when the ledger does not show why the alerts rang", () => {
    const unexplained = () => alert(false, 1);
    expect(propose(checkout, fast, [...many(4, outage), ...many(6, unexplained)], 0)).toMatchObject({
      why: "the ledger shows a reason to ring for 4 of 10 marked alerts: too few to judge others by",
    });
  });

  it("says what to write: a key of the tier where that is enough, else a row of a table", () => {
    expect(proposedYaml(checkout, fast, { ...fast, minBadEvents: 10 })).toBe(
      "alerting: { tiers: { fast: { minBadEvents: 10 } } }",
    );
    expect(proposedYaml(checkout, fast, { ...fast, factor: 28.8 })).toContain(
      "fast: { long: 1h, short: 5m, budget: 4%, severity: page, minBadEvents: 2 }",
    );
  });

  it("whatever the marks, never loses a useful alert and never claims more than was tried", () => {
    const shape = fc.record({
      useful: fc.boolean(),
      bad: fc.array(fc.nat(1_000), { minLength: 1, maxLength: 12 }),
    });
    fc.assert(
      fc.property(fc.array(shape, { minLength: 10, maxLength: 16 }), (given) => {
        const labelled = given.map(({ useful, bad }) => alert(useful, ...bad));
        const { proposal } = propose(checkout, fast, labelled, 0);
        if (proposal === undefined) return;
        const useful = labelled.filter((each) => each.useful);
        expect(proposal.kept).toBe(useful.length);
        for (const each of useful)
          expect(
            firstRing(each.ledger, proposal, 0.001, { from: each.from - step, to: each.to + step + 60 }),
          ).toBeDefined();
        expect(proposal.silenced).toBeGreaterThanOrEqual(proposal.noise / 2);
      }),
      { numRuns: 50 },
    );
  });
});
