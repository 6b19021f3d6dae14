import { z } from "zod";
import { incidentStates } from "../../../model/governance/states.ts";
import { closingCauses } from "../../../governance/incidents/incident.ts";
import { timelineKinds } from "../../../model/wording.ts";
import { labelsSchema, timeSchema } from "../common.ts";
import { asOf, happeningSchema, nameSchema, prose, subjectSchema } from "../governance/common.ts";
import { momentSchema } from "../governance/moments.ts";

const region = z
  .string()
  .trim()
  .min(1, "is empty")
  .max(63, "is too long")
  .meta({ description: "Where they sit, or what part of the world they speak of", example: "eu" });

export const incidentInput = z
  .strictObject({
    service: nameSchema,
    environment: nameSchema.default("production"),
    title: prose("What is wrong, in a few words", 200),
    startedAt: momentSchema.optional(),
  })
  .meta({ id: "IncidentInput" });

export const incidentEdit = z
  .strictObject({
    title: prose("What is wrong, in a few words", 200).optional(),
    startedAt: momentSchema.optional(),
  })
  .meta({ id: "IncidentEdit" });

export const noteInput = z
  .strictObject({
    text: prose("What the others should know", 2_000),
    region: region.optional(),
    at: momentSchema.optional().meta({ description: "When it was, if not now" }),
  })
  .meta({ id: "IncidentNoteInput" });

export const actionInput = z
  .strictObject({
    what: prose("What is being done", 500),
    region: region.optional(),
    startedAt: momentSchema.optional(),
    finishedAt: momentSchema.optional(),
    outcome: prose("What came of it", 500).optional(),
  })
  .meta({ id: "IncidentActionInput", description: "Without `finishedAt` it is under way from now on." });

export const finishInput = z
  .strictObject({
    action: nameSchema.meta({ description: "Id of the action" }),
    finishedAt: momentSchema.optional(),
    outcome: prose("What came of it", 500).optional(),
  })
  .meta({ id: "IncidentFinishInput" });

export const closeInput = z
  .strictObject({ reason: prose("Why it is over", 1_000).optional(), endedAt: momentSchema.optional() })
  .meta({ id: "IncidentCloseInput" });

export const reopenInput = z
  .strictObject({ reason: prose("Why it is not over", 1_000).optional() })
  .meta({ id: "IncidentReopenInput" });

const spellSchema = z
  .object({
    from: timeSchema,
    to: timeSchema.optional(),
    closed: z
      .object({
        at: timeSchema,
        by: subjectSchema,
        cause: z.enum(closingCauses),
        reason: z.string().optional(),
      })
      .optional(),
  })
  .meta({ id: "IncidentSpell", description: "A stretch of time in which the incident was open." });

export const alertSchema = z
  .object({
    id: z.string().meta({ example: "al-2f1d0a9c3b4e5f60" }),
    alertname: z.string(),
    slo: z.string().optional(),
    service: z.string(),
    environment: z.string(),
    tier: z.string().optional(),
    severity: z.string().optional(),
    group: labelsSchema,
    summary: z.string().optional(),
    startsAt: timeSchema,
    endsAt: timeSchema.optional().meta({ description: "Absent while it fires" }),
    incident: z.string().optional(),
  })
  .meta({ id: "ReceivedAlert", description: "An alert that Alertmanager told nines of." });
export type AlertBody = z.infer<typeof alertSchema>;

export const actionSchema = z
  .object({
    id: z.string(),
    by: subjectSchema,
    region: z.string().optional(),
    what: z.string(),
    startedAt: timeSchema,
    finishedAt: timeSchema.optional(),
    outcome: z.string().optional(),
  })
  .meta({ id: "IncidentAction" });

export const incidentSchema = z
  .object({
    id: z.string().meta({ example: "inc-3f9k2m7q4a" }),
    state: z.enum(incidentStates),
    service: z.string(),
    environment: z.string(),
    title: z.string(),
    openedBy: subjectSchema,
    openedAt: timeSchema,
    byAlert: z.boolean().meta({ description: "An alert opened it: it closes when its alerts have resolved" }),
    startedAt: timeSchema,
    endedAt: timeSchema.optional(),
    spells: z.array(spellSchema),
    firing: z.int().min(0).meta({ description: "How many of its alerts have not resolved" }),
    underWay: z.int().min(0).meta({ description: "How many of its actions are under way" }),
  })
  .meta({ id: "Incident", description: "Trouble of one service in one environment." });
export type IncidentBody = z.infer<typeof incidentSchema>;

export const timelineEntrySchema = z
  .object({
    at: timeSchema,
    kind: z.enum(timelineKinds),
    text: z.string(),
    by: subjectSchema.optional(),
    region: z.string().optional(),
    about: z.string().optional().meta({ description: "Id of the alert, the action or the deployment" }),
  })
  .meta({ id: "TimelineEntry" });

export const incidentDetailSchema = incidentSchema
  .extend({
    alerts: z.array(alertSchema),
    actions: z.array(actionSchema),
    timeline: z.array(timelineEntrySchema).meta({ description: "By when it happened, oldest first" }),
    ...asOf,
    history: z.array(happeningSchema).optional(),
  })
  .meta({ id: "IncidentDetail" });
export type IncidentDetailBody = z.infer<typeof incidentDetailSchema>;
