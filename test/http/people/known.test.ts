import { describe, expect, it } from "vitest";
import type { PersonBody } from "../../../src/http/schemas/people.ts";
import { createSeen } from "../../../src/http/seen.ts";
import { person } from "../../support/people.ts";
import { later, noon } from "../../support/snapshots.ts";
import { governedApp } from "../governance/world.ts";

describe("people as nines sees them", () => {
  it("are those who have asked since the start, with what they may do and when they last asked", async () => {
    const of = await governedApp();
    await of.as("carol").get("/api/v1/me");
    of.clock.now = later("5m");
    const { body } = await of.as("auditor").get("/api/v1/people");
    expect((body as { items: PersonBody[] }).items).toMatchObject([
      { subject: "auditor@example.org", roles: ["auditor"] },
      {
        ...{ subject: "carol@example.org", kind: "person", roles: ["approver"], groups: ["sre"] },
        lastSeenAt: new Date(later("10s") * 1_000).toISOString(),
      },
    ]);
  });

  it("are found by name, group or role, whatever the case", async () => {
    const of = await governedApp();
    await of.as("carol").get("/api/v1/me");
    const found = async (search: string) =>
      ((await of.as("auditor").get(`/api/v1/people?search=${search}`)).body as { total: number }).total;
    expect([await found("SRE"), await found("carol"), await found("nobody")]).toEqual([1, 1, 0]);
  });
});

describe("who was seen", () => {
  it("is kept by person and way, and the least recent is forgotten", () => {
    const seen = createSeen(2);
    for (const [index, via] of ["token:a", "token:b", "token:a", "token:c"].entries())
      seen.note(person({ via }), later(`${index + 1}s`, noon));
    expect(seen.lastOf("token:a", "alice@example.org")).toBe(later("3s"));
    expect(seen.lastOf("token:b", "alice@example.org")).toBeUndefined();
    expect(seen.lastOf("token:c", "bob@example.org")).toBeUndefined();
  });
});
