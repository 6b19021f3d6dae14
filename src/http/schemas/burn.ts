import { z } from "zod";
import { silences } from "../../query/port.ts";
import { spanSchema, timeSchema } from "./common.ts";
import { tierSchema } from "./slo.ts";

export const outlookSchema = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("in"),
      seconds: z.number().min(0).meta({ description: "Its `for` included" }),
      isOver: z.boolean().meta({ description: "Both windows are over already: it waits out its `for`" }),
    }),
    z.object({ kind: z.literal("never") }),
    z.object({ kind: z.literal("unknown") }),
  ])
  .meta({ id: "Outlook", description: "When an alert fires if errors and traffic go on as they are." });

export const burnTableSchema = z
  .object({
    slo: z.string(),
    present: spanSchema.meta({
      description: "What is taken to go on: the errors and the traffic of the last …",
    }),
    tiers: z.array(
      tierSchema.extend({
        outlook: outlookSchema.optional().meta({ description: "Absent while it fires" }),
        quiet: z.object({ window: z.string(), until: timeSchema }).optional().meta({
          description: "The window that keeps it quiet when it would fire; it may ring from `until` on",
        }),
      }),
    ),
    silent: z
      .object({ cause: z.enum(silences), message: z.string() })
      .optional()
      .meta({ description: "Why Prometheus could not be asked for the last days" }),
  })
  .meta({ id: "BurnTable", description: "The burn-rate alerts of an SLO, and when each will fire." });

export type BurnBody = z.infer<typeof burnTableSchema>;
