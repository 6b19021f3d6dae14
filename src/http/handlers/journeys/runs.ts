import { z } from "zod";
import type { KeptPicture } from "../../../journey/reports/place.ts";
import type { RunResult } from "../../../journey/result.ts";
import { runResults } from "../../../model/journey.ts";
import { reading } from "../../access.ts";
import { pageOf, pagingQuery } from "../../paging.ts";
import { Problem } from "../../problem.ts";
import { readQuery } from "../../query.ts";
import type { Asked, Route } from "../../route.ts";
import { runListSchema, runSchema, type RunBody } from "../../schemas/journey.ts";
import { present } from "../../views/common.ts";
import { findRun, runsOf } from "./find.ts";
import { iso } from "./lanes.ts";

const noQuery = z.object({});
const nameParam = { name: "The journey's name" };

const picturePath = ({ journey, runId }: RunResult): string =>
  `/api/v1/journeys/${encodeURIComponent(journey)}/runs/${encodeURIComponent(runId)}/picture`;

/** The runs are redacted before they are kept: what is shown here is what is there. */
function runView(whole: RunResult, { deps }: Pick<Asked, "deps">): RunBody {
  const { runId, startedAt, late, steps, ...run } = whole;
  const picture = deps.journeys?.reports.picture(run.location, runId);
  return present({
    ...{ id: runId, journey: run.journey, location: run.location, at: iso(startedAt) },
    ...{ lateSeconds: late / 1_000, duration: run.duration, result: run.result, reason: run.reason },
    steps: steps.map((step) =>
      present({
        ...step,
        picture: isOf(picture, whole, step.step) ? picturePath(whole) : undefined,
        phases: { ...step.phases },
        console: step.console && [...step.console],
        findings: [...step.findings],
        exchanges: step.exchanges.map((exchange) =>
          present({
            ...exchange,
            requestHeaders: { ...exchange.requestHeaders },
            responseHeaders: { ...exchange.responseHeaders },
          }),
        ),
      }),
    ),
  });
}

/** A prober may report two journeys' runs under one id: a picture is shown with the journey it was reported for. */
const isOf = (picture: KeptPicture | undefined, { journey }: RunResult, step: string): boolean =>
  picture?.journey === journey && picture.step === step;

const runsQuery = z.object({
  result: z.enum(runResults).optional().meta({ description: "Only runs that ended so" }),
  location: z.string().max(63).optional().meta({ description: "Only runs of this location" }),
  ...pagingQuery,
});

export const listRuns: Route = {
  path: "/api/v1/journeys/{name}/runs",
  id: "listJourneyRuns",
  tag: "Journeys",
  summary: "The last runs of a journey, step by step",
  description:
    "Newest first, the last 200 of each location: those of this process, and those that probers report. Steps that " +
    "did not pass carry redacted excerpts of what was sent and answered.",
  params: nameParam,
  query: runsQuery,
  access: reading,
  answers: { 200: { description: "The runs", schema: runListSchema } },
  problems: ["bad-query", "unknown-journey"],
  handle: (asked) => {
    const query = readQuery(runsQuery, asked.query);
    const runs = runsOf(asked, query.location);
    const found = runs.filter(({ result }) => query.result === undefined || result === query.result);
    const { items, ...page } = pageOf(found, query, asked.url);
    return { json: { items: items.map((run) => runView(run, asked)), ...page } };
  },
};

export const showRun: Route = {
  path: "/api/v1/journeys/{name}/runs/{run}",
  id: "getJourneyRun",
  tag: "Journeys",
  summary: "One run of a journey",
  description: "As long as it is among the last 200 of its location.",
  params: { ...nameParam, run: "The run's id, or `latest`" },
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The run", schema: runSchema } },
  problems: ["bad-query", "unknown-journey", "unknown-run"],
  handle: (asked) => {
    readQuery(noQuery, asked.query);
    return { json: runView(findRun(asked), asked) };
  },
};

/** A picture runs nothing and loads nothing, even where somebody opens it by itself. */
const alone = { "content-security-policy": "default-src 'none'; frame-ancestors 'none'" };

export const showPicture: Route = {
  path: "/api/v1/journeys/{name}/runs/{run}/picture",
  id: "getJourneyPicture",
  tag: "Journeys",
  summary: "What the page looked like when a step in a browser failed",
  description:
    "As its prober reported it: PNG or JPEG, among the last few of the journey at its location. It shows what the page " +
    "showed, password fields covered.",
  params: { ...nameParam, run: "The run's id, or `latest`" },
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The picture; or `image/jpeg`", type: "image/png" } },
  problems: ["bad-query", "unknown-journey", "unknown-run", "no-picture"],
  handle: (asked) => {
    readQuery(noQuery, asked.query);
    const run = findRun(asked);
    const picture = asked.deps.journeys?.reports.picture(run.location, run.runId);
    if (picture?.journey !== run.journey)
      throw new Problem("no-picture", "none was reported of this run, or newer ones took its place");
    return { type: picture.type, chunks: [picture.image], headers: alone };
  },
};
