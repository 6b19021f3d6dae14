import { z } from "zod";
import { budgetEffects, gateEffects, windowKinds, windowStates } from "../../../model/governance/states.ts";
import { labelsSchema, timeSchema } from "../common.ts";
import { asOf, happeningSchema, nameSchema, prose, quorumSchema, subjectSchema, youMay } from "./common.ts";
import { lengthSchema, momentSchema } from "./moments.ts";
import { whatWasRead } from "./verbs.ts";

const once = z.strictObject({ kind: z.literal("once"), from: momentSchema, to: momentSchema });
const recurring = z.strictObject({
  kind: z.literal("recurring"),
  rrule: prose("RFC 5545, without DTSTART", 500).meta({ example: "FREQ=WEEKLY;BYDAY=SU" }),
  start: z.string().meta({ description: "Local wall time of the first one", example: "2026-11-01T02:00" }),
  timeZone: z.string().meta({ description: "IANA zone", example: "Europe/Berlin" }),
  length: lengthSchema,
});

const scheduleInput = z
  .discriminatedUnion("kind", [once, recurring])
  .meta({ description: "Once, or again and again by a rule read in a time zone" });

const actsInput = z.strictObject({
  alerts: z.boolean().default(true).meta({ description: "Quiets alerts" }),
  budget: z
    .enum(budgetEffects)
    .default("count")
    .meta({ description: "What its time counts for in the adjusted budget; all but `count` need approval" }),
  gate: z
    .enum(gateEffects)
    .default("none")
    .meta({ description: "`open` lets changes pass with a warning and needs approval" }),
});

const fields = {
  kind: z.enum(windowKinds),
  title: prose("What it is, in a few words", 200),
  reason: prose("Why"),
  slos: z.array(nameSchema).max(200).meta({ description: "Ids; empty for every SLO of the service there" }),
  environments: z.array(nameSchema).min(1, "names none").max(50),
  group: labelsSchema,
  schedule: scheduleInput,
  acts: actsInput,
};

export const windowInput = z
  .strictObject({
    ...fields,
    service: nameSchema,
    slos: fields.slos.default([]),
    group: fields.group.default({}),
    acts: actsInput.prefault({}),
  })
  .meta({ id: "WindowInput" });

export const windowEdit = z
  .strictObject({ ...fields, ...whatWasRead })
  .partial()
  .meta({ id: "WindowEdit", description: "What is to be otherwise; a schedule is given whole." });

const scheduleView = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("once"), from: timeSchema, to: timeSchema }),
  z.object({
    kind: z.literal("recurring"),
    rrule: z.string(),
    start: z.string(),
    timeZone: z.string(),
    length: z.string(),
  }),
]);

const occurrence = z.object({ from: timeSchema, to: timeSchema });

export const windowSchema = z
  .object({
    id: z.string().meta({ example: "win-3f9k2m7q4a" }),
    state: z.enum(windowStates),
    kind: z.enum(windowKinds),
    title: z.string(),
    reason: z.string(),
    service: z.string(),
    slos: z.array(z.string()),
    environments: z.array(z.string()),
    group: labelsSchema,
    schedule: scheduleView,
    acts: z.object({
      alerts: z.boolean(),
      budget: z.enum(budgetEffects),
      gate: z.enum(gateEffects),
    }),
    running: occurrence.optional().meta({ description: "The occurrence under way" }),
    upcoming: occurrence.optional().meta({ description: "The next one" }),
    requestHash: z.string(),
    createdBy: subjectSchema,
    createdAt: timeSchema,
    quorum: quorumSchema.optional().meta({ description: "Absent when nothing in it needs approval" }),
    ended: z.object({ at: timeSchema, by: subjectSchema, reason: z.string().optional() }).optional(),
  })
  .meta({ id: "Window", description: "A maintenance or known-issue window." });
export type WindowBody = z.infer<typeof windowSchema>;

/** What is done to it as it is. */
export const windowVerbs = ["approve", "deny", "cancel"] as const;
export const windowActions = [...windowVerbs, "edit"] as const;

export const windowDetailSchema = windowSchema
  .extend({ ...youMay(windowActions), ...asOf, history: z.array(happeningSchema).optional() })
  .meta({ id: "WindowDetail" });
export type WindowDetailBody = z.infer<typeof windowDetailSchema>;
