import { describe, expect, it } from "vitest";
import { findSlo } from "../../src/http/find.ts";
import { Problem } from "../../src/http/problem.ts";
import { judged, snapshotOf } from "../support/snapshots.ts";

const shop = snapshotOf(
  ["checkout", "payments", "search"].flatMap((service) =>
    ["availability", "latency"].map((name) => judged({ slo: { service, name } })),
  ),
);
const candidates = (text: string): readonly string[] => {
  try {
    return [findSlo(text, shop).slo.id];
  } catch (error) {
    return (error as Problem).extras.candidates ?? [];
  }
};

describe("an id that fits none", () => {
  it.each([
    ["chekout.availability", ["checkout.availability.production"]],
    ["checkout.availibility.prodcution", ["checkout.availability.production"]],
    ["serch", ["search.availability.production", "search.latency.production"]],
    [
      "laency.production",
      ["checkout.latency.production", "payments.latency.production", "search.latency.production"],
    ],
    ["nothing-like-it", []],
    ["", []],
    ["a.b.c.d.e", []],
    ["x".repeat(5_000), []],
  ])("%s brings up what is near", (text, expected) => {
    expect(candidates(text)).toEqual(expected);
  });

  it("is answered quickly among ten thousand", () => {
    const many = Array.from({ length: 10_000 }, (_, n) =>
      judged({ slo: { service: `service-${Math.floor(n / 5)}`, name: `slo-${n % 5}` } }),
    );
    const large = snapshotOf(many);
    const begin = process.cpuUsage();
    expect(() => findSlo("servise-77.slo-9.productoin", large)).toThrow(Problem);
    const { user } = process.cpuUsage(begin);
    expect(user / 1_000).toBeLessThan(500);
  });
});
