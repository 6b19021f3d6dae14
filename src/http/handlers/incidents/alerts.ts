import { z } from "zod";
import {
  enterMissed,
  markAlert,
  marks,
  type MarkInput,
  type MissInput,
} from "../../../governance/incidents/feedback.ts";
import { qualityOf } from "../../../report/quality/quality.ts";
import { only, reading } from "../../access.ts";
import { findSlo } from "../../find.ts";
import { pagingQuery } from "../../paging.ts";
import { readQuery } from "../../query.ts";
import { writing, type Route } from "../../route.ts";
import {
  markedAlertSchema,
  markInput,
  missedSchema,
  missInput,
  proposalsSchema,
  qualitySchema,
} from "../../schemas/incidents/quality.ts";
import { iso } from "../../views/common.ts";
import { markedAlertView, proposalsView, qualityView } from "../../views/incidents/quality.ts";
import { answered } from "../attribution/answered.ts";
import { found, record } from "../governance/act.ts";
import { listSchema, paged, statesQuery, text } from "../governance/listing.ts";

const responders = ["requester", "approver", "admin"] as const;
const noQuery = z.object({});
const listQuery = z.object({
  service: text("Only of this service"),
  slo: text("Only of this SLO, by its whole id"),
  tier: text("Only of this tier"),
  marked: statesQuery([...marks, "none"]).meta({
    type: "string",
    description: "Only marked so, separated by commas; `none`: those that nobody has marked",
  }),
  ...pagingQuery,
});
const qualityQuery = z.object({ service: text("Only of this service") });

export const listAlerts: Route = {
  path: "/api/v1/alerts",
  id: "listAlerts",
  tag: "Incidents",
  summary: "Alerts that Alertmanager told of",
  description: "Those of the last 400 days, newest first, in pages.",
  query: listQuery,
  access: reading,
  answers: { 200: { description: "Those that match", schema: listSchema(markedAlertSchema, "AlertList") } },
  problems: ["bad-query"],
  handle: (asked) => {
    const { service, slo, tier, marked, ...paging } = readQuery(listQuery, asked.query);
    const all = [...asked.deps.desk.state().alerts.values()]
      .reverse()
      .filter(
        (alert) =>
          (service === undefined || alert.service === service) &&
          (slo === undefined || alert.slo === slo) &&
          (tier === undefined || alert.tier === tier) &&
          (marked === undefined || marked.includes(alert.marked?.mark ?? "none")),
      );
    return { json: paged(all, paging, asked, markedAlertView) };
  },
};

export const postMark = writing({
  tag: "Incidents",
  method: "post",
  path: "/api/v1/alerts/{id}/mark",
  id: "markAlert",
  summary: "Say what an alert was worth",
  description: "By people who work on its service; the newest mark counts.",
  params: { id: "The alert's id" },
  body: markInput,
  access: only(...responders),
  answers: { 200: { description: "The alert as it is marked now", schema: markedAlertSchema } },
  problems: ["not-found", "invalid", "journal-unavailable"],
  handle: async (asked) => {
    const id = asked.params.id ?? "";
    const mark = { ...asked.body, id } as MarkInput;
    await record(asked, (state, occasion, identity) => markAlert(state, occasion, identity, mark));
    return { json: markedAlertView(found(asked.deps.desk.state().alerts.get(id), "alert", id)) };
  },
});

export const postMissed = writing({
  tag: "Incidents",
  method: "post",
  path: "/api/v1/alerts/missed",
  id: "enterMissedAlert",
  summary: "Enter trouble that no alert told of",
  description: "While misses are entered, nothing quieter is proposed for the SLO.",
  body: missInput,
  access: only(...responders),
  answers: { 201: { description: "As it was entered", schema: missedSchema } },
  problems: ["no-snapshot", "invalid", "journal-unavailable"],
  handle: async (asked) => {
    const input = asked.body as MissInput;
    const id = await record(asked, (state, occasion, identity) =>
      enterMissed(state, occasion, identity, input, asked.snapshot()),
    );
    const {
      service: _,
      environment: __,
      ...miss
    } = found(asked.deps.desk.state().missed.get(id), "missed alert", id);
    const { from, to, enteredAt } = miss;
    const times = { from: iso(from), ...(to !== undefined && { to: iso(to) }), enteredAt: iso(enteredAt) };
    return { status: 201, json: { ...miss, ...times } };
  },
});

export const alertQuality: Route = {
  path: "/api/v1/alerts/quality",
  id: "getAlertQuality",
  tag: "Incidents",
  summary: "What alerts were worth, by SLO and tier",
  description:
    "Precision, detection time and misses, from what people said of the alerts of the last 400 days.",
  query: qualityQuery,
  access: reading,
  answers: { 200: { description: "Every SLO that alerts rang for", schema: qualitySchema } },
  problems: ["bad-query"],
  handle: (asked) => {
    const { service } = readQuery(qualityQuery, asked.query);
    const { alerts, missed, incidents } = asked.deps.desk.state();
    const isMeant = (each: { service: string }) => service === undefined || each.service === service;
    const quality = qualityOf(
      [...alerts.values()].filter(isMeant),
      [...missed.values()].filter(isMeant),
      incidents,
    );
    return { json: qualityView(quality) };
  },
};

export const alertProposals: Route = {
  path: "/api/v1/slos/{id}/alerts/proposals",
  id: "getAlertProposals",
  tag: "SLOs",
  summary: "Quieter alert settings that the marked history supports",
  description:
    "Replayed over the ledger of the last 90 days: every useful alert would still have rung, within five minutes, and at " +
    "least half of the noise would not. Where the history does not support one, `why` says what is missing.",
  params: { id: "The SLO's id, or any shorter form that fits only one" },
  query: noQuery,
  access: reading,
  answers: { 200: { description: "One for each tier, or why not", schema: proposalsSchema } },
  problems: ["bad-query", "unknown-slo", "ambiguous-slo", "no-snapshot", "source-silent"],
  handle: async (asked) => {
    readQuery(noQuery, asked.query);
    const { slo } = findSlo(asked.params.id ?? "", asked.snapshot());
    const proposals = answered(await asked.deps.attribute.proposals(slo.id), "SLO", slo.id);
    return { json: proposalsView(proposals) };
  },
};

export const alertRoutes: readonly Route[] = [listAlerts, postMark, postMissed, alertQuality, alertProposals];
