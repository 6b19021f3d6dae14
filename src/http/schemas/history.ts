import { z } from "zod";
import { markKinds } from "../../governance/marks.ts";
import { silences } from "../../query/port.ts";
import { labelsSchema, spanSchema, timeSchema } from "./common.ts";

export const markSchema = z
  .object({
    kind: z.enum(["alert", ...markKinds]),
    id: z.string().optional().meta({ description: "Of the exception, correction, window … it stands for" }),
    title: z.string(),
    from: timeSchema,
    to: timeSchema.optional().meta({ description: "Absent for what has no length" }),
  })
  .meta({ id: "Mark", description: "Something that happened to an SLO, on its budget's time axis." });

export const historySchema = z
  .object({
    slo: z.string(),
    group: labelsSchema,
    unit: z.enum(["events", "seconds"]),
    window: z
      .object({ from: timeSchema, to: timeSchema })
      .meta({ description: "The whole window: of a calendar period `to` is where the next begins" }),
    allowedBad: z
      .number()
      .min(0)
      .optional()
      .meta({ description: "Bad events that would use up the group's whole budget, as of the last cycle" }),
    from: timeSchema.meta({ description: "Where the first step begins" }),
    to: timeSchema,
    step: spanSchema.meta({
      description: "Each point holds the events of the step that ends at its time; the last may be shorter",
    }),
    carried: z.object({ bad: z.number(), total: z.number() }).meta({
      description: "Events of the window before `from`: with the points they add up to the budget's",
    }),
    points: z
      .array(z.tuple([z.number(), z.number(), z.number()]))
      .meta({ description: "End of the step in seconds since 1970, bad events, all events; oldest first" }),
    marks: z.array(markSchema),
    silent: z
      .object({ cause: z.enum(silences), message: z.string() })
      .optional()
      .meta({ description: "Why Prometheus could not be asked; marks stand all the same" }),
  })
  .meta({ id: "History", description: "An SLO's ledger, step by step over its window or a part of it." });

export type HistoryBody = z.infer<typeof historySchema>;
export type MarkBody = z.infer<typeof markSchema>;
