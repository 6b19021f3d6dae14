import { describe, expect, it } from "vitest";
import type { AppDeps } from "../../src/http/deps.ts";
import { channel, configured, journal, moved } from "../governance/notices/journal.ts";
import { heldByRole, held, knowing } from "../support/people.ts";
import { later, snapshotOf } from "../support/snapshots.ts";
import { appWith, get, send } from "./support/app.ts";

const written = journal();
written.add(configured([channel("shop"), channel("events")]), moved("a.b.c"), moved("d.e.f"), {
  at: later("25h"),
  actor: "nines",
  kind: "notice-undelivered",
  subject: "events",
  payload: { notice: "no-2-00000002", attempts: 9, reason: "the receiver answered 503" },
});

const notices: AppDeps["notices"] = {
  channels: () =>
    (["shop", "events"] as const).map((name) => ({
      name,
      kind: name === "shop" ? "slack" : "webhook",
      outbox: written.state.notices.outboxes.get(name)!,
      status: { name, failures: name === "shop" ? 3 : 0, ...(name === "shop" && { error: "ECONNREFUSED" }) },
    })),
  test: async (name) => {
    if (name === "shop") return { kind: "delivered" };
    return name === "events" ? { kind: "failed", reason: "the receiver answered 401" } : undefined;
  },
};
const people = knowing([...Object.values(heldByRole), held({ roles: ["admin"] })], { readsAreOpen: true });
const app = appWith(snapshotOf([]), { notices, people });
const admin = heldByRole.admin.headers;

describe("GET /api/v1/notices", () => {
  it("says what waits, what hinders it, and what was given up", async () => {
    const { body } = await get(app, "/api/v1/notices");
    expect(body).toMatchObject({
      items: [
        {
          name: "shop",
          kind: "slack",
          waiting: 2,
          failures: 3,
          error: "ECONNREFUSED",
          next: [{ id: "no-2-00000002", what: "a.b.c is watch; it was healthy" }, { id: "no-3-00000003" }],
        },
        {
          name: "events",
          waiting: 1,
          undelivered: 1,
          dead: [{ notice: "no-2-00000002", attempts: 9, reason: "the receiver answered 503" }],
        },
      ],
    });
  });
});

describe("POST /api/v1/notices/{channel}/test", () => {
  it("says whether the channel took it, and why not", async () => {
    const good = await send(app, "post", "/api/v1/notices/shop/test", admin, {});
    expect(good).toMatchObject({ status: 200, body: { channel: "shop", delivered: true } });
    const bad = await send(app, "post", "/api/v1/notices/events/test", admin, {});
    expect(bad.body).toEqual({ channel: "events", delivered: false, reason: "the receiver answered 401" });
  });

  it("names the channels that there are, for one that is none", async () => {
    const { status, body } = await send(app, "post", "/api/v1/notices/nobody/test", admin, {});
    expect([status, (body as { detail: string }).detail]).toEqual([
      404,
      'there is no channel "nobody": there are shop, events',
    ]);
  });
});
