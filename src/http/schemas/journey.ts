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
    picture: z
      .string()
      .optional()
      .meta({ description: "Path of that picture, where it was reported and is among the last few" }),
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

const lastRun = z.object({
  id: z.string(),
  at: instant,
  duration: z.number().meta({ description: "Seconds" }),
  result: z.enum(runResults),
  reason,
});

const laneSchema = z
  .object({
    location: z.string(),
    knownBy: z.enum(["here", "report", "prometheus", "definition"]).meta({
      description:
        "`here`: this process runs it; `report`: a prober reports its runs; `prometheus`: it is counted there and " +
        "nobody reports it here; `definition`: it is to run there, and nothing was heard of it",
    }),
    heardAt: instant
      .optional()
      .meta({ description: "When the prober last reported anything, by nines' clock" }),
    reportedBy: z.string().optional().meta({ description: "Whose token the prober reports with" }),
    clockAheadSeconds: z
      .number()
      .optional()
      .meta({ description: "How far the prober's clock is ahead; times are set right by it" }),
    silent: z.boolean().meta({ description: "No run for three of its intervals" }),
    lastRunAt: instant.optional(),
    last: lastRun.optional(),
    recent: z.array(lastRun).meta({ description: "How the last runs ended, at most 60, newest first" }),
    lastSuccess: instant.optional().meta({ description: "Of the runs that are kept" }),
    kept: z.int().min(0).meta({ description: "Runs that can be looked at" }),
  })
  .meta({ id: "JourneyLane", description: "A journey at one location." });

export const journeySchema = z
  .object({
    name: z.string(),
    description: z.string().optional(),
    everySeconds: z.number(),
    timeoutSeconds: z.number(),
    steps: z.array(z.object({ name: z.string(), cleansUp: z.boolean() })),
    slos: z.array(z.string()).meta({ description: "Ids of the SLOs that it feeds" }),
    locations: z.array(laneSchema).meta({ description: "This process first, then by name" }),
  })
  .meta({ id: "Journey", description: "A journey and how it goes at each location." });

export const journeyListSchema = z
  .object({
    items: z.array(journeySchema),
    location: z.string().meta({ description: "Where this process runs journeys itself, when it leads" }),
    silent: z
      .array(z.string())
      .meta({ description: "Prometheus sources that did not say where journeys are counted from" }),
  })
  .meta({ id: "JourneyList" });
export const runListSchema = z
  .object({ items: z.array(runSchema), ...pagingFields })
  .meta({ id: "JourneyRunList" });

export type LaneBody = z.output<typeof laneSchema>;
export type JourneyBody = z.output<typeof journeySchema>;
export type RunBody = z.output<typeof runSchema>;
