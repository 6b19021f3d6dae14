import { z } from "zod";
import { correctionEffects } from "../../../model/correction.ts";
import { correctionStates } from "../../../model/governance/states.ts";
import { timeSchema } from "../common.ts";
import {
  asOf,
  happeningSchema,
  linkSchema,
  nameSchema,
  prose,
  quorumSchema,
  subjectSchema,
  youMay,
} from "./common.ts";
import { momentSchema } from "./moments.ts";

const effect = z
  .enum(correctionEffects)
  .meta({ description: "`drop`: as if the period had not been; `count-good`: its bad events count as good" });

export const correctionInput = z
  .strictObject({
    service: nameSchema,
    slos: z
      .array(nameSchema)
      .max(200)
      .default([])
      .meta({ description: "Empty: every SLO of the service there" }),
    environments: z.array(nameSchema).max(50).optional(),
    from: momentSchema,
    to: momentSchema,
    effect,
    reason: prose("Why the period should count otherwise than it was recorded"),
    evidence: z.array(linkSchema).max(20).default([]),
  })
  .meta({ id: "CorrectionInput" });

export const correctionSchema = z
  .object({
    id: z.string().meta({ example: "co-3f9k2m7q4a" }),
    state: z.enum(correctionStates),
    service: z.string(),
    slos: z.array(z.string()),
    environments: z.array(z.string()),
    from: timeSchema.meta({ description: "As asked for; what counts is aligned outwards to the ledger" }),
    to: timeSchema,
    effect,
    reason: z.string(),
    evidence: z.array(z.string()),
    requestHash: z.string(),
    requestedBy: subjectSchema,
    requestedAt: timeSchema,
    quorum: quorumSchema,
    decided: z
      .object({ at: timeSchema, by: subjectSchema.optional(), reason: z.string().optional() })
      .optional(),
  })
  .meta({
    id: "Correction",
    description: "A stretch of the past that counts otherwise; raw stays as it was.",
  });
export type CorrectionBody = z.infer<typeof correctionSchema>;

export const correctionActions = ["approve", "deny", "withdraw", "revoke"] as const;

export const correctionDetailSchema = correctionSchema
  .extend({ ...youMay(correctionActions), ...asOf, history: z.array(happeningSchema).optional() })
  .meta({ id: "CorrectionDetail" });
export type CorrectionDetailBody = z.infer<typeof correctionDetailSchema>;
