import { z } from "zod";
import { reading } from "../../access.ts";
import type { AppDeps } from "../../deps.ts";
import { readQuery } from "../../query.ts";
import type { Route } from "../../route.ts";
import { type JourneyBody, journeyListSchema } from "../../schemas/journey.ts";
import type { Journey } from "../../../model/journey.ts";
import { present } from "../../views/common.ts";
import { type Known, lanesOf } from "./lanes.ts";

const noQuery = z.object({});

/** Ids of the SLOs that each journey feeds, by its name. */
function slosByJourney({ snapshots }: AppDeps): ReadonlyMap<string, readonly string[]> {
  const fed = (snapshots.current()?.slos ?? []).flatMap(({ slo: { id, sli } }) =>
    "journey" in sli ? [{ id, journey: sli.journey.name }] : [],
  );
  return new Map(
    [...Map.groupBy(fed, ({ journey }) => journey)].map(([name, slos]) => [name, slos.map(({ id }) => id)]),
  );
}

function journeyView(journey: Journey, known: Known, slos: readonly string[] = []): JourneyBody {
  const { name, description, schedule, steps } = journey;
  return present({
    ...{ name, description },
    everySeconds: schedule.every,
    timeoutSeconds: schedule.timeout,
    steps: steps.map((step) => ({ name: step.name, cleansUp: step.always })),
    slos: [...slos],
    locations: lanesOf(journey, known),
  });
}

export const listJourneys: Route = {
  path: "/api/v1/journeys",
  id: "listJourneys",
  tag: "Journeys",
  summary: "The journeys that are defined, and how they go at each location",
  description:
    "Sorted by name, each with the SLOs that it feeds and with every location that is known: where this process runs " +
    "it, where probers report it from, and where Prometheus counts it from without anybody reporting it here.",
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The journeys", schema: journeyListSchema } },
  problems: ["bad-query"],
  handle: async ({ query, deps, now }) => {
    readQuery(noQuery, query);
    const { journeys: reader } = deps;
    if (reader === undefined) return { json: { items: [], location: "", silent: [] } };
    const { journeys: counted, silent } = await reader.counted();
    const fed = slosByJourney(deps);
    const known = { reader, heard: reader.reports.heard(now * 1_000), counted, now };
    const all = reader.defined().toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const items = all.map((journey) => journeyView(journey, known, fed.get(journey.name)));
    return { json: { items, location: reader.location, silent: [...silent] } };
  },
};
