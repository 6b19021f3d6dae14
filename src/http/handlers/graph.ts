import { z } from "zod";
import { formatDuration, parseDuration } from "../../model/durations.ts";
import { defaultEnvironmentName } from "../../model/definitions.ts";
import { seconds } from "../../model/units.ts";
import type { Snapshot } from "../../runtime/snapshot.ts";
import { suggest } from "../../spec/nearest.ts";
import { reading } from "../access.ts";
import { badQuery, readQuery } from "../query.ts";
import type { Route } from "../route.ts";
import { graphSchema } from "../schemas/graph.ts";
import { graphView } from "../views/graph.ts";
import { unknownService } from "./services.ts";

const hour = 3_600;
const bounds = { least: seconds(3 * hour), most: seconds(7 * 24 * hour), usual: seconds(24 * hour) };

const graphQuery = z.object({
  service: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: "Only this one and what it depends on, directly or not" }),
  environment: z
    .string()
    .min(1)
    .max(200)
    .default(defaultEnvironmentName)
    .meta({ description: "An alias will do" }),
  callers: z
    .enum(["true", "false"])
    .default("false")
    .meta({ description: "`true`, with `service`: those that need it, directly or not, as well" }),
  over: z
    .string()
    .max(20)
    .optional()
    .meta({ description: "How far back burns are compared: 3h to 7d, 24h unless told", example: "24h" }),
});

function overOf(text: string | undefined) {
  if (text === undefined) return bounds.usual;
  const over = parseDuration(text);
  if (over !== undefined && over >= bounds.least && over <= bounds.most) return over;
  const message = `"${text}" is no duration from ${formatDuration(bounds.least)} to ${formatDuration(bounds.most)}`;
  throw badQuery([{ parameter: "over", message }]);
}

function environmentOf(text: string, { environments }: Snapshot): string {
  const known = environments.get(text)?.name;
  if (known !== undefined) return known;
  const names = [...new Set([...environments.values()].map(({ name }) => name))];
  throw badQuery([
    { parameter: "environment", message: `"${text}" is not defined; ${suggest(text, names)}` },
  ]);
}

export const showGraph: Route = {
  path: "/api/v1/graph",
  id: "getGraph",
  tag: "Services",
  summary: "Who depends on whom, and whose burn coincides with whose",
  description:
    "Services with how they stand, the dependencies between them, and for callers that burned lately how far that " +
    "coincides with a burn of what they depend on directly. It is a comparison, not a cause.",
  query: graphQuery,
  access: reading,
  answers: { 200: { description: "The graph", schema: graphSchema } },
  problems: ["bad-query", "unknown-service", "no-snapshot"],
  handle: async ({ query: raw, snapshot: read, now, deps }) => {
    const query = readQuery(graphQuery, raw);
    const over = overOf(query.over);
    const snapshot = read();
    const environment = environmentOf(query.environment, snapshot);
    const { service } = query;
    if (service !== undefined && !snapshot.services.has(service)) throw unknownService(service, snapshot);
    return {
      json: await graphView(
        { environment, service, over, callers: query.callers === "true" },
        { snapshot, now },
        deps.courses,
      ),
    };
  },
};
