import { describe, expect, it } from "vitest";
import type { Announcement, NoticeRoute } from "../../../src/governance/notices/notice.ts";
import { channelsFor } from "../../../src/governance/notices/route.ts";

const of = (changes: Partial<Announcement> = {}): Announcement => ({
  kind: "state-changed",
  subject: "checkout.availability.production",
  service: "checkout",
  environment: "production",
  owner: "team-shop",
  what: "",
  why: "",
  means: "",
  next: "",
  facts: {},
  ...changes,
});

const routes: readonly NoticeRoute[] = [
  { kinds: ["exception-requested", "review-due"], channels: ["directors"], continue: true },
  { owners: ["team-shop"], channels: ["shop", "shop"] },
  { environments: ["staging"], channels: ["quiet"] },
  { channels: ["ops"] },
];

describe("a route", () => {
  it.each([
    ["the owner's", of(), ["shop"]],
    ["that of its kind, and the owner's after it", of({ kind: "review-due" }), ["directors", "shop"]],
    ["that of its environment", of({ owner: "team-search", environment: "staging" }), ["quiet"]],
    ["the last one, for what no other takes", of({ owner: "team-search" }), ["ops"]],
  ])("is %s", (_, announcement, channels) => {
    expect(channelsFor(announcement, routes)).toEqual(channels);
  });

  it("by owner does not take what has no owner", () => {
    const { owner: _, ...ownerless } = of();
    expect(channelsFor(ownerless, routes)).toEqual(["ops"]);
    expect(channelsFor(ownerless, routes.slice(0, 2))).toEqual([]);
  });
});
