import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { incidentState } from "../../../src/governance/incidents/incident.ts";
import { seconds, timestamp } from "../../../src/model/units.ts";
import { later, noon } from "../../support/snapshots.ts";
import { alertmanager, openBook, page, resolved } from "./alerts.ts";

describe("a notification of Alertmanager", () => {
  it("opens an incident for a page of a burning budget, under the environment's own name", () => {
    const of = openBook();
    const { opened } = of.tell(later("1m"), page());
    const incident = of.state.incidents.get(opened[0]!);
    expect(incident).toMatchObject({
      service: "checkout",
      environment: "production",
      title: "checkout burns its error budget",
      byAlert: true,
      spells: [{ from: noon }],
    });
    expect([...of.state.alerts.values()]).toMatchObject([
      { tier: "fast", severity: "page", environment: "production", incident: incident?.id },
    ]);
  });

  it("told again is no news", () => {
    const of = openBook();
    of.tell(later("1m"), page());
    expect(of.tell(later("6m"), page())).toEqual({
      recorded: [],
      opened: [],
      reopened: [],
      closed: [],
      ignored: [],
    });
  });

  it("of a ticket opens nothing, and joins what is open there", () => {
    const of = openBook();
    expect(of.tell(noon, page({ tier: "slow" })).opened).toEqual([]);
    const { opened } = of.tell(noon, page());
    of.tell(later("1m"), page({ tier: "long" }));
    const joined = [...of.state.alerts.values()].map(({ tier, incident }) => [tier, incident]);
    expect(joined).toEqual([
      ["slow", undefined],
      ["fast", opened[0]],
      ["long", opened[0]],
    ]);
  });

  it("joins alerts of one service and environment to one incident, and of another service to another", () => {
    const of = openBook();
    const first = of.tell(later("1m"), page(), page({ service: "payments" }));
    expect(first.opened).toHaveLength(2);
    expect(of.tell(later("2m"), page({ tier: "medium" })).opened).toEqual([]);
    const [checkout] = [...of.state.incidents.values()];
    expect(checkout?.alerts).toHaveLength(2);
  });

  it("closes the incident with the last of its pages, at the time that it resolved", () => {
    const of = openBook();
    of.tell(later("1m"), page(), page({ tier: "medium" }));
    expect(of.tell(later("9m"), resolved(page(), later("8m"))).closed).toEqual([]);
    const { closed } = of.tell(later("20m"), resolved(page({ tier: "medium" }), later("19m")));
    expect(of.state.incidents.get(closed[0]!)?.spells).toMatchObject([
      { from: noon, to: later("19m"), closed: { by: "alertmanager", cause: "alerts-resolved" } },
    ]);
  });

  it("does not wait for tickets that joined", () => {
    const of = openBook();
    of.tell(later("1m"), page(), page({ tier: "slow" }));
    expect(of.tell(later("9m"), resolved(page(), later("8m"))).closed).toHaveLength(1);
  });

  it("opens the same incident again when it flaps, and a new one after that hour", () => {
    const of = openBook();
    const { opened } = of.tell(later("1m"), page());
    of.tell(later("11m"), resolved(page(), later("10m")));
    const again = page({ startsAt: later("40m") });
    expect(of.tell(later("41m"), again)).toMatchObject({ opened: [], reopened: opened });
    of.tell(later("51m"), resolved(again, later("50m")));
    expect(of.state.incidents.get(opened[0]!)?.spells.map(({ from, to }) => [from, to])).toEqual([
      [noon, later("10m")],
      [later("40m"), later("50m")],
    ]);
    expect(of.tell(later("3h"), page({ startsAt: later("2h") }))).toMatchObject({ reopened: [] });
    expect(of.state.incidents.size).toBe(2);
  });

  it("that only tells of the end still records what was missed", () => {
    const of = openBook();
    const { opened, closed } = of.tell(later("30m"), resolved(page(), later("10m")));
    expect(opened).toEqual(closed);
    expect(of.state.incidents.get(opened[0]!)?.spells).toMatchObject([{ from: noon, to: later("10m") }]);
  });

  it("cannot make an alert fire again that has resolved: late news of its firing are old news", () => {
    const of = openBook();
    of.tell(later("30m"), resolved(page(), later("10m")));
    expect(of.tell(later("31m"), page())).toMatchObject({ recorded: [], reopened: [] });
  });

  it("is ignored, with the reason, when it is about nothing that is registered", () => {
    const of = openBook();
    const foreign = page({ labels: { alertname: "NodeDown", severity: "page" } });
    expect(of.tell(noon, foreign).ignored[0]?.why).toContain("slo_service");
    expect(of.tell(noon, page({ service: "billing" })).ignored).toMatchObject([
      { why: 'no service "billing" is registered' },
    ]);
    const bound = openBook(undefined, { ...alertmanager, services: ["payments"] });
    expect(bound.tell(noon, page()).ignored).toMatchObject([
      { why: "alertmanager does not act for checkout" },
    ]);
    expect([of.state.head.seq, bound.state.head.seq]).toEqual([0, 0]);
  });

  it("opens for what the operator says: other alerts, and no label that an object merely inherits", () => {
    const of = openBook({
      opens: [{ alertname: "SloNoData" }, { constructor: "x" }],
      reopenWithin: seconds(60),
    });
    expect(of.tell(noon, page()).opened).toEqual([]);
    const silent = page({ labels: { ...page().labels, alertname: "SloNoData" }, fingerprint: "cd" });
    expect(of.tell(noon, silent).opened).toHaveLength(1);
  });

  it("comes to the same whatever is repeated, and in whatever order the ends arrive", () => {
    const alerts = Array.from({ length: 5 }, (_, index) =>
      page({ fingerprint: `${index}`, startsAt: timestamp(noon + 60 * index) }),
    );
    const news = alerts.flatMap((alert) => [alert, resolved(alert, timestamp(alert.startsAt + 600))]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 }), (order) => {
        const of = openBook();
        of.tell(noon, alerts[0]!);
        order.forEach((which) => of.tell(later("30m"), news[which]!));
        of.tell(later("31m"), ...news.filter(({ status }) => status === "resolved"));
        const { alerts: known, incidents } = of.state;
        expect([...known.values()].map(({ endsAt, startsAt }) => endsAt! - startsAt)).toEqual(
          Array(5).fill(600),
        );
        expect([...incidents.values()].map(incidentState)).toEqual(["closed"]);
        const { alerts: joined = [], spells = [] } = [...incidents.values()][0] ?? {};
        expect(new Set(joined).size).toBe(5);
        expect(spells.at(0)?.from).toBe(noon);
        for (const [index, { from, to }] of spells.entries()) {
          expect(to).toBeGreaterThanOrEqual(from);
          expect(from).toBeGreaterThanOrEqual(spells[index - 1]?.to ?? from);
        }
      }),
    );
  });
});
