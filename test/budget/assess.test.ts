import { describe, expect, it } from "vitest";
import { assess } from "../../src/budget/assess.ts";
import type { Timestamp } from "../../src/model/units.ts";
import { observation, pageFor } from "../support/observations.ts";
import { duration, slo } from "../support/slos.ts";
import { earlier, later, noon, policyOf } from "../support/snapshots.ts";

const checkout = slo();
const byRegion = slo({ groupBy: ["region"] });
const assessed = (said: Parameters<typeof observation>[0], of = checkout, behindSince?: Timestamp) =>
  assess(of, policyOf(), observation(said), behindSince);
const only = (said: Parameters<typeof observation>[0], of = checkout) => assessed(said, of).groups[0]!;

describe("an assessment", () => {
  it("counts events under git's objective, not the recorded one", () => {
    expect(only({ bad: 900 }).raw?.consumed).toBeCloseTo(0.9, 12);
    expect(only({ bad: 900 }, slo({ objective: "99%" })).raw?.consumed).toBeCloseTo(0.09, 12);
  });

  it("tells burn by window as error ratio over budget", () => {
    const { burn } = only({ ratios: { "5m": 0.0144, "1h": 0.002 } });
    expect(burn.map(({ window }) => window)).toEqual([duration("5m"), duration("1h")]);
    expect(burn[0]?.rate).toBeCloseTo(14.4, 9);
  });

  it("takes the age of its data from Prometheus' clock", () => {
    expect(only({ age: "2m30s" })).toMatchObject({ dataAge: 150, dataAt: earlier("2m30s") });
  });

  it("is partial below 90 % coverage", () => {
    expect(only({ coverage: 0.9 }).partial).toBe(false);
    expect(only({ coverage: 0.89 }).partial).toBe(true);
  });

  it("says when more is bad than happened", () => {
    const { warnings } = assessed({ bad: 3, total: 2 });
    expect(warnings.map(({ code }) => code)).toEqual(["bad-above-total"]);
  });

  it("takes the fast burn from Prometheus' firing alert", () => {
    expect(only({ firing: [pageFor()] }).fastBurn).toBe(true);
    expect(only({ firing: [{ ...pageFor(), tier: "medium" }] }).fastBurn).toBe(false);
    expect(only({ firing: [{ ...pageFor(), alertname: "SloNoData" }] }).fastBurn).toBe(false);
  });
});

describe("what cannot be judged", () => {
  it("is without rules when Prometheus knows nothing of the SLO", () => {
    const nothing = assessed({ unloaded: true, groups: [] });
    expect(nothing).toMatchObject({ cause: "rules-behind", groups: [{ cause: "rules-behind" }] });
    expect(nothing.detail).toMatch(/no rules for checkout.availability.production/);
  });

  it("has no data when its rules are loaded and its ledger is silent", () => {
    expect(assessed({ groups: [] })).toMatchObject({ cause: "no-data" });
    expect(assessed({ age: "none" })).toMatchObject({ cause: "no-data", groups: [{ cause: "no-data" }] });
  });

  it("is stale when the newest data is older than the policy believes", () => {
    expect(assessed({ age: "10m" }).cause).toBeUndefined();
    const old = assessed({ age: "10m1s" });
    expect(old).toMatchObject({ cause: "stale", groups: [{ cause: "stale" }] });
    expect(old.groups[0]?.raw).toBeDefined();
  });
});

describe("rules that differ from git", () => {
  const other = { rules: { hash: "00000000", window: "30d" } };

  it("go on being judged through the grace, with a warning", () => {
    const first = assessed(other);
    expect(first.cause).toBeUndefined();
    expect(first.rules).toEqual({
      hash: "00000000",
      behind: true,
      behindSince: noon,
      graceUntil: later("1h"),
    });
    expect(first.warnings).toMatchObject([{ code: "rules-behind" }]);
  });

  it("make it unknown once the grace is over", () => {
    expect(assessed(other, checkout, earlier("59m")).cause).toBeUndefined();
    expect(assessed(other, checkout, earlier("1h"))).toMatchObject({
      cause: "rules-behind",
      groups: [{ cause: "rules-behind" }],
    });
  });

  it("are noticed by the window too, which the hash leaves out", () => {
    const { rules, warnings } = assessed({ rules: { hash: "3f9c2a10", window: "7d" } });
    expect(rules.behind).toBe(true);
    expect(warnings[0]?.message).toMatch(/window of 7d, git says 30d/);
  });

  it("do not mind another spelling of the same window", () => {
    expect(assessed({ rules: { hash: "3f9c2a10", window: "720h" } }).rules.behind).toBe(false);
  });

  it("are forgotten when they agree again", () => {
    expect(assessed({}, checkout, earlier("30m")).rules).toEqual({ hash: "3f9c2a10", behind: false });
  });

  it("are behind while data comes without any slo_info", () => {
    expect(assessed({ unloaded: true }).rules).toMatchObject({ behind: true, graceUntil: later("1h") });
  });
});

describe("a grouped SLO", () => {
  const regions = (...ages: readonly string[]) =>
    ages.map((age, index) => ({ group: { region: ["ap", "eu", "us"][index]! }, age }));

  it("lists a group as gone that was silent for an hour while others speak", () => {
    const { groups, cause } = assessed({ groups: regions("1h1m", "1m", "none") }, byRegion);
    expect(cause).toBeUndefined();
    expect(groups.map(({ group, gone }) => [group["region"], gone])).toEqual([
      ["eu", false],
      ["ap", true],
      ["us", true],
    ]);
  });

  it("has no gone groups when nobody speaks: that is missing data", () => {
    const { groups, cause } = assessed({ groups: regions("none", "none") }, byRegion);
    expect(cause).toBe("no-data");
    expect(groups.every(({ gone }) => !gone)).toBe(true);
  });

  it("is stale in one group while another is fresh", () => {
    const { groups, cause } = assessed({ groups: regions("20m", "1m") }, byRegion);
    expect(cause).toBeUndefined();
    expect(groups.map((group) => group.cause)).toEqual(["stale", undefined]);
  });

  it("gives each group its own alerts, and all of them those of the whole SLO", () => {
    const firing = [pageFor({ region: "eu" }), { alertname: "SloNoData", group: {} }];
    const { groups } = assessed({ groups: regions("1m", "1m"), firing }, byRegion);
    expect(groups.map(({ fastBurn }) => fastBurn)).toEqual([false, true]);
    expect(groups.map((group) => group.firing.length)).toEqual([1, 2]);
  });

  it("orders its groups the same whatever the order of the answer", () => {
    const said = regions("1m", "1m", "1m");
    const order = (groups: typeof said) =>
      assessed({ groups }, byRegion).groups.map(({ group }) => group["region"]);
    expect(order(said.toReversed())).toEqual(order(said));
  });
});
