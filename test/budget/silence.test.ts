import { describe, expect, it } from "vitest";
import { assessInSilence } from "../../src/budget/silence.ts";
import { observation, pageFor } from "../support/observations.ts";
import { duration, slo } from "../support/slos.ts";
import { noon, policyOf } from "../support/snapshots.ts";

const silent = (failures: number, lasting = "30s", of = slo()) =>
  assessInSilence(of, policyOf(), observation({ bad: 900, firing: [pageFor()] }), {
    failures,
    lasting: duration(lasting),
    message: "connection refused",
  });

describe("a source that does not answer", () => {
  it("is forgiven once: the last numbers stand, older, with a warning", () => {
    const { groups, warnings, cause, observedAt } = silent(1);
    expect(cause).toBeUndefined();
    expect(observedAt).toBe(noon);
    expect(groups[0]).toMatchObject({ dataAge: 90, fastBurn: true });
    expect(warnings).toEqual([
      { code: "source-failing", message: "Prometheus does not answer: connection refused" },
    ]);
  });

  it("is unreachable from the second time on, its numbers still shown", () => {
    const { groups, cause, detail } = silent(2, "1m");
    expect(cause).toBe("prometheus-unreachable");
    expect(detail).toMatch(/connection refused/);
    expect(groups[0]).toMatchObject({ cause: "prometheus-unreachable", dataAge: 120 });
    expect(groups[0]?.raw?.consumed).toBeCloseTo(0.9, 12);
  });

  it("says nothing of alerts that it can no longer see", () => {
    expect(silent(2).groups[0]).toMatchObject({ fastBurn: false, firing: [] });
  });

  it("is stale when even the forgiven numbers are too old", () => {
    expect(silent(1, "10m")).toMatchObject({ cause: "stale" });
  });

  it("lets a new objective act on the last numbers at once", () => {
    expect(silent(1, "30s", slo({ objective: "99%" })).groups[0]?.raw?.consumed).toBeCloseTo(0.09, 12);
  });

  it("leaves nothing to show when it never answered", () => {
    const never = assessInSilence(slo(), policyOf(), undefined, {
      failures: 1,
      lasting: duration("30s"),
      message: "connection refused",
    });
    expect(never).toMatchObject({ cause: "prometheus-unreachable", groups: [{ group: {} }] });
    expect(never.groups[0]?.raw).toBeUndefined();
  });
});
