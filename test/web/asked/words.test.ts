import { describe, expect, it } from "vitest";
import {
  approveWords,
  groupsToSitFor,
  looseningWords,
  missingAfter,
  quorumSentence,
  scheduleWords,
} from "../../../src/web/pages/asked/words.ts";

type Seats = Parameters<typeof missingAfter>[0]["seats"];
const seats: Seats = [
  { seat: "owner", group: "team-shop" },
  { seat: "sre", group: "sre" },
];
const then = "this puts it in force";

describe("the button that approves", () => {
  it("says how many more are needed, and from whom", () => {
    expect(approveWords({ seats }, "team-shop", then)).toBe("Approve: 1 more needed from sre");
    const three = [...seats, { seat: "director", group: "director" }];
    expect(approveWords({ seats: three }, "sre", then)).toBe(
      "Approve: 2 more needed from owner (team-shop) and director",
    );
  });

  it("says what the last approval does", () => {
    const [owner, sre] = seats;
    expect(approveWords({ seats: [{ ...owner!, by: "bob@example.org" }, sre!] }, "sre", then)).toBe(
      "Approve: this puts it in force",
    );
    expect(approveWords(undefined, undefined, then)).toBe("Approve: this puts it in force");
  });

  it("lets a stand-in, who has no seat of their own, take the first that is empty", () => {
    expect(missingAfter({ seats }, "director")).toEqual(["sre"]);
  });

  it("takes the seat of one's group before one that anybody could take", () => {
    const some: Seats = [{ seat: "any" }, { seat: "sre", group: "sre" }];
    expect(missingAfter({ seats: some }, "sre")).toEqual(["somebody of any group"]);
    expect(missingAfter({ seats: some }, "team-find")).toEqual(["sre"]);
  });
});

describe("who may sit", () => {
  it("is whoever is in the group of an empty seat, for each such group", () => {
    expect(groupsToSitFor({ seats }, ["sre", "team-shop", "finance"])).toEqual(["sre", "team-shop"]);
    expect(groupsToSitFor({ seats: [{ ...seats[0]!, by: "bob@example.org" }] }, ["team-shop"])).toEqual([]);
    expect(groupsToSitFor({ seats: [{ seat: "any" }] }, ["finance"])).toEqual(["finance"]);
  });
});

describe("the policy's own sentence", () => {
  it("names the policy, the state and every seat", () => {
    const quorum = { policy: "default", policyHash: "b24d9dde", state: "frozen", seats } as const;
    expect(quorumSentence({ ...quorum, seats: [...seats], missing: [], approvals: [] })).toBe(
      "Policy default asks owner (team-shop) and sre while the budget is frozen: each seat another person, none of them who asked.",
    );
  });

  it("shuts nobody out of what nobody asked for, and says who `any` is", () => {
    const quorum = { policy: "default", policyHash: "b24d9dde", missing: [], approvals: [] };
    expect(quorumSentence({ ...quorum, state: "frozen", seats: [...seats] }, false)).toMatch(
      /while the budget is frozen: each seat another person\.$/,
    );
    const anybody = { ...quorum, state: "healthy" as const, seats: [{ seat: "any" }] };
    expect([true, false].map((wasAsked) => quorumSentence(anybody, wasAsked))).toEqual([
      "Policy default asks somebody of any group while the budget is healthy: not who asked.",
      "Policy default asks somebody of any group while the budget is healthy.",
    ]);
  });
});

describe("what recurs", () => {
  const recurring = {
    kind: "recurring",
    start: "2026-11-29T02:00",
    timeZone: "Europe/Berlin",
    length: "90m",
  } as const;
  it.each([
    ["FREQ=DAILY", "every day at 02:00 (Europe/Berlin), for 90m"],
    ["FREQ=WEEKLY", "every week from 2026-11-29 on, at 02:00 (Europe/Berlin), for 90m"],
    ["FREQ=WEEKLY;BYDAY=SU,WE", "weekly on SU,WE at 02:00 (Europe/Berlin), for 90m"],
    ["FREQ=MONTHLY;BYDAY=1SU", "FREQ=MONTHLY;BYDAY=1SU from 2026-11-29T02:00 (Europe/Berlin), for 90m"],
  ])("%s is told in words where there are any", (rrule, words) => {
    expect(scheduleWords({ ...recurring, rrule })).toBe(words);
  });
});

describe("what was made easier", () => {
  const before = {
    ...{ service: "checkout", environment: "production", gate: true, policy: "default" },
    ...{ objective: "99.9%", window: "30d" },
  };
  it("is told by what is otherwise, alone", () => {
    const after = { ...before, objective: "99%", gate: false };
    const kinds = ["objective", "gate-off"] as const;
    expect(looseningWords({ before, after, kinds: [...kinds] })).toBe(
      "objective 99.9% → 99%, left out of the gate",
    );
    expect(looseningWords({ before, kinds: ["deleted"] })).toBe("the SLO was deleted");
  });
  it("says that something else is counted, although no figure of the promise is otherwise", () => {
    expect(looseningWords({ before, after: before, kinds: ["sli"] })).toBe(
      "another SLI, grouping or budgeting",
    );
    expect(looseningWords({ before, after: before, kinds: ["policy"] })).toBe("the policy's text");
  });
});
