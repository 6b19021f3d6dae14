import { receive } from "../../../governance/incidents/receive.ts";
import { defaultRules } from "../../../governance/incidents/rules.ts";
import { tell } from "../../../governance/tell.ts";
import { only, requireIdentity } from "../../access.ts";
import { answerOf } from "../../acting.ts";
import { writing } from "../../route.ts";
import { notificationSchema, receiptSchema } from "../../schemas/incidents/notification.ts";

/**
 * Alertmanager's webhook. It repeats what was answered with 5xx, and only that: before the first cycle, and while the
 * journal cannot be written, nothing is lost.
 */
export const receiveAlerts = writing({
  tag: "Incidents",
  method: "post",
  path: "/api/v1/alertmanager",
  id: "receiveAlerts",
  summary: "What Alertmanager tells: opens and closes incidents",
  description:
    "Webhook of version 4. The same alert of the same start is recorded once, however often it is told. Alerts that are not about a registered service are answered as ignored, and say why.",
  body: notificationSchema,
  access: only("alertmanager"),
  answers: { 200: { description: "What it came to", schema: receiptSchema } },
  problems: ["no-snapshot", "journal-unavailable"],
  handle: async (asked) => {
    const { deps, body } = asked;
    const identity = requireIdentity(asked);
    const snapshot = asked.snapshot();
    const rules = deps.incidentRules ?? defaultRules;
    let sentences: readonly string[] = [];
    const result = await deps.desk.act((state, occasion) => {
      const act = receive(state, occasion, identity, body.alerts, snapshot, rules);
      if ("events" in act) sentences = act.events.map(tell);
      return act;
    });
    const json = answerOf(result);
    for (const sentence of sentences) deps.logger.info({ actor: identity.subject }, sentence);
    if (body.truncatedAlerts > 0)
      deps.logger.warn(
        { truncatedAlerts: body.truncatedAlerts },
        "Alertmanager left out alerts: its max_alerts is too low for incidents to be whole",
      );
    return { json };
  },
});
