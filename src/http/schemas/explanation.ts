import { z } from "zod";
import { silences } from "../../query/port.ts";
import { labelsSchema, shareSchema, spanSchema, stateSchema, timeSchema } from "./common.ts";
import { forecastSchema } from "./period.ts";
import { sloDetailSchema } from "./slo.ts";

export const explainedGroupSchema = z
  .object({
    group: labelsSchema,
    steps: z.array(z.string()).meta({ description: "The sum in words, one step a line" }),
    queries: z
      .array(z.object({ title: z.string(), promql: z.string(), value: z.number().optional() }))
      .meta({ description: "To be pasted into Prometheus; the value is what it answered just now" }),
    samples: z
      .object({ present: z.number(), expected: z.number() })
      .optional()
      .meta({ description: "Ledger samples in the window" }),
    days: z
      .array(z.object({ at: timeSchema, bad: z.number(), total: z.number() }))
      .meta({ description: "Each day of the window, oldest first; `at` is its end" }),
    recovery: z
      .array(z.object({ leaves: stateSchema, below: shareSchema, at: timeSchema.optional() }))
      .meta({ description: "When the window has forgotten enough, if nothing more goes wrong" }),
    spending: z
      .object({
        members: z.array(z.object({ member: z.string(), bad: z.number() })),
        unattributed: z
          .number()
          .optional()
          .meta({ description: "Bad events from before the rules recorded members" }),
      })
      .optional()
      .meta({ description: "Of a composite: which member spent its bad events; adds up to all of them" }),
    forecast: forecastSchema.optional(),
  })
  .meta({ id: "ExplainedGroup", description: "How one group's number came about." });

export const explanationSchema = z
  .object({
    slo: sloDetailSchema,
    unit: z.enum(["events", "seconds"]),
    ledgerInterval: spanSchema,
    explainedAt: timeSchema,
    groups: z.array(explainedGroupSchema),
    silent: z
      .object({
        cause: z.enum(silences),
        message: z.string(),
      })
      .optional()
      .meta({ description: "What could not be asked; the cycle's numbers stand all the same" }),
  })
  .meta({ id: "Explanation", description: "Everything behind an SLO's number." });

export type ExplanationBody = z.infer<typeof explanationSchema>;
