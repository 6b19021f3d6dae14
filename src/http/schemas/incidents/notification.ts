import { z } from "zod";
import { timestamp } from "../../../model/units.ts";

const words = z.record(z.string(), z.string());

const instant = z.iso
  .datetime({ offset: true, error: "is no time as Alertmanager writes it" })
  .transform((text) => timestamp(Date.parse(text) / 1_000))
  .meta({ type: "string", format: "date-time" });

const annotation = "summary";
const longestSummary = 200;

/** Fields that a later Alertmanager adds are let pass: it is not ours to change. */
const notified = z
  .looseObject({
    status: z.enum(["firing", "resolved"]),
    labels: words,
    annotations: words.default({}),
    startsAt: instant,
    endsAt: instant,
    fingerprint: z.string().regex(/^[0-9a-f]{1,64}$/, "is no fingerprint"),
  })
  .transform(({ status, labels, annotations, startsAt, endsAt, fingerprint }) => {
    const alert = { status, labels, startsAt, endsAt, fingerprint };
    const summary = annotations[annotation];
    return summary === undefined ? alert : { ...alert, summary: summary.trim().slice(0, longestSummary) };
  });

export const notificationSchema = z
  .looseObject({
    version: z.literal("4", { error: "is not 4, the version of Alertmanager's webhook that nines reads" }),
    truncatedAlerts: z.int().min(0).default(0),
    alerts: z.array(notified).max(10_000, "are too many: set max_alerts"),
  })
  .meta({
    id: "AlertmanagerNotification",
    description: "What Alertmanager posts to a webhook, version 4.",
  });

export const receiptSchema = z
  .object({
    recorded: z.array(z.string()).meta({ description: "Ids of alerts that were news, firing or resolved" }),
    opened: z.array(z.string()).meta({ description: "Ids of incidents" }),
    reopened: z.array(z.string()),
    closed: z.array(z.string()),
    ignored: z.array(z.object({ fingerprint: z.string(), why: z.string() })),
  })
  .meta({ id: "AlertmanagerReceipt", description: "What the notification came to." });
