import { z } from "zod";
import { type State, states } from "../../model/policy.ts";
import type { JudgedSlo } from "../../policy/judged.ts";
import type { Snapshot } from "../../runtime/snapshot.ts";
import { reading } from "../access.ts";
import { worstFirstOf } from "../order.ts";
import { pageOf, pagingQuery } from "../paging.ts";
import { readQuery } from "../query.ts";
import type { Route } from "../route.ts";
import { type OverviewBody, overviewSchema } from "../schemas/overview.ts";
import { countStates, cycleView, present } from "../views/common.ts";
import { oncePer } from "../views/once.ts";
import { brokenFiles, rowsOf, rowView, silentSources } from "../views/overview.ts";

const text = (description: string) => z.string().min(1).max(200).optional().meta({ description });

const overviewQuery = z.object({
  environment: text("Only this environment; an alias will do"),
  owner: text("Only SLOs of this owner"),
  tier: z.coerce
    .number<string>({ error: "is no number" })
    .int()
    .min(1)
    .max(4)
    .optional()
    .meta({ description: "Only services of this criticality, 1 to 4" }),
  state: z
    .string()
    .transform((list) => list.split(","))
    .pipe(z.array(z.enum(states)))
    .optional()
    .meta({ type: "string", description: "Only these states, separated by commas", example: "frozen,watch" }),
  firing: z
    .enum(["page", "any"])
    .optional()
    .meta({ description: "Only SLOs with a firing page, or with any alert" }),
  q: text("Only SLOs whose id, description or owner holds this text"),
  ...pagingQuery,
  limit: pagingQuery.limit.default(50).meta({ description: "How many services a page" }),
});
type OverviewQuery = z.output<typeof overviewQuery>;

const contains = ({ slo }: JudgedSlo, part: string): boolean =>
  [slo.id, slo.description, slo.owner].some((field) => field?.toLowerCase().includes(part));

const rings = ({ groups }: JudgedSlo, wanted: "page" | "any"): boolean =>
  groups.some(({ assessment }) =>
    assessment.firing.some(({ severity }) => wanted === "any" || severity === "page"),
  );

const filters = ["environment", "owner", "tier", "state", "firing", "q"] as const;

/** The whole list is the same one for each who asks: what is worked out of it is worked out once. */
function matching(query: OverviewQuery, snapshot: Snapshot): readonly JudgedSlo[] {
  const environment =
    query.environment && (snapshot.environments.get(query.environment)?.name ?? query.environment);
  const part = query.q?.toLowerCase();
  const wanted: ReadonlySet<State> | undefined = query.state && new Set(query.state);
  const all = worstFirstOf(snapshot);
  if (filters.every((name) => query[name] === undefined)) return all;
  return all.filter(
    (judged) =>
      (environment === undefined || judged.slo.environment === environment) &&
      (query.owner === undefined || judged.slo.owner === query.owner) &&
      (query.tier === undefined || judged.slo.criticality === query.tier) &&
      (wanted === undefined || wanted.has(judged.standing.state)) &&
      (query.firing === undefined || rings(judged, query.firing)) &&
      (part === undefined || contains(judged, part)),
  );
}

const distinct = (values: Iterable<string | undefined>): string[] =>
  [...new Set(values)].filter((value) => value !== undefined).sort();

const rowsOnce = oncePer(rowsOf);
const statesOnce = oncePer((slos: readonly JudgedSlo[]) =>
  countStates(slos.map(({ standing }) => standing.state)),
);
const choicesOnce = oncePer(({ slos }: Snapshot) => ({
  environments: distinct(slos.map(({ slo }) => slo.environment)),
  owners: distinct(slos.map(({ slo }) => slo.owner)),
}));

export const showOverview: Route = {
  path: "/api/v1/overview",
  id: "getOverview",
  tag: "SLOs",
  summary: "Every service with its SLOs, worst first",
  description: "What the web page opens with: one line a service and SLO, filtered and in pages of services.",
  query: overviewQuery,
  access: reading,
  answers: { 200: { description: "The services that match", schema: overviewSchema } },
  problems: ["bad-query", "no-snapshot"],
  handle: ({ query: raw, snapshot: read, now, url }) => {
    const query = readQuery(overviewQuery, raw);
    const snapshot = read();
    const found = matching(query, snapshot);
    const { items, ...page } = pageOf(rowsOnce(found), query, url);
    const body: OverviewBody = present({
      items: items.map((row) => rowView(row, { snapshot, now })),
      ...page,
      states: statesOnce(found),
      ...choicesOnce(snapshot),
      silent: silentSources(snapshot),
      broken: brokenFiles(snapshot),
      snapshot: cycleView(snapshot, now),
    });
    return { json: body };
  },
};
