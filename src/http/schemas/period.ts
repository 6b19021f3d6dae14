import { z } from "zod";
import { shareSchema, timeSchema } from "./common.ts";

export const periodSchema = z
  .object({
    from: timeSchema,
    to: timeSchema.meta({ description: "When the next period begins, and its budget is whole" }),
    elapsedSeconds: z.number().min(0).meta({ description: "How much of it the ledger can tell of" }),
    promised: z.number().min(0).meta({ description: "Events of the whole period: seen, missed and to come" }),
    basis: z.enum(["former", "pace", "slices"]).meta({
      description:
        "Whence those to come: the former period's pace, the pace so far, or all slices that there are",
    }),
    pace: z.number().min(0).optional().meta({ description: "Events a second that are taken to come" }),
    consumedToDate: shareSchema.meta({
      description: "Consumed of what may be bad of the events so far: were the period over now",
    }),
  })
  .meta({ id: "Period", description: "The calendar period that is under way, and what it will hold." });

const heldOutSchema = z
  .object({
    pattern: z.number().min(0).meta({ description: "By the same hours of the weeks before" }),
    present: z.number().min(0).meta({ description: "By the pace of the last hour" }),
    within: shareSchema.meta({ description: "Share of those days that came within the band" }),
  })
  .meta({
    description: "How far both ways were from what came on the days of the last two weeks, in bad events",
  });

export const forecastSchema = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("shown"),
      weeks: z.int().min(0).meta({ description: "Whole weeks of history that it goes by" }),
      until: timeSchema.meta({ description: "How far it looks; a moment that is absent lies beyond" }),
      earliest: timeSchema
        .optional()
        .meta({ description: "In one of twenty ways the budget is gone by then" }),
      likely: timeSchema.optional(),
      latest: timeSchema.optional().meta({ description: "In nineteen of twenty" }),
      heldOut: heldOutSchema,
    }),
    z.object({ kind: z.literal("exhausted") }),
    z.object({ kind: z.literal("too-young") }),
    z.object({ kind: z.literal("not-nearer"), heldOut: heldOutSchema }),
  ])
  .meta({
    id: "Forecast",
    description:
      "When the budget is gone by the weekly pattern of the SLO's own history. Shown only where it would have foreseen the last two weeks better than the present pace; fewer than four weeks are too young.",
  });
