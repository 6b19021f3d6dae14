import { z } from "zod";
import { causeSchema, changeKindSchema, decisionSchema, labelsSchema, shareSchema } from "./common.ts";
import { stateSchema, timeSchema } from "./common.ts";

export const reasonSchema = z
  .object({
    kind: z.enum(["slo", "dependency", "registration"]),
    slo: z.string().optional().meta({ description: "SLO id; absent for `registration`" }),
    group: labelsSchema.optional().meta({ description: "The deciding group of a grouped SLO" }),
    path: z
      .array(z.string())
      .optional()
      .meta({
        description: "From the asked service to the one that ails",
        example: ["checkout", "payments"],
      }),
    state: stateSchema,
    cause: causeSchema.optional(),
    partial: z.boolean().optional(),
    consumed: shareSchema.optional().meta({ description: "Share of the budget used up, raw" }),
    spent: shareSchema.optional().meta({ description: "consumed × coverage, as judged" }),
    burn: z.number().min(0).optional().meta({ description: "Burn rate over the last hour" }),
    fastBurn: z.boolean().optional(),
    dataAgeSeconds: z.number().min(0).optional(),
    policy: z.string().optional(),
    policyHash: z.string().optional(),
    rule: z.int().min(1).optional().meta({ description: "Line of the policy's `gate` that matched, from 1" }),
    ruleText: z.string().optional().meta({ example: "restricted + feature → needs_exception" }),
    decision: decisionSchema,
    sentence: z.string().meta({ description: "The reason in words" }),
  })
  .meta({ id: "Reason", description: "Why, for one SLO." });

export const verdictSchema = z
  .object({
    decision: decisionSchema,
    allowed: z.boolean().meta({ description: "True for `allow` and `warn`" }),
    state: stateSchema.meta({ description: "The worst among what was judged" }),
    cause: causeSchema.optional(),
    services: z.array(z.string()),
    environment: z.string().meta({ description: "Canonical name; as asked when it is unknown" }),
    change: changeKindSchema,
    group: labelsSchema,
    sha: z.string().optional(),
    reasons: z.array(reasonSchema).min(1).meta({ description: "Worst first, never empty" }),
    allowedNow: z.array(changeKindSchema).meta({ description: "Kinds of change that would be allowed now" }),
    evaluatedAt: timeSchema,
    validUntil: timeSchema.meta({ description: "Ask again from here on" }),
  })
  .meta({ id: "Verdict", description: "The gate's answer, and every reason for it." });

export type VerdictBody = z.infer<typeof verdictSchema>;
export type ReasonBody = z.infer<typeof reasonSchema>;
