import { z } from "zod";
import { timeSchema } from "../common.ts";
import { subjectSchema } from "./common.ts";

export const verificationInput = z
  .strictObject({
    anchor: z.string().optional().meta({
      description: "`SEQ:HASH`, as written down earlier: proves that the chain has not been cut before it",
    }),
  })
  .meta({ id: "VerificationInput" });

export const verificationSchema = z
  .object({
    by: subjectSchema,
    startedAt: timeSchema,
    finishedAt: timeSchema.optional().meta({ description: "Absent while it is under way" }),
    checked: z.int().min(0),
    of: z.int().min(0).meta({ description: "Entries that there were at its start" }),
    anchor: z.string().optional(),
    holds: z
      .boolean()
      .optional()
      .meta({ description: "Whether the chain holds; absent until that is known" }),
    flaw: z
      .object({ kind: z.string(), seq: z.int(), message: z.string() })
      .optional()
      .meta({ description: "The first place where it is not what was written" }),
    sentences: z.array(z.string()).meta({ description: "What was proven, and what cannot be, in words" }),
    failure: z.string().optional().meta({ description: "Why it could not be carried to its end" }),
  })
  .meta({ id: "Verification", description: "A look at the whole journal." });
export type VerificationBody = z.infer<typeof verificationSchema>;
