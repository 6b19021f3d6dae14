import { z } from "zod";
import { timeSchema } from "./common.ts";

export const healthSchema = z
  .object({ status: z.literal("ok"), version: z.string() })
  .meta({ id: "Health", description: "The process is alive." });

export const readinessSchema = z
  .object({
    ready: z.boolean(),
    problems: z
      .array(
        z.object({
          code: z.enum(["no-snapshot", "no-source-reachable", "snapshot-stale", "shutting-down"]),
          message: z.string(),
        }),
      )
      .meta({ description: "Why it is not ready; empty when it is" }),
    warnings: z
      .array(
        z.object({
          code: z.enum([
            "definitions-broken",
            "source-unreachable",
            "journal-not-writable",
            "alertmanager-unreachable",
          ]),
          message: z.string(),
        }),
      )
      .meta({ description: "What a person should look at although it is ready" }),
    cycle: z
      .object({ number: z.int().min(1), finishedAt: timeSchema, ageSeconds: z.number().min(0) })
      .optional(),
    leader: z
      .object({
        leading: z.boolean(),
        epoch: z.int().min(0).optional().meta({ description: "The newest epoch that was heard of" }),
      })
      .optional()
      .meta({
        description:
          "Whether this replica leads: it alone journals what no person asked for. All answer alike",
      }),
    sources: z.array(
      z.object({
        name: z.string(),
        reachable: z.boolean(),
        since: timeSchema,
        breaker: z.enum(["closed", "half-open", "open"]),
        message: z.string().optional(),
      }),
    ),
  })
  .meta({ id: "Readiness", description: "Whether answers can be trusted now, and why not." });

export const problemSchema = z
  .object({
    type: z
      .string()
      .meta({ description: "Names the kind of problem", example: "urn:nines:problem:unknown-slo" }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "What happened and what to do" }),
    instance: z.string().meta({ description: "The path that was asked" }),
    code: z.string().meta({ example: "unknown-slo" }),
    requestId: z.string().optional(),
    errors: z
      .array(
        z.object({
          parameter: z.string(),
          message: z.string(),
          nearest: z.string().optional().meta({ description: "The known name that was probably meant" }),
        }),
      )
      .optional(),
    fields: z
      .array(
        z.object({
          field: z.string().meta({ example: "change.kinds[0]" }),
          message: z.string(),
          nearest: z.string().optional().meta({ description: "The known name that was probably meant" }),
        }),
      )
      .optional()
      .meta({ description: "What is wrong with the body, field by field" }),
    candidates: z.array(z.string()).optional().meta({ description: "What could have been meant" }),
  })
  .meta({ id: "Problem", description: "An error, as RFC 9457 has it." });

export type ReadinessBody = z.infer<typeof readinessSchema>;
export type ProblemBody = z.infer<typeof problemSchema>;
