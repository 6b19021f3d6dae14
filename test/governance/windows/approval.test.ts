import { describe, expect, it } from "vitest";
import { approveWindow, denyWindow } from "../../../src/governance/windows/commands/judge.ts";
import { cancelWindow } from "../../../src/governance/windows/commands/cancel.ts";
import { changeWindow } from "../../../src/governance/windows/commands/change.ts";
import { createWindow } from "../../../src/governance/windows/commands/create.ts";
import { asking } from "../../../src/governance/windows/requirement.ts";
import { stateOf } from "../../../src/governance/windows/standing.ts";
import type { GovernanceState } from "../../../src/governance/state.ts";
import type { WindowRequest } from "../../../src/governance/windows/window.ts";
import {
  accept,
  alice,
  begin,
  bob,
  carol,
  dropping,
  factsOf,
  judged,
  later,
  noon,
  occasion,
  opening,
  person,
  refusalOf,
  requestOf,
  windowOf,
} from "./windows.ts";

const frozen = factsOf(judged({ consumed: 1.2 }));
const restricted = factsOf(judged({ consumed: 0.95 }));
const healthy = factsOf(judged({ consumed: 0.1 }));
const director = person("dora", { groups: ["director"] });

const created = (state: GovernanceState, request: WindowRequest, facts = restricted): string =>
  accept(state, createWindow(state, occasion(), alice, request, facts)).id;
const approving = (state: GovernanceState, id: string, who = bob, facts = restricted) =>
  approveWindow(state, occasion(), who, { id }, facts);

describe("a window that only quiets alerts", () => {
  it("is scheduled at once, runs by the clock and is over by it", () => {
    const state = begin();
    const window = windowOf(state, created(state, requestOf()));
    expect(["1m", "1h", "2h59m", "3h"].map((by) => stateOf(window, later(by)))).toEqual([
      "scheduled",
      "running",
      "running",
      "over",
    ]);
  });

  it("needs no approval, nor does one that closes the gate", () => {
    const state = begin();
    const closing = requestOf({ acts: { alerts: false, budget: "count", gate: "closed" } });
    for (const request of [requestOf(), closing])
      expect(refusalOf(approving(state, created(state, request)))).toBe("conflict");
  });
});

describe("a window that changes the budget or opens the gate", () => {
  it.each([
    ["changes the budget", dropping],
    ["opens the gate", opening],
  ])("waits for the quorum of the present state when it %s", (_, request) => {
    const state = begin();
    const id = created(state, request);
    expect(windowOf(state, id).requirement?.seats).toEqual(["owner", "sre"]);
    accept(state, approving(state, id, bob));
    expect(stateOf(windowOf(state, id), noon)).toBe("pending");
    accept(state, approving(state, id, carol));
    expect(stateOf(windowOf(state, id), noon)).toBe("scheduled");
  });

  it("asks for another person even where the policy asks nobody", () => {
    const state = begin();
    expect(windowOf(state, created(state, dropping, healthy)).requirement?.seats).toEqual(["any"]);
  });

  it("asks as for a frozen budget where the state is not known", () => {
    const state = begin();
    const id = created(state, dropping, factsOf(judged({ cause: "no-data" })));
    expect(windowOf(state, id).requirement?.seats).toEqual(["owner", "sre", "director"]);
  });

  it("asks for more once the budget has worsened, and never for less", () => {
    const state = begin();
    const id = created(state, dropping);
    accept(state, approving(state, id, bob, frozen));
    accept(state, approving(state, id, carol, healthy));
    expect(stateOf(windowOf(state, id), noon)).toBe("pending");
    expect(asking(windowOf(state, id), healthy)?.missing).toEqual(["director"]);
    accept(state, approving(state, id, director, healthy));
    expect(stateOf(windowOf(state, id), noon)).toBe("scheduled");
  });
});

describe("a state that is not known", () => {
  it("asks for no more of a window that was asked for while it was known", () => {
    const state = begin();
    const id = created(state, dropping);
    expect(asking(windowOf(state, id), factsOf(judged({ cause: "no-data" })))?.missing).toHaveLength(2);
  });
});

describe("an approval is refused", () => {
  const cases: [string, typeof bob, string][] = [
    ["from who asked", alice, "own-request"],
    ["from a machine", person("ci", { kind: "machine", roles: ["machine"], groups: ["sre"] }), "forbidden"],
    ["from who is no approver", person("erin", { roles: ["requester"], groups: ["sre"] }), "forbidden"],
    ["from a group without a seat", person("erin", { groups: ["team-search"] }), "not-in-quorum"],
  ];
  it.each(cases)("%s", (_, who, code) => {
    const state = begin();
    expect(refusalOf(approving(state, created(state, dropping), who))).toBe(code);
  });

  it("a second time from the same person, who has two groups", () => {
    const state = begin();
    const id = created(state, dropping);
    const both = person("erin", { groups: ["sre", "team-shop"] });
    accept(state, approving(state, id, both));
    expect(refusalOf(approving(state, id, both))).toBe("conflict");
  });

  it("once the quorum is full, and of a window that nobody knows", () => {
    const state = begin();
    const id = created(state, dropping);
    accept(state, approving(state, id, bob));
    accept(state, approving(state, id, carol));
    expect(refusalOf(approving(state, id, director))).toBe("conflict");
    expect(refusalOf(approving(state, "win-none"))).toBe("not-found");
  });

  it("of another version than the one that was read", () => {
    const state = begin();
    const id = created(state, dropping);
    const { requestHash } = windowOf(state, id);
    accept(state, changeWindow(state, occasion(), alice, { id, change: { title: "other" } }, restricted));
    expect(refusalOf(approveWindow(state, occasion(), bob, { id, requestHash }, restricted))).toBe(
      "outdated",
    );
  });
});

describe("a change", () => {
  const extend = (state: GovernanceState, id: string, who = alice) =>
    changeWindow(
      state,
      occasion(),
      who,
      { id, change: { schedule: { kind: "once", from: later("1h"), to: later("5h") } } },
      restricted,
    );

  it("voids the approvals, and who made it approves no more", () => {
    const state = begin();
    const id = created(state, dropping);
    accept(state, approving(state, id, bob));
    accept(state, extend(state, id, carol));
    expect(windowOf(state, id).approvals).toEqual([]);
    expect(refusalOf(approving(state, id, carol))).toBe("own-request");
    expect(refusalOf(approving(state, id, alice))).toBe("own-request");
  });

  it("to the same again changes nothing and voids nothing", () => {
    const state = begin();
    const id = created(state, dropping);
    accept(state, approving(state, id, bob));
    accept(
      state,
      changeWindow(state, occasion(), alice, { id, change: { title: dropping.title } }, restricted),
    );
    expect(windowOf(state, id).approvals).toHaveLength(1);
  });

  it("is checked like the request itself, and needs somebody who acts for the service", () => {
    const state = begin();
    const id = created(state, requestOf());
    const change = { title: "" };
    expect(refusalOf(changeWindow(state, occasion(), alice, { id, change }, restricted))).toEqual(["title"]);
    expect(refusalOf(extend(state, id, person("mallory", { services: ["search"] })))).toBe("forbidden");
  });

  it("of a window that is over, denied or cancelled is a conflict", () => {
    const state = begin();
    const over = created(state, requestOf());
    const late = changeWindow(
      state,
      occasion(later("4h")),
      alice,
      { id: over, change: { title: "x" } },
      restricted,
    );
    expect(refusalOf(late)).toBe("conflict");
    accept(state, cancelWindow(state, occasion(), alice, { id: over }));
    expect(refusalOf(extend(state, over))).toBe("conflict");
  });
});

describe("the end of a window", () => {
  it("comes by denial from who could have approved, with a reason", () => {
    const state = begin();
    const id = created(state, dropping);
    const denying = (who = bob, reason = "not in the sale") =>
      denyWindow(state, occasion(), who, { id, reason }, restricted);
    expect(refusalOf(denying(person("erin", { groups: ["team-search"] })))).toBe("not-in-quorum");
    expect(refusalOf(denying(bob, " "))).toEqual(["reason"]);
    accept(state, denying());
    expect(stateOf(windowOf(state, id), later("2h"))).toBe("denied");
    expect(refusalOf(approving(state, id, carol))).toBe("conflict");
  });

  it("is no denial any more once it is approved", () => {
    const state = begin();
    const id = created(state, dropping, healthy);
    accept(state, approving(state, id, bob, healthy));
    expect(refusalOf(denyWindow(state, occasion(), carol, { id, reason: "late" }, healthy))).toBe("conflict");
  });

  it("comes by cancelling, once, from who may ask for windows there", () => {
    const state = begin();
    const id = created(state, requestOf());
    const cancelling = (who = alice) => cancelWindow(state, occasion(), who, { id, reason: "done early" });
    expect(refusalOf(cancelling(person("mallory", { services: [] })))).toBe("forbidden");
    accept(state, cancelling());
    expect(stateOf(windowOf(state, id), later("2h"))).toBe("cancelled");
    expect(refusalOf(cancelling())).toBe("conflict");
  });
});
