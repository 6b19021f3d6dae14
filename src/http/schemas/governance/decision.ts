import { z } from "zod";
import { changeKindSchema, decisionSchema as answerSchema, timeSchema } from "../common.ts";
import { verdictSchema } from "../verdict.ts";
import { subjectSchema } from "./common.ts";

const recorded = {
  id: z.string().meta({ description: "Of the decision on record", example: "gd-3f9k2m7q4a" }),
};

/** The verdict itself with its place on record, so that whoever reads a verdict reads this. */
export const decisionSchema = verdictSchema
  .extend({
    ...recorded,
    repeated: z.boolean().meta({
      description:
        "It was on record already: the same question within its time, or the same use of an exception",
    }),
  })
  .meta({ id: "RecordedVerdict", description: "The gate's answer, on record." });
export type DecisionBody = z.infer<typeof decisionSchema>;

export const storedDecisionSchema = z
  .object({
    ...recorded,
    seq: z.int().min(1).meta({ description: "Its place in the journal" }),
    at: timeSchema,
    by: subjectSchema,
    allowed: z.boolean(),
    decision: z.string(),
    uses: z.array(
      z.object({
        exception: z.string(),
        service: z.string(),
        environment: z.string(),
        sha: z.string().optional(),
      }),
    ),
    verdict: verdictSchema.optional().meta({
      description: "As it was answered; absent once retention has dropped it (its digest stays in the chain)",
    }),
  })
  .meta({ id: "Decision", description: "A decision of the gate as the journal holds it." });

export const decisionLineSchema = z
  .object({
    ...recorded,
    seq: z.int().min(1).meta({ description: "Its place in the journal" }),
    at: timeSchema,
    by: subjectSchema,
    services: z.array(z.string()),
    environment: z.string(),
    change: changeKindSchema,
    sha: z.string().optional(),
    allowed: z.boolean(),
    decision: answerSchema,
    dryRun: answerSchema.optional().meta({ description: "What it would have been: it was only watched" }),
    exceptions: z.array(z.string()).meta({ description: "Those that it used" }),
  })
  .meta({ id: "DecisionLine", description: "A decision of the gate, in a line." });
export type DecisionLineBody = z.infer<typeof decisionLineSchema>;
export type StoredDecisionBody = z.infer<typeof storedDecisionSchema>;
