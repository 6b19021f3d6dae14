import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limitWarning, packGroups } from "../../src/compile/pack.ts";
import { compileSlo } from "../../src/compile/slo-rules.ts";
import { duration, slo } from "../support/slos.ts";

const names = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1 });
const place = { service: "checkout", environment: "production" };
const groupsOf = (slos: readonly string[]) => slos.flatMap((name) => compileSlo(slo({ name })));

describe("a service's groups, packed", () => {
  it("hold every rule once, at its interval, at most 20 a group", () => {
    fc.assert(
      fc.property(names, (slos) => {
        const groups = groupsOf(slos);
        const packed = packGroups(groups, place);
        const at = (all: typeof packed, interval: number) =>
          all.filter((group) => group.interval === interval).flatMap(({ rules }) => rules);
        for (const interval of [30, 150]) expect(at(packed, interval)).toEqual(at(groups, interval));
        for (const { rules } of packed) expect(rules.length).toBeLessThanOrEqual(20);
        expect(new Set(packed.map(({ name }) => name)).size).toBe(packed.length);
      }),
    );
  });

  it("never split a ledger pair", () => {
    fc.assert(
      fc.property(names, (slos) => {
        for (const { rules } of packGroups(groupsOf(slos), place)) {
          const count = (record: string) =>
            rules.filter((rule) => "record" in rule && rule.record === record).length;
          expect(count("slo:ledger_bad:events")).toBe(count("slo:ledger_total:events"));
        }
      }),
    );
  });

  it("keep slices of their own length apart", () => {
    const sliced = slo({ name: "b", budgeting: { kind: "ratioTimeslices", slice: duration("1m") } });
    const packed = packGroups([...compileSlo(slo({ name: "a" })), ...compileSlo(sliced)], place);
    expect(packed.map(({ name }) => name)).toEqual([
      "nines-sli-checkout.production.30s.1",
      "nines-ledger-checkout.production.2m30s.1",
      "nines-ledger-checkout.production.2m30s.2",
      "nines-ledger-checkout.production.1m.1",
    ]);
  });
});

describe("Mimir's limit of groups", () => {
  it("is nobody's concern while everything fits", () => {
    expect(limitWarning(70, 23)).toBeUndefined();
  });

  it("is told with its arithmetic when it does not", () => {
    expect(limitWarning(71, 24)).toMatch(/^71 rule groups for 24 SLOs: Mimir takes 70 groups a tenant/);
  });
});
