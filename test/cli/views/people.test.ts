import { describe, expect, it } from "vitest";
import { meLines, newTokenLines, tokenLines } from "../../../src/cli/views/people.ts";
import type { TokenBody } from "../../../src/http/schemas/people.ts";

const token: TokenBody = {
  id: "tk-3f9k2m7q",
  subject: "alice@example.org",
  roles: ["requester", "approver"],
  groups: [],
  services: ["*"],
  state: "valid",
  createdBy: "admin",
  createdAt: "2026-11-22T12:00:00.000Z",
};

describe("who somebody is", () => {
  it("is told in five lines", () => {
    const identity = {
      subject: "ci:github:shop/checkout",
      kind: "machine" as const,
      roles: ["machine" as const],
      groups: [],
      services: ["checkout", "cart"],
      via: "workload:github",
    };
    expect(meLines({ identity, readsAreOpen: false })).toEqual([
      "ci:github:shop/checkout (machine)",
      "roles     machine",
      "groups    –",
      "services  checkout, cart",
      "by        workload:github",
    ]);
  });

  it("is nobody, with what to do about it", () => {
    expect(meLines({ readsAreOpen: true, login: "/login" })).toEqual([
      "nobody: reading needs no identity here, everything else does (--token-file, NINES_TOKEN)",
      "people log in at /login",
    ]);
  });
});

describe("tokens", () => {
  it("are listed with whom they speak for, until when, and whether they still do", () => {
    const over: TokenBody = { ...token, id: "tk-0", state: "expired", expires: "2027-02-20T12:00:00.000Z" };
    expect(tokenLines([token, over])).toEqual([
      "token        subject            roles                groups  services  expires     state",
      "tk-3f9k2m7q  alice@example.org  requester, approver  –       *         never       valid",
      "tk-0         alice@example.org  requester, approver  –       *         2027-02-20  expired",
    ]);
  });

  it("stand on a line of their own when they are new, to be copied or cut out", () => {
    const text = "nines_tk-3f9k2m7q_secret";
    expect(newTokenLines({ ...token, token: text })).toEqual([
      "tk-3f9k2m7q speaks for alice@example.org. Shown this once:",
      text,
    ]);
  });
});
