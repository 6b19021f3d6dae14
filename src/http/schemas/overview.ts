import { z } from "zod";
import { causeSchema, cycleSchema, labelsSchema, shareSchema } from "./common.ts";
import { spanSchema, stateCountsSchema, stateSchema, timeSchema } from "./common.ts";
import { exhaustionSchema, pagingFields } from "./slo.ts";

export const overviewSloSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    objective: z.string().meta({ example: "99.9%" }),
    window: spanSchema,
    state: stateSchema,
    cause: causeSchema.optional(),
    detail: z.string().optional().meta({ description: "Why it is unknown" }),
    partial: z.boolean(),
    group: labelsSchema.optional().meta({ description: "The worst group, whose numbers these are" }),
    consumed: shareSchema.optional(),
    adjusted: shareSchema
      .optional()
      .meta({ description: "Less corrections; absent where it is the same as `consumed`" }),
    burn: z.number().min(0).optional().meta({ description: "Burn rate over the last hour" }),
    paging: z
      .object({ tier: z.string(), since: timeSchema.optional() })
      .optional()
      .meta({ description: "A firing page, the fastest tier's" }),
    exhaustion: exhaustionSchema,
    dataAgeSeconds: z.number().min(0).optional(),
  })
  .meta({ id: "OverviewSlo", description: "One SLO in one line." });

export const overviewServiceSchema = z
  .object({
    service: z.string(),
    environment: z.string(),
    owner: z.string().optional(),
    criticality: z.int().min(1).max(4).optional(),
    state: stateSchema.meta({ description: "Of its worst SLO" }),
    slos: z.array(overviewSloSchema).meta({ description: "Worst first, at most twenty" }),
    more: z.int().min(0).meta({ description: "SLOs that match beyond those" }),
  })
  .meta({ id: "OverviewService", description: "A service in an environment, with its SLOs." });

export const overviewSchema = z
  .object({
    items: z.array(overviewServiceSchema),
    ...pagingFields,
    states: stateCountsSchema.meta({ description: "SLOs by state, over all that match" }),
    environments: z.array(z.string()).meta({ description: "All there are" }),
    owners: z.array(z.string()).meta({ description: "All there are" }),
    silent: z
      .array(z.object({ source: z.string(), since: timeSchema, message: z.string() }))
      .meta({ description: "Prometheus sources that do not answer: their numbers are as last known" }),
    broken: z
      .object({ errors: z.int().min(1), first: z.string(), since: timeSchema })
      .optional()
      .meta({ description: "The newest files have errors: what is shown follows those loaded at `since`" }),
    snapshot: cycleSchema,
  })
  .meta({ id: "Overview", description: "Every service with its SLOs, worst first." });

export type OverviewBody = z.infer<typeof overviewSchema>;
export type OverviewServiceBody = z.infer<typeof overviewServiceSchema>;
export type OverviewSloBody = z.infer<typeof overviewSloSchema>;
