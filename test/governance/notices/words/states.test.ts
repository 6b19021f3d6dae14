import { describe, expect, it } from "vitest";
import type { JournalEvent } from "../../../../src/governance/journal.ts";
import { announce } from "../../../../src/governance/notices/announce.ts";
import type { Announcement } from "../../../../src/governance/notices/notice.ts";
import type { SloPromise } from "../../../../src/governance/loosening/promise.ts";
import { later, noon, policyOf } from "../../../support/snapshots.ts";
import { journal, moved } from "../journal.ts";
import { told } from "./told.ts";

const promise: SloPromise = {
  service: "checkout",
  environment: "production",
  objective: "99.9%",
  window: "2592000",
  rulesHash: "r1",
  gate: true,
  policy: "default",
  policyHash: "abcd1234",
  owner: "team-shop",
};

const promised = (changes: Partial<SloPromise> = {}): JournalEvent => ({
  at: noon,
  actor: "nines",
  kind: "promises-changed",
  subject: "definitions",
  payload: {
    set: { "checkout.availability.production": { ...promise, ...changes } },
    gone: [],
    policies: { abcd1234: policyOf() },
  },
});

/** What the newest entry is to those who are told. */
const news = (...events: readonly JournalEvent[]): Announcement | undefined => {
  const written = journal();
  written.add(promised(), ...events);
  return announce(written.entries.at(-1)!, written.state);
};

describe("the move of a state", () => {
  it("says what it was, how much is spent, what the gate makes of it, and what to do", () => {
    expect(told(news(moved(undefined, { from: "caution", to: "restricted", consumed: 0.912 })))).toEqual([
      "checkout.availability.production is restricted; it was caution",
      "91.2 % of its error budget is consumed at an objective of 99.9%",
      "at restricted, a feature needs an exception, approved by owner (team-shop), sre (policy default)",
      "find what spends it: nines explain checkout.availability.production; for what must go out: " +
        "nines exception request --service checkout",
    ]);
  });

  it("is addressed to the owner of its promise", () => {
    expect(news(moved())).toMatchObject({
      owner: "team-shop",
      service: "checkout",
      environment: "production",
      mark: "◔",
      path: "/api/v1/slos/checkout.availability.production",
    });
  });

  it.each([
    [{ from: "healthy", to: "watch" }, "at watch, features go out as usual (policy default)"],
    [{ from: "watch", to: "caution" }, "at caution, features go out with a warning (policy default)"],
    [
      { from: "healthy", to: "unknown", cause: "no-data" },
      "while that lasts, features go out with a warning (policy default)",
    ],
  ] as const)("means by the policy itself: %o", (changes, means) => {
    expect(news(moved(undefined, changes))?.means).toBe(means);
  });

  it("says why nothing is known, and never takes that for a healthy budget", () => {
    const { consumed: _, ...payload } = moved().payload;
    const said = news({
      ...moved(),
      payload: { ...payload, to: "unknown", cause: "prometheus-unreachable" },
    });
    expect(said).toMatchObject({ mark: "◌", why: "Prometheus does not answer (prometheus-unreachable)" });
  });

  it("names the group, and how much of the window was seen", () => {
    const said = news(moved(undefined, { group: { region: "eu" }, coverage: 0.4, from: "unknown" }));
    expect(told(said).slice(0, 2)).toEqual([
      "checkout.availability.production {region=eu} is watch; it was unknown",
      "its numbers are known again: 51 % of its error budget is consumed at an objective of 99.9%, with 40 % of the window seen",
    ]);
  });

  it("of an SLO that no promise is known of claims nothing about the gate", () => {
    const said = news(moved("search.up.staging"));
    expect(said).toMatchObject({ service: "search", environment: "staging" });
    expect(said?.means).toBe("what may go out is for the policy default to say");
  });

  it("of one that holds up no change says so", () => {
    expect(news(promised({ gate: false }), moved())?.means).toContain("gate is false");
  });
});

describe("definitions", () => {
  it("that are broken say where, and that older ones are in force", () => {
    const said = news({
      at: noon,
      actor: "nines",
      kind: "definitions-broken",
      subject: "definitions",
      payload: { errors: 2, first: "slos/a.yaml:7:14: at 100% no event may ever be bad" },
    });
    expect(told(said)).toEqual([
      "the SLO definitions have 2 errors",
      "slos/a.yaml:7:14: at 100% no event may ever be bad",
      "the last good definitions stay in force; what was changed since is not judged",
      "run nines lint, and mend what it names",
    ]);
  });
});

describe("a promise made easier", () => {
  const loosened = (heldUntil?: ReturnType<typeof later>): JournalEvent => ({
    at: noon,
    actor: "nines",
    kind: "promise-loosened",
    subject: "lo-1",
    payload: {
      slo: "checkout.availability.production",
      kinds: ["objective"],
      before: promise,
      after: { ...promise, objective: "99%" },
      state: "frozen",
      policy: policyOf(),
      ...(heldUntil !== undefined && {
        heldUntil,
        requirement: { state: "frozen", seats: ["owner", "sre"], policy: "default", policyHash: "abcd1234" },
      }),
    },
  });
  const ended: JournalEvent = {
    at: noon,
    actor: "nines",
    kind: "loosening-ended",
    subject: "lo-1",
    payload: { why: "approved" },
  };

  it("and held says who may approve it, and until when it is held", () => {
    expect(told(news(loosened(later("7d"))))).toEqual([
      "the promise of checkout.availability.production was made easier (objective) while it was frozen",
      "git promises something else now: 99.9% became 99%",
      "the gate keeps the former standing until owner (team-shop), sre approve, or until 2026-11-29 12:00 UTC",
      "owner (team-shop), sre: nines loosening show lo-1, then nines loosening approve lo-1",
    ]);
  });

  it("is told of again when it is held no longer, unless it never was", () => {
    expect(news(loosened(later("7d")), ended)).toMatchObject({ kind: "loosening-ended", owner: "team-shop" });
    expect(news(loosened(), ended)).toBeUndefined();
  });
});
