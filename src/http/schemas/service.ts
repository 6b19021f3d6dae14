import { z } from "zod";
import { changeKindSchema, cycleSchema, decisionSchema, labelsSchema } from "./common.ts";
import { stateCountsSchema, stateSchema } from "./common.ts";
import { pagingFields, sloSchema } from "./slo.ts";

export const serviceSchema = z
  .object({
    name: z.string(),
    owner: z.string().optional(),
    criticality: z.int().min(1).max(4).optional(),
    labels: labelsSchema,
    policy: z.string(),
    dependsOn: z.array(z.string()),
    environments: z.array(z.string()),
    delivery: z.array(
      z.object({
        kind: z.enum(["github", "gitlab"]),
        repository: z.string(),
        environments: labelsSchema.meta({ description: "The forge's environment → ours" }),
      }),
    ),
    state: stateSchema.meta({ description: "Of its worst SLO; `unknown` without any" }),
    slos: z.int().min(0),
    states: stateCountsSchema,
  })
  .meta({ id: "Service", description: "A service and how its SLOs stand." });

export const serviceListSchema = z
  .object({ items: z.array(serviceSchema), ...pagingFields, snapshot: cycleSchema })
  .meta({ id: "ServiceList" });

export const serviceDetailSchema = serviceSchema
  .extend({
    dependants: z.array(z.string()).meta({ description: "Services that depend on this one" }),
    gate: z
      .array(
        z.object({
          environment: z.string(),
          decision: decisionSchema.meta({ description: "For a feature, now" }),
          allowedNow: z.array(changeKindSchema),
        }),
      )
      .meta({ description: "What the gate would answer, by environment" }),
    runbooks: z.array(z.string()).meta({ description: "Of its SLOs, as far as they are web pages" }),
    items: z.array(sloSchema).meta({ description: "Its SLOs, worst first" }),
    snapshot: cycleSchema,
  })
  .meta({ id: "ServiceDetail", description: "A service with its SLOs and what the gate would say." });

export type ServiceBody = z.infer<typeof serviceSchema>;
export type ServiceListBody = z.infer<typeof serviceListSchema>;
export type ServiceDetailBody = z.infer<typeof serviceDetailSchema>;
