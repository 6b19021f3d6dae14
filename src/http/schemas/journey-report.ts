import { z } from "zod";
import { bounds } from "../../journey/reports/bounds.ts";
import { failureReasons, phases, runResults, stepResults } from "../../model/journey.ts";

const text = (most: number) => z.string().max(most, `has more than ${most} characters`);
const name = text(bounds.name).regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "is no name");
const list = <Item extends z.ZodType>(item: Item, most: number) =>
  z.array(item).max(most, `are more than ${most}`);
const seconds = z.number().min(0).max(1e9);
const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
/** Milliseconds since 1970, up to a century from now: a date can be made of it whatever clock it came from. */
const instant = z.number().min(0).max(5e12);
const reason = z.enum(failureReasons).exactOptional();
const headers = z
  .record(text(bounds.header), text(bounds.header))
  .refine((all) => Object.keys(all).length <= bounds.headers, `are more than ${bounds.headers}`);

const exchange = z.object({
  attempt: count,
  method: text(bounds.name),
  url: text(bounds.url),
  address: text(bounds.name).exactOptional(),
  status: count.exactOptional(),
  requestHeaders: headers,
  requestBody: text(bounds.body).exactOptional(),
  responseHeaders: headers,
  responseBody: text(bounds.body).exactOptional(),
});

const step = z.object({
  step: name,
  result: z.enum(stepResults),
  reason,
  message: text(bounds.message).exactOptional(),
  startedAfter: seconds.exactOptional(),
  duration: seconds,
  phases: z.record(z.enum(phases), seconds),
  attempts: count,
  status: count.exactOptional(),
  bytes: count,
  findings: list(
    z.object({ ok: z.boolean(), severity: z.enum(["fail", "degraded"]), message: text(bounds.message) }),
    bounds.findings,
  ),
  exchanges: list(exchange, bounds.exchanges),
  console: list(text(bounds.line), bounds.lines).exactOptional(),
  screenshot: text(bounds.url).exactOptional(),
});

const runId = text(bounds.runId).regex(/^[A-Za-z0-9-]+$/, "is no id of a run");

export const toldRunSchema = z.object({
  journey: name,
  runId,
  startedAt: instant.meta({ description: "Milliseconds since 1970, by the prober's clock" }),
  late: z.number().min(0).max(1e12).meta({ description: "Milliseconds" }),
  duration: seconds,
  result: z.enum(runResults),
  reason,
  steps: list(step, bounds.steps),
});

/** Base64 is a third longer than what it stands for. */
const pictureText = Math.ceil(bounds.picture / 3) * 4;

export const reportSchema = z
  .object({
    location: name.meta({ description: "Where the runs were made: a name of the prober's own" }),
    sentAt: instant.meta({
      description: "Milliseconds since 1970, by the prober's clock: tells how far it is off",
    }),
    runs: list(toldRunSchema, bounds.runs).meta({
      description: "Finished runs, secrets taken out; none says that the prober is there",
    }),
    pictures: list(
      z.object({
        run: runId,
        step: name,
        image: z
          .base64()
          .max(pictureText, `is larger than ${bounds.picture} bytes`)
          .transform((written) => Buffer.from(written, "base64")),
      }),
      bounds.pictures,
    )
      .default([])
      .meta({ description: "PNG or JPEG, of steps in a browser that failed" }),
  })
  .meta({ id: "JourneyReport", description: "What a prober tells of its runs, for looking alone." });

export const reportReceiptSchema = z
  .object({
    memory: z.string().meta({
      description: "Which memory took it; another one than before has forgotten what was reported before",
    }),
    taken: z.int().min(0).meta({ description: "Runs that were new here" }),
    known: z
      .int()
      .min(0)
      .meta({ description: "Runs that were here already, or are older than all that are kept" }),
    refused: z.array(z.object({ journey: z.string(), run: z.string(), message: z.string() })),
  })
  .meta({ id: "JourneyReportReceipt" });
