import { describe, expect, it } from "vitest";
import { approveExperiment, denyExperiment } from "../../../src/governance/experiments/answer.ts";
import { requestExperiment } from "../../../src/governance/experiments/request.ts";
import {
  abortExperiment,
  finishExperiment,
  startExperiment,
} from "../../../src/governance/experiments/run.ts";
import { emptyState } from "../../../src/governance/state.ts";
import { ratio } from "../../../src/model/units.ts";
import { duration } from "../../support/slos.ts";
import { accept, alice, bob, carol, occasion, person } from "../windows/windows.ts";
import { company, planOf, refusalIn, requested, running } from "./story.ts";

const free = company();
const guarded = company({ consumed: 0.2 }, { approval: ["sre"] });

describe("asking to experiment", () => {
  it("is approved at once where the policy asks nobody, and waits where it asks somebody", () => {
    expect(requested(free).experiment().state).toBe("approved");
    expect(requested(guarded).experiment()).toMatchObject({ state: "pending", seats: ["sre"] });
  });

  it("takes an environment's alias, and keeps its name", () => {
    expect(requested(free, { environment: "prod" }).experiment().plan.environment).toBe("production");
  });

  it.each([
    [
      "a service that nobody registered",
      { service: "nowhere" },
      "forbidden: alice@example.org does not act for",
    ],
    ["a cap below the declared cost", { caps: { spend: ratio(0.01), burn: 10 } }, "invalid"],
    ["more than a working day", { length: duration("9h") }, "invalid"],
  ])("is refused for %s", (_, changes, why) => {
    expect(refusalIn(requestExperiment(emptyState(), occasion(), alice, planOf(changes), free))).toContain(
      why,
    );
  });

  it("needs a role that acts, for a service that one acts for", () => {
    const viewer = person("vera", { roles: ["viewer"] });
    expect(refusalIn(requestExperiment(emptyState(), occasion(), viewer, planOf(), free))).toContain(
      "needs the role",
    );
  });
});

describe("approving an experiment", () => {
  it("lets it start once every seat is filled, by somebody else, for what was read", () => {
    const { state, id, experiment } = requested(guarded);
    const { requestHash } = experiment();
    const by = (who: typeof bob, hash = requestHash) =>
      approveExperiment(state, occasion(), who, { id, requestHash: hash }, guarded);
    expect(refusalIn(by(alice))).toContain("own-request");
    expect(refusalIn(by(carol))).toContain("not-in-quorum: it waits for sre");
    expect(refusalIn(by(bob, "0".repeat(64)))).toContain("outdated");
    accept(state, by(bob));
    expect(experiment()).toMatchObject({ state: "approved", approvals: [{ by: bob.subject, group: "sre" }] });
    expect(refusalIn(by(bob))).toContain("conflict");
  });

  it("is over with one no", () => {
    const { state, id, experiment } = requested(guarded);
    accept(state, denyExperiment(state, occasion(), bob, { id, reason: "not before the sale" }));
    expect(experiment()).toMatchObject({ state: "denied", reason: "not before the sale" });
  });
});

describe("running an experiment", () => {
  const start = ({ state, id }: ReturnType<typeof requested>, no?: string, facts = free) =>
    startExperiment(state, occasion(), alice, { id }, { facts, gate: () => no });

  it("begins when the gate lets it, and remembers what its SLOs and those of its dependants had consumed", () => {
    const asked = requested(free);
    expect(refusalIn(start(asked, "the gate says deny: frozen"))).toBe(
      "conflict: the gate says deny: frozen",
    );
    accept(asked.state, start(asked));
    expect(asked.experiment().state).toBe("running");
    expect(asked.experiment().spentAt).toEqual({
      "checkout.availability.production": 0.2,
      "shop.availability.production": 0.1,
    });
  });

  it("does not begin before it is approved, whatever the gate says", () => {
    expect(refusalIn(start(requested(guarded), undefined, guarded))).toContain("waits for its approval");
  });

  it("begins once, however often that is said, and never again after its end", () => {
    const asked = running(free);
    expect(start(asked)).toMatchObject({ events: [] });
    accept(asked.state, finishExperiment(asked.state, occasion(), alice, { id: asked.id }));
    expect(asked.experiment().state).toBe("finished");
    expect(refusalIn(start(asked))).toContain("is finished: ask for another one");
  });

  it("is stopped by everybody who may act, and taken back before it began", () => {
    const asked = running(free);
    accept(
      asked.state,
      abortExperiment(asked.state, occasion(), bob, { id: asked.id, reason: "customers call" }),
    );
    expect(asked.experiment()).toMatchObject({
      state: "aborted",
      abortedFor: "by-hand",
      reason: "customers call",
    });
    const waiting = requested(guarded);
    accept(
      waiting.state,
      abortExperiment(waiting.state, occasion(), alice, { id: waiting.id, reason: "no need" }),
    );
    expect(waiting.experiment().state).toBe("withdrawn");
  });
});
