import { z } from "zod";
import { failureReasons, phases, runResults, stepResults } from "../../model/journey.ts";
import { pagingFields } from "./slo.ts";

const reason = z.enum(failureReasons).optional();
const instant = z.iso.datetime();
const headers = z.record(z.string(), z.string());

const exchangeSchema = z
  .object({
    attempt: z.int().min(1),
    method: z.string(),
    url: z.string(),
    address: z.string().optional(),
    status: z.int().optional(),
    requestHeaders: headers,
    requestBody: z.string().optional(),
    responseHeaders: headers,
    responseBody: z.string().optional(),
  })
  .meta({ id: "JourneyExchange", description: "One request and its answer, secrets taken out." });

const stepSchema = z
  .object({
    step: z.string(),
    result: z.enum(stepResults),
    reason,
    message: z.string().optional(),
    startedAfter: z.number().optional().meta({ description: "Seconds after the run's start" }),
    duration: z.number().meta({ description: "Seconds" }),
    phases: z
      .record(z.enum(phases), z.number())
      .meta({ description: "Seconds of each part of its requests" }),
    attempts: z.int().min(0),
    status: z.int().optional(),
    bytes: z.number(),
    findings: z.array(
      z.object({ ok: z.boolean(), severity: z.enum(["fail", "degraded"]), message: z.string() }),
    ),
    exchanges: z.array(exchangeSchema).meta({ description: "Kept of steps that did not pass" }),
    console: z
      .array(z.string())
      .optional()
      .meta({ description: "What the script and the page of a browser step said" }),
    screenshot: z.string().optional().meta({ description: "File of the picture of a page that failed" }),
  })
  .meta({ id: "JourneyStepResult", description: "What became of one step." });

export const runSchema = z
  .object({
    id: z.string(),
    journey: z.string(),
    location: z.string(),
    at: instant,
    lateSeconds: z.number(),
    duration: z.number().meta({ description: "Seconds" }),
    result: z.enum(runResults),
    reason,
    steps: z.array(stepSchema),
  })
  .meta({ id: "JourneyRun", description: "One run of a journey with the waterfall of its steps." });

const lastRun = z.object({ id: z.string(), at: instant, result: z.enum(runResults), reason });

export const journeySchema = z
  .object({
    name: z.string(),
    description: z.string().optional(),
    location: z.string(),
    everySeconds: z.number(),
    timeoutSeconds: z.number(),
    steps: z.array(z.object({ name: z.string(), cleansUp: z.boolean() })),
    last: lastRun.optional(),
    recent: z.array(lastRun).meta({ description: "How the runs that are kept ended, newest first" }),
    slos: z.array(z.string()).meta({ description: "Ids of the SLOs that it feeds" }),
    lastSuccess: instant.optional().meta({ description: "Of the runs that are kept" }),
    kept: z.int().min(0).meta({ description: "Runs that can be looked at" }),
  })
  .meta({ id: "Journey", description: "A journey that runs in this process." });

export const journeyListSchema = z
  .object({
    items: z.array(journeySchema),
    elsewhere: z
      .array(z.object({ name: z.string(), slos: z.array(z.string()) }))
      .meta({ description: "Journeys that feed SLOs and do not run in this process" }),
  })
  .meta({ id: "JourneyList" });
export const runListSchema = z
  .object({ items: z.array(runSchema), ...pagingFields })
  .meta({ id: "JourneyRunList" });

export type JourneyBody = z.output<typeof journeySchema>;
export type RunBody = z.output<typeof runSchema>;
