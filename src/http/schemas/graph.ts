import { z } from "zod";
import { cycleSchema, shareSchema, spanSchema, stateSchema } from "./common.ts";

const sloSchema = z.object({
  id: z.string(),
  name: z.string(),
  objective: z.string().meta({ example: "99.9%" }),
  standing: z
    .object({
      state: stateSchema,
      consumed: shareSchema.optional(),
      burn: z.number().min(0).optional().meta({ description: "Over the last hour" }),
      fastBurn: z.boolean(),
    })
    .optional()
    .meta({ description: "Absent where only the files are known" }),
});

const serviceSchema = z.object({
  name: z.string(),
  owner: z.string().optional(),
  slos: z.array(sloSchema).meta({ description: "Worst first" }),
  callers: z.array(z.string()).meta({ description: "Services that depend on it directly" }),
  place: z
    .object({ column: z.number().min(0), row: z.number().min(0) })
    .optional()
    .meta({
      description: "Where a drawing puts it: right of what needs it; absent where only the files are known",
    }),
});

const edgeSchema = z.object({
  from: z.string(),
  to: z.string(),
  kind: z.enum(["serial", "optional", "redundant"]),
  group: z
    .int()
    .min(1)
    .optional()
    .meta({ description: "Which of the redundant groups of `from`, counted from 1" }),
});

const countOfIntervals = z.int().min(0);
const foundSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("too-little-data"), compared: countOfIntervals, bad: countOfIntervals }),
  z.object({
    kind: z.enum(["coincides", "may-coincide", "no-more-than-chance"]),
    compared: countOfIntervals.meta({ description: "Intervals known of both" }),
    bad: countOfIntervals.meta({ description: "Of these, the caller's bad ones" }),
    together: countOfIntervals.meta({ description: "Of these, those in which the dependency was bad, too" }),
    events: shareSchema.meta({ description: "Share of the bad events that fell into those" }),
    sure: shareSchema.meta({ description: "1 − the chance of as much by accident" }),
  }),
]);

export const graphSchema = z
  .object({
    environment: z.string(),
    root: z.string().optional(),
    services: z.array(serviceSchema).meta({ description: "Sorted by name" }),
    edges: z.array(edgeSchema),
    compared: z
      .array(
        z.object({ caller: z.string(), dependency: z.string(), found: foundSchema, sentence: z.string() }),
      )
      .meta({
        description: "SLOs of callers that burned lately beside those of their dependencies, strongest first",
      }),
    stretch: z
      .object({ over: spanSchema, step: spanSchema })
      .optional()
      .meta({ description: "What was compared, and in which intervals; absent where nothing was" }),
    notCompared: z.string().optional().meta({ description: "Why nothing, or not everything, was compared" }),
    snapshot: cycleSchema.optional().meta({ description: "Absent where only the files are known" }),
  })
  .meta({
    id: "Graph",
    description: "Who depends on whom, how all stand, and whose burn coincides with whose.",
  });

export type GraphBody = z.infer<typeof graphSchema>;
