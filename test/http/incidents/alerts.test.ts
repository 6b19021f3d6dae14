import type { JournalEvent } from "../../../src/governance/journal.ts";
import { describe, expect, it } from "vitest";
import {
  missedSchema,
  markedAlertSchema,
  qualitySchema,
} from "../../../src/http/schemas/incidents/quality.ts";
import { governedApp } from "../governance/world.ts";
import { noon } from "../../support/snapshots.ts";

const fired = (subject: string, tier: string): JournalEvent => ({
  at: noon,
  actor: "alertmanager",
  kind: "alert-fired",
  subject,
  payload: {
    ...{ fingerprint: subject, startsAt: noon, alertname: "ErrorBudgetBurn", service: "checkout" },
    ...{ environment: "production", slo: "checkout.availability.production", tier, severity: "page" },
    ...{ group: {}, opens: true },
  },
});

describe("feedback on alerts over HTTP", () => {
  it("marks them, enters misses, and shows what they were worth", async () => {
    const of = await governedApp();
    await of.journal.append([fired("al-1", "fast"), fired("al-2", "medium")]);
    await of.desk.refresh();
    const marked = await of.as("bob").post("/api/v1/alerts/al-1/mark", {
      mark: "useful",
      began: "2026-11-22T11:52:00Z",
    });
    expect(marked.status).toBe(200);
    expect(markedAlertSchema.parse(marked.body)).toEqual(marked.body);
    expect(marked.body).toMatchObject({ marked: { mark: "useful", by: "bob@example.org" } });
    const takenBack = (await of.as("bob").post("/api/v1/alerts/al-2/mark", { mark: "none" })).body;
    expect([markedAlertSchema.parse(takenBack), "marked" in (takenBack as object)]).toEqual([
      takenBack,
      false,
    ]);
    expect((await of.as("bob").get("/api/v1/alerts?marked=none")).body).toMatchObject({
      total: 1,
      items: [{ id: "al-2" }],
    });
    const missed = await of.as("alice").post("/api/v1/alerts/missed", {
      slo: "checkout.availability.production",
      from: "2026-11-22T09:00:00Z",
      what: "a customer called",
    });
    expect(missed.status).toBe(201);
    expect(missedSchema.parse(missed.body)).toEqual(missed.body);
    const quality = (await of.as("alice").get("/api/v1/alerts/quality?service=checkout")).body;
    expect(qualitySchema.parse(quality)).toEqual(quality);
    expect(quality).toMatchObject({
      items: [
        {
          missed: 1,
          recall: 0.5,
          tiers: [
            { tier: "fast", precision: 1, detection: { median: 480 } },
            { tier: "medium", rung: 1 },
          ],
        },
      ],
    });
    expect((await of.as("ci").post("/api/v1/alerts/al-2/mark", { mark: "noise" })).status).toBe(403);
    expect((await of.as("bob").post("/api/v1/alerts/al-2/mark", { mark: "boring" })).status).toBe(400);
  });
});
