import { z } from "zod";
import { experimentStates } from "../../../model/governance/states.ts";
import { abortCauses } from "../../../governance/experiments/experiment.ts";
import { shareSchema, spanSchema, timeSchema } from "../common.ts";
import { asOf, happeningSchema, nameSchema, prose, quorumSchema, subjectSchema, youMay } from "./common.ts";
import { costSchema, lengthSchema } from "./moments.ts";

const capsInput = z.strictObject({
  spend: costSchema.meta({ description: "Share of the whole budget: beyond it the experiment is aborted" }),
  burn: z.number().gt(0, "must be above 0").max(10_000, "is beyond every burn rate").meta({
    description: "Burn rate over the shortest window: above it the experiment is aborted",
    example: 10,
  }),
});

export const experimentInput = z
  .strictObject({
    service: nameSchema,
    environment: nameSchema.meta({ description: "A name or an alias" }),
    title: prose("What is tried", 200),
    hypothesis: prose("What should happen").optional(),
    blastRadius: prose("What it is confined to: the selector, the share of traffic, the replicas"),
    cost: costSchema.meta({ description: "Share of the whole budget that it should cost at most" }),
    caps: capsInput,
    length: lengthSchema.meta({ description: "It is over by then, at the latest after 8h" }),
  })
  .meta({ id: "ExperimentInput" });

export const experimentSchema = z
  .object({
    id: z.string().meta({ example: "xp-3f9k2m7q4a" }),
    state: z.enum(experimentStates),
    service: z.string(),
    environment: z.string(),
    title: z.string(),
    hypothesis: z.string().optional(),
    blastRadius: z.string(),
    cost: shareSchema.meta({ description: "Declared, as a share of the whole budget" }),
    caps: z.object({ spend: shareSchema, burn: z.number() }),
    length: spanSchema,
    requestHash: z.string().meta({ description: "What an approval binds to" }),
    requestedBy: subjectSchema,
    requestedAt: timeSchema,
    quorum: quorumSchema.optional().meta({ description: "Absent where the policy asks nobody" }),
    startedAt: timeSchema.optional(),
    endsBy: timeSchema
      .optional()
      .meta({ description: "Of a running one: aborted if it is not over by then" }),
    ended: z
      .object({
        at: timeSchema,
        by: subjectSchema,
        reason: z.string().optional(),
        cause: z.enum(abortCauses).optional(),
      })
      .optional(),
  })
  .meta({ id: "Experiment", description: "Something that is tried on purpose, watched while it runs." });
export type ExperimentBody = z.infer<typeof experimentSchema>;

export const signalSchema = z
  .object({
    go: z.boolean().meta({ description: "True while it may go on: then the status is 200, else 503" }),
    state: z.enum(experimentStates),
    reason: z.string().optional().meta({ description: "Why it has to stop" }),
    burn: z
      .object({ slo: z.string(), rate: z.number(), window: spanSchema, cap: z.number() })
      .optional()
      .meta({ description: "The fastest burn among the SLOs watched" }),
    spend: z
      .object({ slo: z.string(), share: shareSchema, cap: shareSchema })
      .optional()
      .meta({ description: "The most that one of them has lost since the start" }),
  })
  .meta({ id: "AbortSignal", description: "Whether a running experiment may go on." });
export type SignalBody = z.infer<typeof signalSchema>;

export const experimentActions = ["approve", "deny", "start", "finish", "abort"] as const;

export const experimentDetailSchema = experimentSchema
  .extend({
    signal: signalSchema,
    ...youMay(experimentActions),
    ...asOf,
    history: z.array(happeningSchema).optional(),
  })
  .meta({ id: "ExperimentDetail" });
export type ExperimentDetailBody = z.infer<typeof experimentDetailSchema>;
