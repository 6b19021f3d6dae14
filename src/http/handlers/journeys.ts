import { z } from "zod";
import type { RunResult } from "../../journey/result.ts";
import type { Journey } from "../../model/journey.ts";
import { nearest } from "../../spec/nearest.ts";
import { reading } from "../access.ts";
import type { AppDeps, JourneysReader } from "../deps.ts";
import { pageOf, pagingQuery } from "../paging.ts";
import { Problem } from "../problem.ts";
import { readQuery } from "../query.ts";
import type { Route } from "../route.ts";
import {
  journeyListSchema,
  runListSchema,
  runSchema,
  type JourneyBody,
  type RunBody,
} from "../schemas/journey.ts";
import { present } from "../views/common.ts";

const noQuery = z.object({});
const nameParam = { name: "The journey's name" };
const iso = (milliseconds: number): string => new Date(Math.round(milliseconds)).toISOString();

/** The runs are redacted before they are kept: what is shown here is what is there. */
const runView = ({ runId, startedAt, late, steps, ...run }: RunResult): RunBody =>
  present({
    ...{ id: runId, journey: run.journey, location: run.location, at: iso(startedAt) },
    ...{ lateSeconds: late / 1_000, duration: run.duration, result: run.result, reason: run.reason },
    steps: steps.map((step) =>
      present({
        ...step,
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

const endOf = ({ runId, startedAt, result, reason }: RunResult) =>
  present({ id: runId, at: iso(startedAt), result, reason });

/** Ids of the SLOs that each journey feeds, by its name. */
function slosByJourney({ snapshots }: AppDeps): ReadonlyMap<string, readonly string[]> {
  const fed = (snapshots.current()?.slos ?? []).flatMap(({ slo: { id, sli } }) =>
    "journey" in sli ? [{ id, journey: sli.journey.name }] : [],
  );
  return new Map(
    [...Map.groupBy(fed, ({ journey }) => journey)].map(([name, slos]) => [name, slos.map(({ id }) => id)]),
  );
}

function journeyView(
  { name, description, schedule, steps }: Journey,
  reader: JourneysReader,
  slos: readonly string[] = [],
): JourneyBody {
  const runs = reader.history(name) ?? [];
  const [last] = runs;
  const success = runs.find(({ result }) => result === "passed" || result === "degraded");
  return present({
    ...{ name, description, location: reader.location },
    everySeconds: schedule.every,
    timeoutSeconds: schedule.timeout,
    steps: steps.map((step) => ({ name: step.name, cleansUp: step.always })),
    last: last && endOf(last),
    recent: runs.map(endOf),
    slos: [...slos],
    lastSuccess: success && iso(success.startedAt),
    kept: runs.length,
  });
}

export const listJourneys: Route = {
  path: "/api/v1/journeys",
  id: "listJourneys",
  tag: "Journeys",
  summary: "The journeys that run in this process",
  description:
    "Sorted by name, with their last run and the SLOs that they feed. A replica that does not lead runs none; " +
    "`elsewhere` names those that feed SLOs and run in another process, or in none.",
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The journeys", schema: journeyListSchema } },
  problems: ["bad-query"],
  handle: ({ query, deps }) => {
    readQuery(noQuery, query);
    const { journeys: reader } = deps;
    const all = (reader?.journeys() ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const fed = slosByJourney(deps);
    const elsewhere = [...fed.keys()].filter((name) => !all.some((journey) => journey.name === name));
    const items =
      reader === undefined ? [] : all.map((journey) => journeyView(journey, reader, fed.get(journey.name)));
    const others = elsewhere.sort().map((name) => ({ name, slos: [...(fed.get(name) ?? [])] }));
    return { json: { items, elsewhere: others } };
  },
};

const runsQuery = z.object({
  result: z
    .enum(["passed", "degraded", "failed", "internal"])
    .optional()
    .meta({ description: "Only runs that ended so" }),
  ...pagingQuery,
});

export const listRuns: Route = {
  path: "/api/v1/journeys/{name}/runs",
  id: "listJourneyRuns",
  tag: "Journeys",
  summary: "The last runs of a journey, step by step",
  description:
    "Newest first, the last 200. Steps that did not pass carry redacted excerpts of what was sent and answered.",
  params: nameParam,
  query: runsQuery,
  access: reading,
  answers: { 200: { description: "The runs", schema: runListSchema } },
  problems: ["bad-query", "unknown-journey"],
  handle: ({ params, query: raw, deps, url }) => {
    const query = readQuery(runsQuery, raw);
    const runs = runsOf(params.name ?? "", deps);
    const found = runs.filter(({ result }) => query.result === undefined || result === query.result);
    const { items, ...page } = pageOf(found, query, url);
    return { json: { items: items.map(runView), ...page } };
  },
};

export const showRun: Route = {
  path: "/api/v1/journeys/{name}/runs/{run}",
  id: "getJourneyRun",
  tag: "Journeys",
  summary: "One run of a journey",
  description: "As long as it is among the last 200.",
  params: { ...nameParam, run: "The run's id, or `latest`" },
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The run", schema: runSchema } },
  problems: ["bad-query", "unknown-journey", "unknown-run"],
  handle: ({ params, query, deps }) => {
    readQuery(noQuery, query);
    const runs = runsOf(params.name ?? "", deps);
    const run = params.run === "latest" ? runs[0] : runs.find(({ runId }) => runId === params.run);
    if (run !== undefined) return { json: runView(run) };
    throw new Problem("unknown-run", `${params.run ?? ""} is none of the ${runs.length} runs that are kept`);
  },
};

function runsOf(name: string, { journeys: reader }: AppDeps): readonly RunResult[] {
  const runs = reader?.history(name);
  if (runs !== undefined) return runs;
  const known = (reader?.journeys() ?? []).map((journey) => journey.name);
  const meant = nearest(name, known);
  const hint = meant === undefined ? "" : `: did you mean ${meant}?`;
  throw new Problem("unknown-journey", `no journey "${name.slice(0, 80)}" runs in this process${hint}`);
}

export const journeyRoutes: readonly Route[] = [listJourneys, listRuns, showRun];
