import { describe, expect, it } from "vitest";
import { type BurnBody, burnTableSchema } from "../../../src/http/schemas/burn.ts";
import { correctionDetailSchema } from "../../../src/http/schemas/governance/correction.ts";
import { windowDetailSchema } from "../../../src/http/schemas/governance/window.ts";
import { later } from "../../support/snapshots.ts";
import { governedApp } from "./world.ts";

const correction = {
  service: "checkout",
  environments: ["production"],
  from: "2026-11-21T02:00:00Z",
  to: "2026-11-21T05:00:00+01:00",
  effect: "drop",
  reason: "load test",
  evidence: ["https://wiki.example/loadtest"],
};

describe("a correction over HTTP", () => {
  it("is in force with its last seat, and revoked for everybody to see", async () => {
    const of = await governedApp();
    const { status, body } = await of.as("alice").post("/api/v1/corrections", correction);
    expect(status).toBe(201);
    const asked = correctionDetailSchema.parse(body);
    expect(asked).toEqual(body);
    expect(asked).toMatchObject({
      state: "pending",
      to: "2026-11-21T04:00:00.000Z",
      quorum: { missing: ["team-shop", "sre"] },
    });
    const { id, requestHash } = asked;
    const say = async (who: "bob" | "carol", verb: string, said: object) =>
      (await of.as(who).post(`/api/v1/corrections/${id}/${verb}`, said)).body;
    expect(await say("bob", "approve", { requestHash })).toMatchObject({ state: "pending" });
    expect(await say("carol", "approve", { requestHash })).toMatchObject({ state: "approved" });
    const revoked = await say("bob", "revoke", { reason: "it was no load test" });
    expect(correctionDetailSchema.parse(revoked)).toEqual(revoked);
    expect(revoked).toMatchObject({ state: "revoked", decided: { reason: "it was no load test" } });
    const list = (await of.as("bob").get("/api/v1/corrections?state=revoked")).body;
    expect(list).toMatchObject({ total: 1, items: [{ id }] });
  });

  it("is refused where it makes no sense, field by field", async () => {
    const of = await governedApp();
    const swapped = { ...correction, from: correction.to, to: correction.from };
    const answer = await of.as("alice").post("/api/v1/corrections", swapped);
    expect(answer).toMatchObject({ status: 422, body: { code: "invalid", fields: [{ field: "to" }] } });
  });
});

const window = {
  kind: "maintenance",
  title: "database upgrade",
  reason: "CHG-1234",
  service: "checkout",
  environments: ["production"],
  schedule: { kind: "once", from: "2026-11-22T13:00:00Z", to: "2026-11-22T15:00:00Z" },
};

describe("a window over HTTP", () => {
  it("that only quiets alerts needs nobody; one that spares the budget waits for its quorum", async () => {
    const of = await governedApp();
    const quiet = windowDetailSchema.parse((await of.as("alice").post("/api/v1/windows", window)).body);
    expect(quiet).toMatchObject({
      state: "scheduled",
      acts: { alerts: true, budget: "count", gate: "none" },
    });
    expect(quiet.quorum).toBeUndefined();
    const sparing = await of.as("alice").post("/api/v1/windows", { ...window, acts: { budget: "drop" } });
    const asked = windowDetailSchema.parse(sparing.body);
    expect(asked).toEqual(sparing.body);
    expect(asked).toMatchObject({ state: "pending", quorum: { missing: ["team-shop", "sre"] } });
    const { id, requestHash } = asked;
    await of.as("bob").post(`/api/v1/windows/${id}/approve`, { requestHash });
    const comment = "the replica is ready";
    const { body } = await of.as("carol").post(`/api/v1/windows/${id}/approve`, { requestHash, comment });
    expect(body).toMatchObject({ state: "scheduled", quorum: { missing: [] } });
    expect(windowDetailSchema.parse(body).history?.at(-1)?.sentence).toBe(
      "carol@example.org approved for sre: the replica is ready",
    );
  });

  it("is changed in part, listed, and cancelled", async () => {
    const of = await governedApp();
    const { body } = await of.as("alice").post("/api/v1/windows", {
      ...window,
      schedule: {
        kind: "recurring",
        ...{ rrule: "FREQ=WEEKLY;BYDAY=SU", start: "2026-11-29T02:00", timeZone: "Europe/Berlin" },
        length: "90m",
      },
    });
    const { id } = windowDetailSchema.parse(body);
    expect(body).toMatchObject({
      schedule: { length: "1h30m" },
      upcoming: { from: "2026-11-29T01:00:00.000Z" },
    });
    const changed = await of.as("alice").put(`/api/v1/windows/${id}`, { title: "weekly restart" });
    expect(changed.body).toMatchObject({ title: "weekly restart", reason: "CHG-1234" });
    const { requestHash } = body as { requestHash: string };
    const late = await of.as("alice").put(`/api/v1/windows/${id}`, { title: "restart", requestHash });
    expect(late).toMatchObject({ status: 409, body: { code: "outdated" } });
    await of.as("alice").post(`/api/v1/windows/${id}/cancel`, { reason: "done" });
    expect((await of.as("bob").get("/api/v1/windows?state=cancelled")).body).toMatchObject({
      total: 1,
      items: [{ id, ended: { by: "alice@example.org", reason: "done" } }],
    });
  });
});

describe("the burn-rate alerts of an SLO", () => {
  it("name the window that keeps them quiet when they would fire, and until when", async () => {
    const of = await governedApp();
    const burn = async () =>
      (await of.as("bob").get("/api/v1/slos/checkout.availability.production/burn")).body as BurnBody;
    const schedule = { kind: "once", from: "2026-11-22T12:30:00Z", to: "2026-11-22T14:00:00Z" };
    expect((await burn()).tiers.map(({ quiet }) => quiet)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    const made = await of.as("alice").post("/api/v1/windows", { ...window, schedule });
    const { id } = windowDetailSchema.parse(made.body);
    const body = await burn();
    expect(burnTableSchema.parse(body)).toEqual(body);
    expect(body.tiers.map(({ tier, quiet }) => [tier, quiet])).toEqual([
      ["fast", { window: id, until: "2026-11-22T14:05:00.000Z" }],
      ["medium", { window: id, until: "2026-11-22T14:30:00.000Z" }],
      ["slow", { window: id, until: "2026-11-22T16:00:00.000Z" }],
      ["long", { window: id, until: "2026-11-22T20:00:00.000Z" }],
    ]);
  });
});

interface Page {
  items: { seq: number }[];
  next?: string;
}

describe("the journal over HTTP", () => {
  it("tells an auditor everything in order, in words and with its hashes, page by page", async () => {
    const of = await governedApp();
    await of.as("alice").post("/api/v1/corrections", correction);
    await of.as("alice").post("/api/v1/windows", window);
    const first = (await of.as("auditor").get("/api/v1/journal?limit=1")).body as {
      items: { sentence: string; hash: string }[];
      next: string;
      head: { seq: number };
    };
    expect(first.items[0]?.sentence).toBe(
      "alice@example.org asked to correct the budget of checkout: load test",
    );
    expect(first.head.seq).toBe(2);
    const second = (await of.as("auditor").get(first.next)).body as { items: { prevHash: string }[] };
    expect(second.items[0]?.prevHash).toBe(first.items[0]?.hash);
  });

  it("is searched from its end, by who acted and when", async () => {
    const of = await governedApp();
    await of.as("alice").post("/api/v1/corrections", correction);
    of.clock.now = later("2h");
    await of.as("alice").post("/api/v1/windows", window);
    await of.as("ci").post("/api/v1/windows", window);
    const kinds = async (query: string) =>
      ((await of.as("auditor").get(`/api/v1/journal?order=newest&${query}`)).body as Page).items.map(
        ({ seq }) => seq,
      );
    expect(await kinds("")).toEqual([3, 2, 1]);
    expect(await kinds("actor=alice@example.org")).toEqual([2, 1]);
    expect(await kinds("until=2026-11-22T13:00:00Z")).toEqual([1]);
    expect(await kinds("since=2026-11-22T13:00:00Z&actor=deploy-bot")).toEqual([3]);
    expect(await kinds("since=2026-11-23")).toEqual([]);
    const { next } = (await of.as("auditor").get("/api/v1/journal?order=newest&limit=2")).body as Page;
    expect((await of.as("auditor").get(next!)).body).toMatchObject({ items: [{ seq: 1 }] });
  });

  it("is narrowed to one thing", async () => {
    const of = await governedApp();
    const { body } = await of.as("alice").post("/api/v1/windows", window);
    await of.as("alice").post("/api/v1/corrections", correction);
    const { id } = body as { id: string };
    const found = (await of.as("auditor").get(`/api/v1/journal?subject=${id}`)).body;
    expect(found).toMatchObject({ items: [{ subject: id, kind: "window-created" }] });
  });
});
