import { z } from "zod";
import { differenceKinds } from "../../../gate/replay/differences.ts";
import { changeKindSchema, timeSchema } from "../common.ts";
import { verdictSchema } from "../verdict.ts";
import { subjectSchema } from "./common.ts";

export const differenceSchema = z
  .object({
    what: z.enum(differenceKinds),
    subject: z.string().meta({ description: "The id or name of what it is about" }),
    before: z.string().optional().meta({ description: "Absent: it was not there" }),
    after: z.string().optional().meta({ description: "Absent: it is gone" }),
  })
  .meta({ id: "Difference", description: "One thing that is otherwise than it was." });
export type DifferenceBody = z.infer<typeof differenceSchema>;

const compared = {
  id: z.string(),
  at: timeSchema.meta({ description: "When it was decided" }),
  recorded: verdictSchema,
  differences: z.array(differenceSchema),
};

export const replaySchema = z
  .object({
    ...compared,
    identical: z.boolean().meta({ description: "The same inputs came to the same verdict, to the letter" }),
    replayed: verdictSchema,
  })
  .meta({ id: "Replay", description: "A decision, made once more of what it was made of." });

export const diffSchema = z
  .object({ ...compared, now: verdictSchema.meta({ description: "The same question, put now" }) })
  .meta({ id: "DecisionDiff", description: "What has changed since a decision." });

export const claimCountSchema = z
  .object({
    services: z.array(z.string()),
    environment: z.string(),
    change: changeKindSchema,
    by: subjectSchema,
    proven: z.int().min(0),
    unproven: z.int().min(0).meta({ description: "Judged as a feature instead" }),
    lastAt: timeSchema,
  })
  .meta({ id: "ClaimCount", description: "How often somebody claimed a kind of change." });
