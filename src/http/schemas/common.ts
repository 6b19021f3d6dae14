import { z } from "zod";
import { causes, changeKinds, decisions, states } from "../../model/policy.ts";

/**
 * The schemas are the API: requests are read by them, the OpenAPI document is generated from them, the tests
 * hold real answers against them, and the command line reads answers with them. A schema with an `id` becomes
 * a named component of the document. Objects let unknown fields pass, so that an older client reads a newer server.
 */
export const stateSchema = z.enum(states).meta({
  id: "State",
  description: "Where an SLO stands under its policy; `unknown` is missing knowledge, not a grade.",
});
export const causeSchema = z
  .enum(causes)
  .meta({ id: "Cause", description: "Why nothing better than `unknown` can be said." });
export const decisionSchema = z
  .enum(decisions)
  .meta({ id: "Decision", description: "What the gate answers, best to worst; the first two are allowed." });
export const changeKindSchema = z
  .enum(changeKinds)
  .meta({ id: "ChangeKind", description: "What kind of change asks to go out." });

export const timeSchema = z.iso
  .datetime()
  .meta({ description: "UTC, ISO 8601", example: "2026-11-22T14:02:00.000Z" });
export const spanSchema = z
  .string()
  .regex(/^(\d+[wdhms])+$/)
  .meta({ description: "A Prometheus duration", example: "30d" });
export const shareSchema = z.number().min(0).meta({ description: "A share: 1 is 100 %", example: 0.912 });
export const labelsSchema = z
  .record(z.string(), z.string())
  .meta({ description: "Label names and values", example: { region: "eu" } });

/** When the answer's numbers were taken: every read answers from the last cycle's snapshot. */
export const cycleSchema = z
  .object({
    cycle: z.int().min(1).meta({ description: "Number of the cycle, counted from the start of the server" }),
    at: timeSchema.meta({ description: "When the cycle finished" }),
    ageSeconds: z.number().min(0),
  })
  .meta({ id: "Cycle", description: "The cycle whose snapshot answered." });

export const stateCountsSchema = z
  .object({
    healthy: z.int().min(0),
    watch: z.int().min(0),
    caution: z.int().min(0),
    restricted: z.int().min(0),
    frozen: z.int().min(0),
    unknown: z.int().min(0),
  })
  .meta({ id: "StateCounts", description: "How many SLOs stand in each state." });
export type StateCounts = z.infer<typeof stateCountsSchema>;
