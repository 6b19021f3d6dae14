import { z } from "zod";
import { timeSchema } from "./common.ts";

export const burnLineSchema = z
  .object({
    slo: z.string(),
    from: timeSchema,
    to: timeSchema,
    left: z
      .array(z.number())
      .meta({ description: "Share of the budget left after each of equal steps, and at `to`" }),
    back: timeSchema
      .optional()
      .meta({ description: "Of a spent budget: when its state is left if nothing more burns" }),
  })
  .meta({ id: "BurnLine", description: "How a budget went down over its window, in at most sixty steps." });

export const burnLinesSchema = z
  .object({
    items: z.array(burnLineSchema).meta({ description: "Without SLOs of which nothing is recorded" }),
    silent: z.array(z.string()).meta({ description: "Why some could not be asked for" }),
  })
  .meta({ id: "BurnLines", description: "Lines of burn-down for a list." });

export type BurnLineBody = z.infer<typeof burnLineSchema>;
export type BurnLinesBody = z.infer<typeof burnLinesSchema>;
