import { describe, expect, it } from "vitest";
import { decide } from "../../src/gate/decide.ts";
import { inputsOf } from "../../src/gate/replay/inputs.ts";
import { revive } from "../../src/gate/replay/revive.ts";
import type { Question } from "../../src/gate/question.ts";
import { emptyState, type GovernanceState } from "../../src/governance/state.ts";
import type { Incident } from "../../src/governance/incidents/incident.ts";
import type { ExperimentSchedule } from "../../src/model/experiment.ts";
import { ratio } from "../../src/model/units.ts";
import { later, noon } from "../support/snapshots.ts";
import { company, requested, running, type Company } from "../governance/experiments/story.ts";

const question = (trial: Question["trial"] = {}, change: Question["change"] = "experiment"): Question => ({
  subject: { kind: "service", service: "checkout", environment: "production" },
  change,
  group: {},
  trial,
});
const ask = (facts: Company, trial?: Question["trial"], state: GovernanceState = emptyState(), now = noon) =>
  decide(question(trial), facts, state, now);
const said = (verdict: ReturnType<typeof ask>) =>
  verdict.reasons.filter(({ kind }) => kind === "experiment").map(({ sentence }) => sentence);

/** noon is a Sunday. */
const workdays: ExperimentSchedule = {
  timeZone: "UTC",
  days: ["monday", "tuesday"],
  from: 600,
  to: 960,
  excluded: [],
};

describe("the gate, asked about an experiment", () => {
  it("lets it pass with budget to spare, within its hours and with nothing else going on", () => {
    expect(ask(company(), { cost: ratio(0.02) })).toMatchObject({ decision: "allow", allowed: true });
  });

  it("refuses it outside its schedule, says when it opens, and holds that until then", () => {
    const verdict = ask(company({ consumed: 0.2 }, { schedule: workdays }));
    expect(verdict.decision).toBe("deny");
    expect(said(verdict)).toEqual([
      "policy default lets experiments run Mon, Tue from 10:00 to 16:00 (UTC): next from 2026-11-23 10:00 UTC → deny",
    ]);
  });

  it("refuses it where less than the floor would be left after its declared cost", () => {
    const facts = company({ consumed: 0.49 });
    expect(ask(facts).allowed).toBe(true);
    expect(said(ask(facts, { cost: ratio(0.02) }))).toEqual([
      "51 % of the budget of checkout.availability.production is left − 2 % declared = 49 %: the floor is 50 % → deny",
    ]);
  });

  it("refuses it where nobody knows how much is left", () => {
    const verdict = ask(company({ consumed: 0.1, state: "unknown", cause: "stale" }));
    expect(verdict.decision).toBe("deny");
    expect(said(verdict)[0]).toContain("is not known, and 50 % must be");
  });

  it("refuses it while a dependant is frozen, although the service itself is well", () => {
    expect(said(ask(company({ consumed: 0.1 }, {}, { consumed: 1.3 })))).toEqual([
      "shop.availability.production is frozen: nobody experiments on shop or on what it depends on → deny",
    ]);
  });

  it("refuses it while an incident of the service or of a dependant is open", () => {
    const state = emptyState();
    const incident = { id: "inc-1", service: "shop", environment: "production", title: "carts are empty" };
    state.incidents.set("inc-1", {
      ...incident,
      spells: [{ from: noon }],
      alerts: [],
      notes: [],
      actions: [],
    } as unknown as Incident);
    expect(said(ask(company(), {}, state))).toEqual([
      "incident inc-1 of shop is open: carts are empty → deny",
    ]);
  });

  it("refuses it while another one runs that could hurt the same services, until that must be over", () => {
    const facts = company();
    const other = running(facts, { service: "checkout" });
    const verdict = ask(facts, {}, other.state, later("5m"));
    expect(verdict.decision).toBe("deny");
    expect(said(verdict)[0]).toContain(`experiment ${other.id} on checkout is running`);
  });

  it("asks for the approval that the policy wants, and takes that of the experiment on record", () => {
    const facts = company({ consumed: 0.2 }, { approval: ["sre"] });
    expect(ask(facts)).toMatchObject({ decision: "needs_exception" });
    const { state, id, experiment } = requested(facts);
    expect(said(ask(facts, { experiment: id }, state))).toEqual([
      `an experiment needs the approval of sre: ${id} waits for it → needs_exception`,
    ]);
    const approval = { by: "bob@example.org", group: "sre", at: noon, requestHash: "", standIn: false };
    state.experiments.set(id, { ...experiment(), approvals: [approval] });
    expect(ask(facts, { experiment: id }, state).allowed).toBe(true);
  });

  it("asks nothing more of other changes, and says of experiments whether they could go out now", () => {
    const facts = company({ consumed: 0.2 }, { schedule: workdays });
    const verdict = decide(question(undefined, "feature"), facts, emptyState(), noon);
    expect(verdict).toMatchObject({ decision: "allow" });
    expect(verdict.allowedNow).not.toContain("experiment");
  });

  it("comes to the same verdict when it is replayed from what was recorded", () => {
    const facts = company({ consumed: 0.49 }, { schedule: workdays, approval: ["sre"] }, { consumed: 1.3 });
    const { state } = running(company());
    const asked = question({ cost: ratio(0.02) });
    const kept = JSON.parse(JSON.stringify(inputsOf(asked, facts, state, later("1m")))) as ReturnType<
      typeof inputsOf
    >;
    const { view, governance } = revive(kept);
    expect(decide(asked, view, governance, later("1m"))).toEqual(decide(asked, facts, state, later("1m")));
  });
});
