import { describe, expect, it } from "vitest";
import { enterMissed, markAlert } from "../../../src/governance/incidents/feedback.ts";
import { qualityLines } from "../../../src/http/metrics/quality.ts";
import { emptyState } from "../../../src/governance/state.ts";
import { openBook, page, shop } from "../../governance/incidents/alerts.ts";
import { person } from "../../support/people.ts";
import { earlier, later } from "../../support/snapshots.ts";

const alice = person({ roles: ["approver"] });
const slo = "checkout.availability.production";
const identity = `slo_id="${slo}",slo_service="checkout",slo_name="availability",slo_environment="production"`;
const rowsOf = (text: string): string[] =>
  text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

describe("alert quality on /metrics", () => {
  it("counts the alerts that are kept by what people think of them, and says how long they took to tell", () => {
    const of = openBook();
    const pages = ["a1", "a2", "a3"].map((fingerprint) => page({ fingerprint }));
    const { recorded } = of.tell(later("1m"), ...pages);
    const occasion = { now: later("1h"), newId: of.newId };
    const [useful = "", noise = ""] = recorded;
    of.accept(markAlert(of.state, occasion, alice, { id: useful, mark: "useful", began: earlier("4m") }));
    of.accept(markAlert(of.state, occasion, alice, { id: noise, mark: "noise" }));
    const miss = { slo, from: earlier("2h"), what: "a customer called" };
    of.accept(enterMissed(of.state, occasion, alice, miss, shop));
    expect(rowsOf(qualityLines(of.state))).toEqual([
      `nines_alerts{${identity},tier="fast",mark="useful"} 1`,
      `nines_alerts{${identity},tier="fast",mark="noise"} 1`,
      `nines_alerts{${identity},tier="fast",mark="duplicate"} 0`,
      `nines_alerts{${identity},tier="fast",mark="none"} 1`,
      `nines_alerts_missed{${identity}} 1`,
      `nines_alert_detection_seconds{${identity},tier="fast"} 240`,
    ]);
  });

  it("has no row where no alert is kept", () => {
    expect(rowsOf(qualityLines(emptyState()))).toEqual([]);
  });
});
