import { describe, expect, it } from "vitest";
import { incidentDetailSchema } from "../../../src/http/schemas/incidents/incident.ts";
import { held, knowing } from "../../support/people.ts";
import { later } from "../../support/snapshots.ts";
import { appWith, send } from "../support/app.ts";
import { frozenShop, governedApp } from "../governance/world.ts";
import { openDesk } from "../../../src/runtime/governance/open-desk.ts";
import { openMemoryJournal } from "../../../src/store/memory.ts";

const opening = { service: "checkout", environment: "prod", title: "orders are lost" };

describe("an incident over HTTP", () => {
  it("is opened, worked on by people and bots, and closed; every answer holds to its schema", async () => {
    const of = await governedApp();
    const { status, headers, body } = await of.as("alice").post("/api/v1/incidents", opening);
    const { id } = incidentDetailSchema.parse(body);
    expect([status, headers.location]).toEqual([201, `/api/v1/incidents/${id}`]);
    const say = async (who: "alice" | "bob" | "ci", verb: string, said: object) => {
      const answer = await of.as(who).post(`/api/v1/incidents/${id}/${verb}`, said);
      expect(answer.status).toBe(200);
      const read = incidentDetailSchema.parse(answer.body);
      expect(read).toEqual(answer.body);
      return read;
    };
    of.clock.now = later("1m");
    await say("bob", "note", { text: "the primary is gone", region: "eu" });
    const { actions } = await say("ci", "action", { what: "failing over", region: "eu" });
    of.clock.now = later("3m");
    await say("alice", "finish", { action: actions[0]!.id, outcome: "served again" });
    const closed = await say("alice", "close", { reason: "failed over" });
    expect(closed).toMatchObject({ state: "closed", startedAt: "2026-11-22T12:00:10.000Z", underWay: 0 });
    expect(closed.timeline.map(({ kind, by, region }) => [kind, by, region])).toEqual([
      ["began", "alice@example.org", undefined],
      ["note", "bob@example.org", "eu"],
      ["action-started", "deploy-bot", "eu"],
      ["action-finished", "alice@example.org", "eu"],
      ["closed", "alice@example.org", undefined],
    ]);
    expect(closed.history?.map(({ sentence }) => sentence)).toContain("deploy-bot (eu) began: failing over");
    const list = (await of.as("bob").get("/api/v1/incidents?state=closed&environment=live")).body;
    expect(list).toMatchObject({ total: 1, items: [{ id, title: "orders are lost" }] });
    expect((await of.as("bob").get("/api/v1/incidents?state=open")).body).toMatchObject({ total: 0 });
  });

  it("is not opened twice by a retry with its key", async () => {
    const of = await governedApp();
    const [first, again] = [
      await of.as("alice").post("/api/v1/incidents", opening, "k1"),
      await of.as("alice").post("/api/v1/incidents", opening, "k1"),
    ];
    expect(again.body).toEqual(first.body);
    expect((await of.as("alice").post("/api/v1/incidents", opening, "k2")).status).toBe(409);
  });
});

/** What an Alertmanager sends for one page. */
const notification = (status: "firing" | "resolved") => ({
  version: "4",
  groupKey: '{}:{slo_service="checkout"}',
  truncatedAlerts: 0,
  status,
  receiver: "nines",
  groupLabels: {},
  commonLabels: {},
  commonAnnotations: {},
  externalURL: "http://alertmanager.example:9093",
  alerts: [
    {
      status,
      labels: {
        alertname: "ErrorBudgetBurn",
        slo_id: "checkout.availability.production",
        slo_service: "checkout",
        slo_environment: "production",
        severity: "page",
        tier: "fast",
      },
      annotations: { summary: "checkout burns", description: "…" },
      startsAt: "2026-11-22T11:58:00.123456789Z",
      endsAt: status === "firing" ? "0001-01-01T00:00:00Z" : "2026-11-22T12:00:05+00:00",
      generatorURL: "http://prometheus.example/graph",
      fingerprint: "2f1d0a9c3b4e5f60",
    },
  ],
});

describe("Alertmanager's webhook", () => {
  async function heard({ early = false } = {}) {
    const am = held({ subject: "alertmanager", roles: ["alertmanager"] });
    const now = () => later("10s");
    const desk = openDesk({ journal: openMemoryJournal(), now, pause: async () => undefined });
    await desk.refresh();
    const app = appWith(early ? undefined : frozenShop(), { desk, people: knowing([am]) });
    const post = (body: object) => send(app, "post", "/api/v1/alertmanager", am.headers, body);
    return { desk, post };
  }

  it("opens an incident, says so once, and closes it", async () => {
    const { desk, post } = await heard();
    const { status, body } = await post(notification("firing"));
    expect([status, body]).toMatchObject([200, { opened: [expect.stringMatching(/^inc-/)], closed: [] }]);
    expect((await post(notification("firing"))).body).toMatchObject({ recorded: [], opened: [] });
    expect((await post(notification("resolved"))).body).toMatchObject({
      closed: [[...desk.state().incidents.keys()][0]],
    });
  });

  it("takes a whole group of long alerts, larger than any other body may be", async () => {
    const { post } = await heard();
    const { alerts, ...rest } = notification("firing");
    const many = Array.from({ length: 100 }, (_, index) => ({
      ...alerts[0]!,
      fingerprint: index.toString(16),
      annotations: { description: "x".repeat(2_000) },
    }));
    const { status, body } = await post({ ...rest, alerts: many });
    expect(status).toBe(200);
    expect((body as { recorded: string[]; opened: string[] }).recorded).toHaveLength(100);
    expect((body as { opened: string[] }).opened).toHaveLength(1);
  });

  it("refuses another version and what is no notification, and answers 503 while it knows nothing", async () => {
    const { post } = await heard();
    expect(await post({ ...notification("firing"), version: "3" })).toMatchObject({
      status: 400,
      body: { fields: [{ field: "version" }] },
    });
    expect((await post({ version: "4", alerts: [{ status: "burning" }] })).status).toBe(400);
    expect((await (await heard({ early: true })).post(notification("firing"))).status).toBe(503);
  });
});
