import { describe, expect, it } from "vitest";
import { assess } from "../../src/budget/assess.ts";
import { timestamp } from "../../src/model/units.ts";
import { judgeSlo, type Standings } from "../../src/policy/judge-slo.ts";
import { observation, type Said } from "../support/observations.ts";
import { slo } from "../support/slos.ts";
import { noon, policyOf } from "../support/snapshots.ts";

const byRegion = slo({ groupBy: ["region"] });
const region = (name: string, bad: number, age = "1m"): Said => ({ group: { region: name }, bad, age });
const none: Standings = new Map();

const judgedOf = (groups: readonly Said[], former = none, after = 0) =>
  judgeSlo(
    byRegion,
    policyOf(),
    assess(byRegion, policyOf(), observation({ groups })),
    former,
    timestamp(noon + after),
  );

describe("a grouped SLO's standing", () => {
  it("is its worst group's, which is listed first", () => {
    const { judged } = judgedOf([region("eu", 100), region("us", 950), region("ap", 600)]);
    expect(judged.standing.state).toBe("restricted");
    expect(judged.worst.assessment.group).toEqual({ region: "us" });
    expect(judged.groups.map(({ standing }) => standing.state)).toEqual(["restricted", "watch", "healthy"]);
  });

  it("is unknown while one group is, and the others are healthy", () => {
    const { judged } = judgedOf([region("eu", 100), region("us", 100, "20m")]);
    expect(judged.standing).toMatchObject({ state: "unknown", cause: "stale" });
  });

  it("is that of the group that was worst when it was last heard of, while nothing is known of any", () => {
    const { judged } = judgedOf([
      region("ap", 600, "20m"),
      region("eu", 950, "20m"),
      region("us", 100, "20m"),
    ]);
    expect(judged.standing.state).toBe("unknown");
    expect(judged.groups.map(({ assessment }) => assessment.group.region)).toEqual(["eu", "ap", "us"]);
  });

  it("does not count a group that is gone", () => {
    const { judged, transitions } = judgedOf([region("eu", 100), region("us", 2_000, "2h")]);
    expect(judged.standing.state).toBe("healthy");
    expect(judged.groups.at(-1)?.assessment).toMatchObject({ gone: true, group: { region: "us" } });
    expect(transitions).toEqual([]);
  });

  it("tells each group's transitions apart, once", () => {
    const first = judgedOf([region("eu", 600), region("us", 1_200)]);
    expect(first.transitions.map(({ group, to }) => [group["region"], to])).toEqual([
      ["eu", "watch"],
      ["us", "frozen"],
    ]);
    expect(judgedOf([region("eu", 600), region("us", 1_200)], first.standings, 30).transitions).toEqual([]);
  });

  it("remembers its groups through a time in which nothing is recorded", () => {
    const first = judgedOf([region("us", 950)]);
    const blank = judgedOf([], first.standings, 30);
    expect(blank.judged.standing.state).toBe("unknown");
    expect(judgedOf([region("us", 870)], blank.standings, 60).judged.standing.state).toBe("restricted");
  });
});
