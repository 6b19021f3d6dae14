import { z } from "zod";
import { marks, sayings } from "../../../governance/incidents/feedback.ts";
import { shareSchema, spanSchema, timeSchema } from "../common.ts";
import { nameSchema, prose, subjectSchema } from "../governance/common.ts";
import { momentSchema } from "../governance/moments.ts";
import { alertSchema } from "./incident.ts";

const markMeaning =
  "`useful`: somebody had to act; `noise`: nobody had to; `duplicate`: another one had said it";
const markField = z.enum(marks).meta({ description: markMeaning });

export const markInput = z
  .strictObject({
    mark: z.enum(sayings).meta({
      description: `${markMeaning}; \`none\`: what was said of it is taken back`,
    }),
    comment: prose("Why", 1_000).optional(),
    began: momentSchema.optional().meta({ description: "When the trouble began that it told of" }),
  })
  .meta({ id: "AlertMarkInput" });

export const missInput = z
  .strictObject({
    slo: nameSchema.meta({ description: "The SLO's whole id" }),
    from: momentSchema,
    to: momentSchema.optional(),
    what: prose("What nobody was told of", 1_000),
  })
  .meta({ id: "MissedAlertInput" });

export const markedAlertSchema = alertSchema
  .extend({
    marked: z
      .object({
        mark: markField,
        comment: z.string().optional(),
        began: timeSchema.optional(),
        by: subjectSchema,
        at: timeSchema,
      })
      .optional(),
  })
  .meta({ id: "MarkedAlert", description: "An alert, and what the last one who said so thinks of it." });
export type MarkedAlertBody = z.infer<typeof markedAlertSchema>;

export const missedSchema = z
  .object({
    id: z.string(),
    slo: z.string(),
    from: timeSchema,
    to: timeSchema.optional(),
    what: z.string(),
    enteredBy: subjectSchema,
    enteredAt: timeSchema,
  })
  .meta({ id: "MissedAlert", description: "Trouble that no alert told of." });

const tierQualitySchema = z.object({
  tier: z.string(),
  rung: z.int().min(0),
  useful: z.int().min(0),
  noise: z.int().min(0),
  duplicate: z.int().min(0),
  precision: shareSchema.optional().meta({ description: "useful ÷ marked; absent while none is marked" }),
  detection: z
    .object({ median: z.number(), longest: z.number(), known: z.int().min(1) })
    .optional()
    .meta({
      description: "Seconds from the beginning of the trouble to the alert, where a beginning is known",
    }),
});

export const qualitySchema = z
  .object({
    items: z.array(
      z.object({
        slo: z.string(),
        tiers: z.array(tierQualitySchema),
        missed: z.int().min(0),
        recall: shareSchema.optional().meta({ description: "useful ÷ (useful + missed)" }),
      }),
    ),
  })
  .meta({ id: "AlertQuality", description: "What alerts were worth, by SLO and tier." });
export type QualityBody = z.infer<typeof qualitySchema>;

export const proposalsSchema = z
  .object({
    slo: z.string(),
    tiers: z.array(
      z.object({
        tier: z.string(),
        why: z.string().optional().meta({ description: "Why nothing is proposed" }),
        proposal: z
          .object({
            long: spanSchema,
            short: spanSchema,
            factor: z.number(),
            minBadEvents: z.number(),
            silenced: z.int().meta({ description: "Of `noise` alerts, how many would have been silent" }),
            noise: z.int(),
            kept: z.int().meta({ description: "Useful ones: each of them would still have rung" }),
            delay: z
              .number()
              .meta({ description: "Seconds by which the slowest of them would have come later" }),
            yaml: z.string().meta({ description: "What to write into the definitions" }),
          })
          .optional(),
      }),
    ),
  })
  .meta({ id: "AlertProposals", description: "Quieter settings that the marked history supports." });
export type ProposalsBody = z.infer<typeof proposalsSchema>;
