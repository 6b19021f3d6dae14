import { z } from "zod";
import { sourceKinds } from "../../../report/attribution/split.ts";
import { labelsSchema, shareSchema, timeSchema } from "../common.ts";

const attributed = shareSchema.meta({
  description:
    "Share of the error budget attributed to it; these and the unattributed rest add up to `consumed`",
});
const during = shareSchema.meta({
  description: "Share that burned while it lasted, whatever it is attributed to",
});

const spanSchema = z.object({ from: timeSchema, to: timeSchema }).meta({ id: "Span" });

export const shareOfSchema = z
  .object({
    kind: z.enum(sourceKinds),
    id: z.string().meta({ description: "Of the deployment or incident; a dependency's is its service" }),
    title: z.string(),
    spans: z.array(spanSchema).meta({ description: "What it covers within the window; of many the last 20" }),
    share: attributed,
    during,
    bad: z.number().min(0),
  })
  .meta({ id: "AttributedShare" });
export type ShareBody = z.infer<typeof shareOfSchema>;

const missing = z.array(z.string()).meta({ description: "What could not be taken into account, in words" });
const rules = z.array(z.string()).meta({ description: "What the figures mean, in words" });

export const attributionSchema = z
  .object({
    slo: z.string(),
    window: z.string(),
    from: timeSchema,
    to: timeSchema,
    groups: z.array(
      z.object({
        group: labelsSchema,
        consumed: shareSchema,
        bad: z.number().min(0),
        total: z.number().min(0),
        shares: z.array(shareOfSchema).meta({ description: "The largest first" }),
        unattributed: shareSchema,
      }),
    ),
    missing,
    rules,
  })
  .meta({ id: "Attribution", description: "To what an SLO's error budget went, group by group." });
export type AttributionBody = z.infer<typeof attributionSchema>;

export const sloCostSchema = z
  .object({
    slo: z.string(),
    group: labelsSchema,
    share: attributed,
    during,
    before: shareSchema.optional().meta({
      description:
        "What burned in as long a time right before it; absent where the window does not reach so far",
    }),
    bad: z.number().min(0),
  })
  .meta({ id: "SloCost", description: "What it cost one SLO, or one group of it." });
export type SloCostBody = z.infer<typeof sloCostSchema>;

const costFields = {
  from: timeSchema,
  to: timeSchema,
  lasting: z.boolean().meta({ description: "It still goes on: the figures are of now" }),
  slos: z.array(sloCostSchema).meta({ description: "The dearest first" }),
  missing,
  rules,
};

export const deploymentCostSchema = z
  .object({ deployment: z.string(), ...costFields, sentence: z.string() })
  .meta({ id: "DeploymentCost", description: "What a deployment has cost so far." });
export type DeploymentCostBody = z.infer<typeof deploymentCostSchema>;

export const incidentCostSchema = z
  .object({
    incident: z.string(),
    ...costFields,
    actions: z
      .array(
        z.object({
          id: z.string(),
          what: z.string(),
          slos: z.array(sloCostSchema),
        }),
      )
      .meta({
        description: "What burned while each was under way; of several at once each takes an equal part",
      }),
    sentence: z.string(),
  })
  .meta({ id: "IncidentCost", description: "What an incident has cost so far, and each action in it." });
export type IncidentCostBody = z.infer<typeof incidentCostSchema>;
