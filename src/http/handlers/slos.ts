import { z } from "zod";
import { states, type State } from "../../model/policy.ts";
import type { JudgedSlo } from "../../policy/judged.ts";
import type { Snapshot } from "../../runtime/snapshot.ts";
import { reading } from "../access.ts";
import { findSlo } from "../find.ts";
import { inOrder, sortings } from "../order.ts";
import { pageOf, pagingQuery } from "../paging.ts";
import { Problem } from "../problem.ts";
import { readQuery } from "../query.ts";
import type { Route } from "../route.ts";
import { explanationSchema } from "../schemas/explanation.ts";
import { sloDetailSchema, sloListSchema, type SloListBody } from "../schemas/slo.ts";
import { countStates, cycleView } from "../views/common.ts";
import { explanationView } from "../views/explanation.ts";
import { sloDetailView, sloView } from "../views/slo.ts";

const text = (description: string) => z.string().min(1).max(200).optional().meta({ description });

const listQuery = z.object({
  service: text("Only SLOs of this service"),
  environment: text("Only this environment; an alias will do"),
  state: z
    .string()
    .transform((list) => list.split(","))
    .pipe(z.array(z.enum(states)))
    .optional()
    .meta({
      type: "string",
      description: "Only these states, separated by commas",
      example: "frozen,restricted",
    }),
  owner: text("Only SLOs of this owner"),
  q: text("Only SLOs whose id, description or owner holds this text"),
  sort: z.enum(sortings).default("worst").meta({
    description:
      "`worst` puts first what needs a person, `burn` the greatest burn, `left` the budget that is gone soonest",
  }),
  ...pagingQuery,
});
type ListQuery = z.output<typeof listQuery>;

const contains = ({ slo }: JudgedSlo, part: string): boolean =>
  [slo.id, slo.description, slo.owner].some((field) => field?.toLowerCase().includes(part));

function matching(query: ListQuery, snapshot: Snapshot): readonly JudgedSlo[] {
  const { service, owner } = query;
  const environment =
    query.environment && (snapshot.environments.get(query.environment)?.name ?? query.environment);
  const part = query.q?.toLowerCase();
  const wanted: ReadonlySet<State> | undefined = query.state && new Set(query.state);
  return inOrder(snapshot, query.sort).filter(
    (judged) =>
      (service === undefined || judged.slo.service === service) &&
      (environment === undefined || judged.slo.environment === environment) &&
      (owner === undefined || judged.slo.owner === owner) &&
      (wanted === undefined || wanted.has(judged.standing.state)) &&
      (part === undefined || contains(judged, part)),
  );
}

export const listSlos: Route = {
  path: "/api/v1/slos",
  id: "listSlos",
  tag: "SLOs",
  summary: "All SLOs and how they stand",
  description: "Filtered, in pages, worst first. The numbers are those of the last cycle.",
  query: listQuery,
  access: reading,
  answers: { 200: { description: "The SLOs that match", schema: sloListSchema } },
  problems: ["bad-query", "no-snapshot"],
  handle: ({ query: raw, snapshot: read, now, url }) => {
    const query = readQuery(listQuery, raw);
    const snapshot = read();
    const found = matching(query, snapshot);
    const { items, ...page } = pageOf(found, query, url);
    const body: SloListBody = {
      items: items.map((judged) => sloView(judged, { snapshot, now })),
      ...page,
      states: countStates(found.map(({ standing }) => standing.state)),
      snapshot: cycleView(snapshot, now),
    };
    return { json: body };
  },
};

const idParam = { id: "The SLO's id, or any shorter form that fits only one: `checkout.availability`" };
const noQuery = z.object({});
const detailQuery = z.object({
  groups: z.coerce
    .number<string>({ error: "is no number" })
    .int("is no whole number")
    .min(0, "is at least 0")
    .optional()
    .meta({ description: "How many groups to tell of, worst first; all when left out" }),
});

export const showSlo: Route = {
  path: "/api/v1/slos/{id}",
  id: "getSlo",
  tag: "SLOs",
  summary: "One SLO with its groups, tiers and rules",
  description:
    "A shorter form of the id will do while it fits only one SLO; `content-location` names the full one.",
  params: idParam,
  query: detailQuery,
  access: reading,
  answers: { 200: { description: "The SLO", schema: sloDetailSchema } },
  problems: ["bad-query", "unknown-slo", "ambiguous-slo", "no-snapshot"],
  handle: ({ params, query, snapshot: read, now, deps }) => {
    const { groups } = readQuery(detailQuery, query);
    const snapshot = read();
    const judged = findSlo(params.id ?? "", snapshot);
    return {
      json: sloDetailView(
        judged,
        { snapshot, now },
        { forecast: deps.forecasts?.of(judged, judged.worst), places: deps.places, groups },
      ),
      headers: { "content-location": `/api/v1/slos/${judged.slo.id}` },
    };
  },
};

export const explainSlo: Route = {
  path: "/api/v1/slos/{id}/explain",
  id: "explainSlo",
  tag: "SLOs",
  summary: "Why an SLO's number is what it is",
  description:
    "The sum in words, the events, the coverage, each day of the window, and queries to paste into Prometheus, " +
    "asked anew. When Prometheus does not answer, `silent` says so and the numbers of the last cycle stand.",
  params: idParam,
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The explanation", schema: explanationSchema } },
  problems: ["bad-query", "unknown-slo", "ambiguous-slo", "no-snapshot"],
  handle: async ({ params, query, snapshot: read, now, deps }) => {
    readQuery(noQuery, query);
    const snapshot = read();
    const { slo } = findSlo(params.id ?? "", snapshot);
    const explanation = await deps.explain(slo.id);
    // A reload between the two lines may have removed it.
    if (explanation === undefined) throw new Problem("unknown-slo", `${slo.id} has just been removed`);
    return { json: explanationView(explanation, { snapshot, now }) };
  },
};
