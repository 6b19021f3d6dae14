import { describe, expect, it } from "vitest";
import { enterMissed, markAlert } from "../../../src/governance/incidents/feedback.ts";
import { changeIncident } from "../../../src/governance/incidents/commands.ts";
import { isRefusal } from "../../../src/governance/act.ts";
import { qualityOf } from "../../../src/report/quality/quality.ts";
import { person } from "../../support/people.ts";
import { earlier, later, noon } from "../../support/snapshots.ts";
import { openBook, page, shop } from "../../governance/incidents/alerts.ts";

const alice = person({ roles: ["approver"] });

/** Four pages of the fast tier and one of the medium one. */
function rung() {
  const of = openBook();
  const pages = ["a1", "a2", "a3", "a4"].map((fingerprint) => page({ fingerprint }));
  const { recorded } = of.tell(later("1m"), ...pages, page({ tier: "medium" }));
  const occasion = { now: later("1h"), newId: of.newId };
  const mark = (index: number, changes: object) => {
    const id = recorded[index] ?? "";
    return markAlert(of.state, occasion, alice, { id, mark: "useful", ...changes });
  };
  const quality = () => qualityOf(of.state.alerts.values(), of.state.missed.values(), of.state.incidents);
  return { of, occasion, mark, quality };
}

describe("what alerts were worth", () => {
  it("is not known of an alert of which somebody took back what was said", () => {
    const { of, mark, quality } = rung();
    of.accept(mark(0, { began: earlier("4m") }));
    of.accept(mark(0, { mark: "none", began: earlier("4m") }));
    expect(quality()[0]?.tiers[0]).toMatchObject({ tier: "fast", rung: 4, useful: 0 });
    expect(quality()[0]?.tiers[0]).not.toHaveProperty("precision");
    expect([...of.state.alerts.values()].every((alert) => !("marked" in alert))).toBe(true);
  });

  it("follows from the marks by SLO and tier: precision, and how long it took to tell", () => {
    const { of, mark, quality } = rung();
    of.accept(mark(0, { began: earlier("4m") }));
    of.accept(mark(1, { began: earlier("10m") }));
    of.accept(mark(2, { mark: "noise", comment: "a load test" }));
    expect(quality()).toEqual([
      {
        slo: "checkout.availability.production",
        missed: 0,
        recall: 1,
        tiers: [
          {
            slo: "checkout.availability.production",
            ...{ tier: "fast", rung: 4, useful: 2, noise: 1, duplicate: 0 },
            precision: 2 / 3,
            detection: { median: 240, longest: 600, known: 2 },
          },
          {
            slo: "checkout.availability.production",
            ...{ tier: "medium", rung: 1, useful: 0, noise: 0, duplicate: 0 },
          },
        ],
      },
    ]);
  });

  it("the newest mark counts, and an incident's corrected beginning is a beginning", () => {
    const { of, occasion, mark, quality } = rung();
    of.accept(mark(0, { mark: "noise" }));
    of.accept(mark(0, {}));
    expect(quality()[0]?.tiers[0]).toMatchObject({ useful: 1, noise: 0, precision: 1 });
    expect(quality()[0]?.tiers[0]?.detection).toBeUndefined();
    const [incident] = of.state.incidents.keys();
    of.accept(changeIncident(of.state, occasion, alice, { id: incident!, startedAt: earlier("7m") }));
    expect(quality()[0]?.tiers[0]?.detection).toEqual({ median: 420, longest: 420, known: 1 });
  });

  it("misses count against it, and stand even where nothing rang", () => {
    const { of, occasion, mark, quality } = rung();
    of.accept(mark(0, {}));
    const miss = { slo: "checkout.availability.production", from: earlier("3h"), what: "a customer called" };
    of.accept(enterMissed(of.state, occasion, alice, miss, shop));
    expect(quality()).toMatchObject([{ missed: 1, recall: 0.5 }]);
  });

  it("marks make sense, or are refused", () => {
    const { of, occasion, mark } = rung();
    const refusal = (act: ReturnType<typeof mark>) => (isRefusal(act) ? act.refused : "accepted");
    expect(refusal(mark(0, { began: later("5m", noon) }))).toBe("invalid");
    expect(refusal(mark(0, { began: later("5h") }))).toBe("invalid");
    expect(refusal(mark(9, {}))).toBe("not-found");
    const stranger = person({ roles: ["approver"], services: ["payments"] });
    const id = [...of.state.alerts.keys()][0] ?? "";
    expect(refusal(markAlert(of.state, occasion, stranger, { id, mark: "noise" }))).toBe("forbidden");
    const miss = (changes: object) =>
      refusal(
        enterMissed(
          of.state,
          occasion,
          alice,
          { slo: "checkout.availability.production", from: noon, what: "x", ...changes },
          shop,
        ),
      );
    expect(miss({ slo: "checkout.nothing.production" })).toBe("invalid");
    expect(miss({ to: earlier("1h") })).toBe("invalid");
    expect(miss({ from: later("9h") })).toBe("invalid");
  });
});
