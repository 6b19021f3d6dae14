import { describe, expect, it } from "vitest";
import { isRefusal } from "../../../src/governance/act.ts";
import {
  approveCorrection,
  denyCorrection,
  requestCorrection,
  revokeCorrection,
  withdrawCorrection,
} from "../../../src/governance/corrections/commands.ts";
import type { CorrectionInput } from "../../../src/governance/corrections/request.ts";
import type { Facts } from "../../../src/governance/facts.ts";
import type { Identity } from "../../../src/governance/people/identity.ts";
import { earlier, judged, later, noon } from "../../support/snapshots.ts";
import {
  accept,
  alice,
  begin,
  bob,
  carol,
  factsOf,
  occasion,
  person,
  refusalOf,
} from "../windows/windows.ts";

const asked = (changes: Partial<CorrectionInput> = {}): CorrectionInput => ({
  service: "checkout",
  from: earlier("2h"),
  to: earlier("1h"),
  effect: "drop",
  reason: "The load test was announced",
  evidence: ["https://changes.example/4711"],
  ...changes,
});
const healthy = factsOf(judged({ consumed: 0.1 }));
const restricted = factsOf(judged({ consumed: 0.95 }));
const frozen = factsOf(judged({ consumed: 1.2 }));
const unknown = factsOf(judged({ consumed: 0.1, state: "unknown", cause: "stale" }));
const director = person("dora", { groups: ["director"] });

const ask = (facts: Facts, input = asked(), state = begin(), who: Identity = alice) => {
  const { id, missing } = accept(state, requestCorrection(state, occasion(), who, input, facts));
  const correction = () => state.corrections.get(id)!;
  const approve = (by: Identity, now = facts, more: { requestHash?: string; group?: string } = {}) =>
    approveCorrection(state, occasion(later("1m")), by, { id, ...more }, now);
  return { state, id, missing, correction, approve };
};
const requesting = (changes: Partial<CorrectionInput>, who = alice, facts = healthy) =>
  requestCorrection(begin(), occasion(), who, asked(changes), facts);

describe("asking for a correction", () => {
  it("asks for the quorum of the worst present state among the SLOs concerned", () => {
    const both = factsOf(judged({ consumed: 0.95 }), judged({ slo: { name: "latency" }, consumed: 0.1 }));
    expect(ask(both).missing).toEqual(["owner", "sre"]);
    expect(ask(both, asked({ slos: ["latency"] })).missing).toEqual(["any"]);
    expect(ask(frozen).missing).toEqual(["owner", "sre", "director"]);
  });

  it("asks as frozen does where the state is not known, and for somebody where no quorum is set", () => {
    expect(ask(unknown).correction().requirement).toMatchObject({
      state: "frozen",
      seats: ["owner", "sre", "director"],
    });
    expect(ask(healthy).correction().requirement).toMatchObject({ state: "healthy", seats: ["any"] });
  });

  it("keeps canonical names: aliases, SLO names and what the ids leave out", () => {
    const byAlias = ask(healthy, asked({ slos: ["availability"], environments: ["prod", "live"] }));
    expect(byAlias.correction().request).toMatchObject({
      slos: ["checkout.availability.production"],
      environments: ["production"],
    });
    expect(ask(healthy).correction().request).toMatchObject({ slos: [], environments: ["production"] });
  });

  it.each<[string, Partial<CorrectionInput>, readonly string[]]>([
    ["ends ahead of now", { to: later("1m") }, ["to"]],
    ["ends before it begins", { from: earlier("30m"), to: earlier("1h") }, ["to"]],
    ["is empty", { from: earlier("1h") }, ["to"]],
    ["begins more than ninety days back", { from: earlier("91d") }, ["from"]],
    ["has no moments", { from: Number.NaN as never, to: Number.NaN as never }, ["from", "to"]],
    ["is of nobody's service", { service: "nothing" }, ["service"]],
    ["is of an environment that the service is not in", { environments: ["staging"] }, ["environments"]],
    ["is of an SLO that there is not", { slos: ["availability", "speed"] }, ["slos.1"]],
    ["gives no reason", { reason: "  " }, ["reason"]],
    ["gives too much of it", { reason: "x".repeat(4_001) }, ["reason"]],
    ["has no evidence", { evidence: [] }, ["evidence"]],
    ["links to a file", { evidence: ["https://a.example", "file:///etc/passwd"] }, ["evidence.1"]],
    ["links with a password", { evidence: ["https://me:secret@a.example"] }, ["evidence.0"]],
    [
      "is wrong in several ways",
      { service: "nothing", to: later("1m"), reason: "" },
      ["service", "to", "reason"],
    ],
  ])("is refused when it %s, field by field", (_, changes, fields) => {
    const services = "service" in changes ? person("alice", { services: ["*"] }) : alice;
    expect(refusalOf(requesting(changes, services))).toEqual(fields);
  });

  it("reaches ninety days back, and up to now", () => {
    expect(refusalOf(requesting({ from: earlier("90d"), to: noon }))).toBe("accepted");
  });

  it("is for those who may request, of a service that they act for", () => {
    expect(refusalOf(requesting({}, { ...alice, roles: ["viewer", "auditor"] }))).toBe("forbidden");
    expect(refusalOf(requesting({}, { ...alice, services: ["payments"] }))).toBe("forbidden");
  });
});

describe("approving a correction", () => {
  it("puts it in force with the last seat, and not before", () => {
    const { correction, approve, state } = ask(restricted, asked(), begin(), director);
    accept(state, approve(alice));
    expect(correction()).toMatchObject({ state: "pending", approvals: [{ group: "team-shop" }] });
    accept(state, approve(bob));
    expect(correction()).toMatchObject({ state: "approved", decidedBy: bob.subject, decidedAt: later("1m") });
  });

  it("is never for who asked, not even where one person is enough", () => {
    expect(refusalOf(ask(healthy).approve(alice))).toBe("own-request");
  });

  it("is one seat a person, and another group for each", () => {
    const { approve, state } = ask(restricted);
    accept(state, approve(carol));
    expect(refusalOf(approve(carol))).toBe("conflict");
    expect(refusalOf(approve(person("carl", { groups: ["team-shop"] })))).toBe("not-in-quorum");
  });

  it("is for a person with the role, not for a machine", () => {
    const { approve } = ask(healthy);
    expect(refusalOf(approve({ ...bob, roles: ["requester"] }))).toBe("forbidden");
    expect(refusalOf(approve({ ...bob, kind: "machine" }))).toBe("forbidden");
  });

  it("binds to what was read", () => {
    const { approve, correction } = ask(healthy);
    expect(refusalOf(approve(bob, healthy, { requestHash: "another" }))).toBe("outdated");
    expect(refusalOf(approve(bob, healthy, { requestHash: correction().requestHash }))).toBe("accepted");
  });

  it("asks for more when the budget has worsened since, and keeps asking when it recovers", () => {
    const { approve, state, correction } = ask(restricted, asked(), begin(), person("eve"));
    accept(state, approve(alice, frozen));
    accept(state, approve(bob, restricted));
    expect(correction()).toMatchObject({ state: "pending", requirement: { state: "frozen" } });
    accept(state, approve(director, restricted));
    expect(correction().state).toBe("approved");
  });

  it("asks for more while a state is not known, but not for good: then one of those who sit says it again", () => {
    const { approve, state, correction } = ask(restricted, asked(), begin(), person("eve"));
    accept(state, approve(alice, unknown));
    accept(state, approve(bob, unknown));
    expect(correction()).toMatchObject({ state: "pending", requirement: { state: "restricted" } });
    expect(refusalOf(approve(bob, unknown))).toBe("conflict");
    accept(state, approve(bob, restricted));
    expect(correction().state).toBe("approved");
    expect(correction().approvals.map(({ by }) => by)).toEqual([alice.subject, bob.subject]);
  });
});

describe("the end of a correction", () => {
  const decide = (
    command: typeof denyCorrection,
    of: ReturnType<typeof ask>,
    who: Identity,
    reason = "no evidence",
  ) => command(of.state, occasion(), who, { id: of.id, reason });

  it("is one no, with a reason, by somebody who may approve", () => {
    const of = ask(restricted);
    expect(refusalOf(decide(denyCorrection, of, bob, " "))).toEqual(["reason"]);
    expect(refusalOf(decide(denyCorrection, of, { ...bob, roles: ["requester"] }))).toBe("forbidden");
    accept(of.state, decide(denyCorrection, of, bob));
    expect(of.correction()).toMatchObject({
      state: "denied",
      decision: "no evidence",
      decidedBy: bob.subject,
    });
  });

  it("is a withdrawal by who asked, while nobody has decided", () => {
    const of = ask(healthy);
    const withdraw = (who: Identity) => withdrawCorrection(of.state, occasion(), who, { id: of.id });
    expect(refusalOf(withdraw(bob))).toBe("forbidden");
    accept(of.state, withdraw(alice));
    expect(of.correction().state).toBe("withdrawn");
    expect(refusalOf(withdraw(alice))).toBe("conflict");
  });

  it("is a revocation of what was approved, by somebody who may approve", () => {
    const of = ask(healthy);
    expect(refusalOf(decide(revokeCorrection, of, bob))).toBe("conflict");
    accept(of.state, of.approve(bob));
    accept(of.state, decide(revokeCorrection, of, carol, "it was no load test"));
    expect(of.correction()).toMatchObject({ state: "revoked", decision: "it was no load test" });
  });

  it("is final: nothing approves, denies or withdraws what is decided", () => {
    const of = ask(healthy);
    accept(of.state, of.approve(bob));
    expect(refusalOf(of.approve(carol))).toBe("conflict");
    expect(refusalOf(decide(denyCorrection, of, carol))).toBe("conflict");
    expect(isRefusal(withdrawCorrection(of.state, occasion(), alice, { id: of.id }))).toBe(true);
  });

  it("of one that never was is not found", () => {
    const state = begin();
    for (const command of [denyCorrection, revokeCorrection])
      expect(refusalOf(command(state, occasion(), bob, { id: "co-none", reason: "none" }))).toBe("not-found");
  });
});
