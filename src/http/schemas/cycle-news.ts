import { z } from "zod";
import { stateSchema, timeSchema } from "./common.ts";

export const cycleNewsSchema = z
  .object({
    cycle: z.int().min(1),
    at: timeSchema,
    changed: z
      .array(z.object({ slo: z.string(), from: stateSchema.optional(), to: stateSchema.optional() }))
      .meta({ description: "SLOs that moved; without `from` a new one, without `to` one that is gone" }),
    more: z.int().min(0).meta({ description: "How many moved beyond those" }),
  })
  .meta({
    id: "CycleNews",
    description: "A cycle has finished: every number that is asked for now is its own.",
  });

/** As `event: cycle` of the stream says it. */
export type CycleNews = z.infer<typeof cycleNewsSchema>;
export type Move = CycleNews["changed"][number];
