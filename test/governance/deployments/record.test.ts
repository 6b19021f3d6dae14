import { describe, expect, it } from "vitest";
import type { DeploymentInput } from "../../../src/governance/deployments/read.ts";
import { recordDeployment } from "../../../src/governance/deployments/record.ts";
import { wasDeployed } from "../../../src/governance/deployments/fold.ts";
import type { Identity } from "../../../src/governance/people/identity.ts";
import type { GovernanceState } from "../../../src/governance/state.ts";
import type { Timestamp } from "../../../src/model/units.ts";
import { judged, production, serviceOf, snapshotOf } from "../../support/snapshots.ts";
import {
  accept,
  alice,
  begin,
  bob,
  earlier,
  later,
  noon,
  occasion,
  person,
  refusalOf,
} from "../windows/windows.ts";

const facts = snapshotOf([judged({ consumed: 0.1 })], {
  services: new Map([["checkout", serviceOf("checkout")]]),
  environments: new Map([
    ["production", production],
    ["prod", production],
  ]),
});
const place = { service: "checkout", environment: "production" };

const tell = (
  state: GovernanceState,
  said: Partial<DeploymentInput>,
  { now = noon, who = alice }: { now?: Timestamp; who?: Identity } = {},
) => recordDeployment(state, occasion(now), who, { ...place, sha: "4f2a91c", ...said }, facts);

const world = () => {
  const state = begin();
  const record = (said: Partial<DeploymentInput> = {}, now: Timestamp = noon) => {
    const before = state.head.seq;
    const { id } = accept(state, tell(state, said, { now }));
    return { id, events: state.head.seq - before, deployment: state.deployments.get(id)! };
  };
  const refused = (said: Partial<DeploymentInput>, now: Timestamp = noon) =>
    refusalOf(tell(state, said, { now }));
  return { state, record, refused };
};

describe("a deployment", () => {
  it("is told of when it starts and again when it is over", () => {
    const { record } = world();
    const begun = record({ environment: "prod", version: "v1.42.0" });
    expect(begun.deployment).toEqual({
      id: begun.id,
      ...place,
      sha: "4f2a91c",
      version: "v1.42.0",
      startedAt: noon,
      recordedBy: "alice@example.org",
      recordedAt: noon,
    });
    const ended = record({ outcome: "succeeded", decision: "gd-1" }, later("3m"));
    expect(ended.id).toBe(begun.id);
    expect(ended.deployment).toEqual({
      ...begun.deployment,
      finishedAt: later("3m"),
      outcome: "succeeded",
      decision: "gd-1",
    });
  });

  it("may be told of once, when it is over", () => {
    const { deployment } = world().record({
      outcome: "failed",
      started: earlier("10m"),
      finished: earlier("2m"),
    });
    expect(deployment).toMatchObject({ startedAt: earlier("10m"), finishedAt: earlier("2m") });
    expect(world().record({ outcome: "failed" }).deployment).toMatchObject({
      startedAt: noon,
      finishedAt: noon,
    });
  });

  it("is recorded once, however often it is told", () => {
    const { record } = world();
    const { id } = record();
    expect(record({}, later("1m"))).toMatchObject({ id, events: 0 });
    expect(record({ outcome: "succeeded" }, later("2m"))).toMatchObject({ id, events: 1 });
    expect(record({ outcome: "succeeded" }, later("3m"))).toMatchObject({ id, events: 0 });
    expect(record({ outcome: "succeeded", started: noon }, later("4m"))).toMatchObject({ id, events: 0 });
  });

  it("is another one when the same change goes out again", () => {
    const { record } = world();
    const first = record({ outcome: "succeeded" });
    const again = record({}, later("1h"));
    expect(again.id).not.toBe(first.id);
    record({ outcome: "succeeded" }, later("2h"));
    record({ sha: "5e3b1c0", outcome: "succeeded" }, later("3h"));
    const back = record({ outcome: "succeeded" }, later("4h"));
    expect([first.id, again.id]).not.toContain(back.id);
  });

  it("of the same run is the same, whatever else is told", () => {
    const { record, refused } = world();
    const { id } = record({ run: "4711" });
    record({ run: "4712" });
    expect(record({ run: "4711", outcome: "failed" }, later("5m"))).toMatchObject({ id, events: 1 });
    expect(record({ run: "4711", outcome: "failed" }, later("1d"))).toMatchObject({ id, events: 0 });
    expect(refused({ run: "4711", outcome: "succeeded" })).toBe("conflict");
    expect(refused({ run: "4711", sha: "5e3b1c0" })).toBe("conflict");
  });

  it("does not end before it starts, save for what clocks differ by", () => {
    const { record, refused } = world();
    record();
    expect(refused({ outcome: "failed", finished: earlier("10m") })).toBe("conflict");
    expect(record({ outcome: "failed", finished: earlier("5s") }).deployment).toMatchObject({
      startedAt: noon,
      finishedAt: noon,
    });
  });

  it.each([
    ["nothing that names it", { sha: undefined }, ["sha"]],
    ["an end without an outcome", { finished: noon }, ["outcome"]],
    ["an end before its start", { started: noon, finished: earlier("1m"), outcome: "failed" }, ["finished"]],
    ["a start that lies ahead", { started: later("10m") }, ["started"]],
    ["a start of long ago", { started: earlier("401d") }, ["started"]],
    ["a service that nobody registered", { service: "chekout" }, "forbidden"],
    ["an environment that it is not in", { environment: "staging" }, ["environment"]],
  ] as const)("is refused with %s", (_, said, refusal) => {
    expect(world().refused(said)).toEqual(refusal);
  });

  it("is told of by whoever may act for the service", () => {
    const machine = person("ci", { kind: "machine", roles: ["machine"] });
    expect(refusalOf(tell(begin(), {}, { who: machine }))).toBe("accepted");
    for (const who of [person("x", { roles: ["viewer"] }), person("y", { services: ["search"] })])
      expect(refusalOf(tell(begin(), {}, { who }))).toBe("forbidden");
    const everywhere = { ...bob, services: ["*"], roles: ["requester"] as const };
    expect(refusalOf(tell(begin(), { service: "chekout" }, { who: everywhere }))).toEqual(["service"]);
  });
});

describe("what was deployed before", () => {
  const wanted = { ...place, sha: "4f2a91c" };

  it("is proven by a success there within 30 days, and by nothing else", () => {
    const { state, record } = world();
    const proven = (now: Timestamp, of = wanted) => wasDeployed(state.deployed, of, now);
    record();
    expect(proven(noon)).toBe(false);
    record({ outcome: "failed" }, later("1m"));
    expect(proven(later("1m"))).toBe(false);
    record({ outcome: "succeeded" }, later("2m"));
    expect(proven(later("29d"))).toBe(true);
    expect(proven(later("31d"))).toBe(false);
    expect(proven(later("1h"), { ...wanted, environment: "staging" })).toBe(false);
    expect(proven(later("1h"), { ...wanted, sha: "4f2a91" })).toBe(false);
  });

  it("is forgotten once it proves nothing, deployments after 400 days", () => {
    const { state, record } = world();
    record({ outcome: "succeeded" });
    record({ sha: "5e3b1c0", outcome: "succeeded" }, later("31d"));
    expect(state.deployed.size).toBe(1);
    expect(state.deployments.size).toBe(2);
    record({ sha: "6d4c2b1", outcome: "succeeded" }, later("401d"));
    expect([...state.deployments.values()].map(({ sha }) => sha)).toEqual(["5e3b1c0", "6d4c2b1"]);
  });
});
