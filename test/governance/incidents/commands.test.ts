import { describe, expect, it } from "vitest";
import { isRefusal, type Act } from "../../../src/governance/act.ts";
import {
  changeIncident,
  closeIncident,
  openIncident,
  reopenIncident,
} from "../../../src/governance/incidents/commands.ts";
import { foldAlerts, foldIncidents, keptFor } from "../../../src/governance/incidents/fold.ts";
import { incidentState } from "../../../src/governance/incidents/incident.ts";
import { finishAction, noteIncident, startAction } from "../../../src/governance/incidents/work.ts";
import { timestamp } from "../../../src/model/units.ts";
import { timelineOf } from "../../../src/report/timeline.ts";
import { person } from "../../support/people.ts";
import { earlier, later, noon } from "../../support/snapshots.ts";
import { openBook, page, resolved, shop } from "./alerts.ts";

const alice = person({ roles: ["requester"] });
const bot = person({ subject: "chatops", kind: "machine", roles: ["machine"], services: ["checkout"] });

const refusalOf = <Answer>(act: Act<Answer>): string => (isRefusal(act) ? act.refused : "accepted");

/** An incident that a page opened at noon, one minute old. */
function paged() {
  const of = openBook();
  const { opened } = of.tell(later("1m"), page());
  const occasion = { now: later("2m"), newId: of.newId };
  return { of, id: opened[0]!, occasion };
}

describe("an incident opened by hand", () => {
  const ask = {
    service: "checkout",
    environment: "prod",
    title: "orders are lost",
    startedAt: earlier("20m"),
  };

  it("began when its opener says, and closes by hand alone", () => {
    const of = openBook();
    const occasion = { now: noon, newId: of.newId };
    const { id } = of.accept(openIncident(of.state, occasion, alice, ask, shop));
    of.tell(later("1m"), page());
    of.tell(later("5m"), resolved(page(), later("4m")));
    expect(incidentState(of.state.incidents.get(id)!)).toBe("open");
    of.accept(
      closeIncident(of.state, { ...occasion, now: later("9m") }, alice, { id, reason: "rolled back" }),
    );
    expect(of.state.incidents.get(id)).toMatchObject({
      environment: "production",
      openedBy: "alice@example.org",
      spells: [
        { from: earlier("20m"), to: later("9m"), closed: { cause: "by-hand", reason: "rolled back" } },
      ],
    });
  });

  it("is refused where one is open, in the future, elsewhere, and to who does not act for the service", () => {
    const { of, occasion } = paged();
    expect(refusalOf(openIncident(of.state, occasion, alice, ask, shop))).toBe("conflict");
    const payments = { ...ask, service: "payments" };
    const open = (changes: object, who = alice) =>
      refusalOf(openIncident(of.state, occasion, who, { ...payments, ...changes }, shop));
    expect(open({})).toBe("accepted");
    expect(open({ startedAt: later("3h") })).toBe("invalid");
    expect(open({ environment: "moon" })).toBe("invalid");
    expect(open({ service: "constructor" })).toBe("invalid");
    expect(open({}, bot)).toBe("forbidden");
    expect(open({}, person({ roles: ["auditor"] }))).toBe("forbidden");
  });
});

describe("people and bots at one incident", () => {
  it("write on one timeline, in the order in which things happened", () => {
    const { of, id, occasion } = paged();
    of.accept(noteIncident(of.state, occasion, alice, { id, text: "the primary is gone", region: "eu" }));
    const looking = { ...occasion, now: later("4m") };
    of.accept(noteIncident(of.state, looking, alice, { id, text: "a customer calls", at: later("1m") }));
    expect(
      refusalOf(noteIncident(of.state, occasion, alice, { id, text: "prophecy", at: later("1h") })),
    ).toBe("invalid");
    of.accept(
      startAction(of.state, { ...occasion, now: later("4m") }, bot, {
        id,
        what: "failing over",
        region: "eu",
        startedAt: later("90s"),
        finishedAt: later("3m"),
        outcome: "served again",
      }),
    );
    of.tell(later("6m"), resolved(page(), later("5m")));
    const incident = of.state.incidents.get(id)!;
    expect(timelineOf(incident, of.state.alerts).map(({ at, kind, by }) => [at - noon, kind, by])).toEqual([
      [0, "began", undefined],
      [0, "alert-fired", undefined],
      [60, "note", "alice@example.org"],
      [90, "action-started", "chatops"],
      [120, "note", "alice@example.org"],
      [180, "action-finished", "chatops"],
      [300, "alert-resolved", undefined],
      [300, "closed", undefined],
    ]);
  });

  it("keep it open while an action is under way, and close it with the last one", () => {
    const { of, id, occasion } = paged();
    const begun = of.accept(
      startAction(of.state, occasion, alice, { id, what: "draining eu", region: "eu" }),
    );
    expect(of.tell(later("6m"), resolved(page(), later("5m"))).closed).toEqual([]);
    expect(refusalOf(closeIncident(of.state, { ...occasion, now: later("7m") }, alice, { id }))).toBe(
      "conflict",
    );
    const finish = { id, action: begun.actions[0]!.id, outcome: "drained" };
    of.accept(finishAction(of.state, { ...occasion, now: later("8m") }, bot, finish));
    const { spells, actions } = of.state.incidents.get(id)!;
    expect(spells).toMatchObject([{ to: later("8m"), closed: { cause: "alerts-resolved" } }]);
    expect(actions).toMatchObject([{ by: "alice@example.org", finishedBy: "chatops", outcome: "drained" }]);
    expect(refusalOf(finishAction(of.state, { ...occasion, now: later("9m") }, bot, finish))).toBe(
      "conflict",
    );
  });

  it("know better when it began, and the same again is no news", () => {
    const { of, id, occasion } = paged();
    const change = { id, startedAt: earlier("10m"), title: "the primary is gone" };
    of.accept(changeIncident(of.state, occasion, alice, change));
    expect(of.state.incidents.get(id)).toMatchObject({
      title: change.title,
      spells: [{ from: earlier("10m") }],
    });
    const before = of.state.head.seq;
    of.accept(changeIncident(of.state, occasion, alice, change));
    expect(of.state.head.seq).toBe(before);
  });

  it("may close it while its alert rings, which then does not open it again, until a new one does", () => {
    const { of, id, occasion } = paged();
    of.accept(closeIncident(of.state, occasion, alice, { id }));
    expect(of.tell(later("5m"), page()).reopened).toEqual([]);
    expect(of.tell(later("6m"), page({ tier: "medium" })).reopened).toEqual([id]);
  });

  it("may open it again themselves; learned things are written down after the end, too", () => {
    const { of, id, occasion } = paged();
    of.accept(closeIncident(of.state, occasion, alice, { id }));
    of.accept(
      noteIncident(of.state, { ...occasion, now: later("1d") }, alice, { id, text: "a pool was too small" }),
    );
    expect(refusalOf(startAction(of.state, occasion, alice, { id, what: "restart" }))).toBe("conflict");
    of.accept(
      reopenIncident(of.state, { ...occasion, now: later("9m") }, alice, { id, reason: "it is back" }),
    );
    expect(of.state.incidents.get(id)?.spells.map(({ from }) => from)).toEqual([noon, later("9m")]);
    expect(refusalOf(reopenIncident(of.state, occasion, alice, { id }))).toBe("conflict");
  });

  it("are refused in what has no sense: a future, an end before the beginning, an unknown action", () => {
    const { of, id, occasion } = paged();
    const act = (changes: object) =>
      refusalOf(startAction(of.state, occasion, alice, { id, what: "restart", ...changes }));
    expect(act({ startedAt: later("1h") })).toBe("invalid");
    expect(act({ startedAt: later("1m"), finishedAt: noon })).toBe("invalid");
    expect(refusalOf(finishAction(of.state, occasion, alice, { id, action: "act-none" }))).toBe("not-found");
    expect(refusalOf(noteIncident(of.state, occasion, alice, { id: "inc-none", text: "x" }))).toBe(
      "not-found",
    );
    expect(refusalOf(closeIncident(of.state, occasion, alice, { id, endedAt: earlier("1h") }))).toBe(
      "invalid",
    );
  });
});

describe("what the fold remembers", () => {
  it("leaves memory after 400 days when it is over, from the oldest on", () => {
    const { of } = paged();
    of.tell(later("6m"), resolved(page(), later("5m")));
    const at = timestamp(noon + keptFor + 3_600);
    const entry = { seq: 9, at, actor: "nines", prevHash: "", hash: "" };
    const opening = { service: "payments", environment: "production", title: "x", startedAt: at };
    foldIncidents(of.state.incidents, {
      ...entry,
      kind: "incident-opened",
      subject: "inc-9",
      payload: opening,
    });
    expect([...of.state.incidents.keys()]).toEqual(["inc-9"]);
    const { labels: _, status: __, endsAt: ___, ...alert } = page({ fingerprint: "ff" });
    const payload = { ...alert, ...opening, alertname: "x", group: {}, opens: true };
    foldAlerts(of.state.alerts, { ...entry, kind: "alert-fired", subject: "al-9", payload });
    expect([...of.state.alerts.keys()]).toEqual(["al-9"]);
  });
});
