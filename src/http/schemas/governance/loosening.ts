import { z } from "zod";
import { looseningEnds, looseningKinds } from "../../../governance/loosening/promise.ts";
import { gradedStates } from "../../../model/policy.ts";
import { shareSchema, timeSchema } from "../common.ts";
import { asOf, happeningSchema, nameSchema, prose, quorumSchema, youMay } from "./common.ts";

const promise = z.object({
  service: z.string(),
  environment: z.string(),
  objective: z.string(),
  window: z.string(),
  gate: z.boolean(),
  policy: z.string(),
});

export const looseningSchema = z
  .object({
    id: z.string().meta({ example: "lo-3f9k2m7q4a" }),
    slo: z.string(),
    kinds: z.array(z.enum(looseningKinds)).meta({ description: "How the promise became easier" }),
    before: promise,
    after: promise.optional().meta({ description: "Absent when the SLO was deleted" }),
    state: z.enum(gradedStates).meta({ description: "Where it stood when it happened" }),
    spent: shareSchema.optional(),
    at: timeSchema,
    held: z.boolean().meta({ description: "The gate still goes by the former standing" }),
    heldUntil: timeSchema.optional(),
    quorum: quorumSchema.optional(),
    ended: z.object({ at: timeSchema, why: z.enum(looseningEnds) }).optional(),
  })
  .meta({ id: "Loosening", description: "A promise made easier while it was not healthy." });
export type LooseningBody = z.infer<typeof looseningSchema>;

export const looseningActions = ["approve"] as const;

export const looseningDetailSchema = looseningSchema
  .extend({ ...youMay(looseningActions), ...asOf, history: z.array(happeningSchema).optional() })
  .meta({ id: "LooseningDetail" });
export type LooseningDetailBody = z.infer<typeof looseningDetailSchema>;

export const approveLooseningInput = z
  .strictObject({
    group: nameSchema.optional().meta({ description: "The group to sit for, where a person has several" }),
    comment: prose("Why").optional(),
  })
  .meta({ id: "ApproveLooseningInput" });
