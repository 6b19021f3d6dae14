import { z } from "zod";
import { nearest } from "../../spec/nearest.ts";
import type { Snapshot } from "../../runtime/snapshot.ts";
import { reading } from "../access.ts";
import { pageOf, pagingQuery } from "../paging.ts";
import { Problem } from "../problem.ts";
import { readQuery } from "../query.ts";
import type { Route } from "../route.ts";
import { serviceDetailSchema, serviceListSchema, type ServiceListBody } from "../schemas/service.ts";
import { cycleView } from "../views/common.ts";
import { serviceDetailView, serviceView } from "../views/service.ts";

const listQuery = z.object({
  owner: z.string().min(1).max(200).optional().meta({ description: "Only services of this owner" }),
  ...pagingQuery,
});
const noQuery = z.object({});

export const listServices: Route = {
  path: "/api/v1/services",
  id: "listServices",
  tag: "Services",
  summary: "All services and how their SLOs stand",
  description: "Sorted by name, in pages.",
  query: listQuery,
  access: reading,
  answers: { 200: { description: "The services that match", schema: serviceListSchema } },
  problems: ["bad-query", "no-snapshot"],
  handle: ({ query: raw, snapshot: read, now, url }) => {
    const query = readQuery(listQuery, raw);
    const snapshot = read();
    const found = [...snapshot.services.values()]
      .filter(({ owner }) => query.owner === undefined || owner === query.owner)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, ...page } = pageOf(found, query, url);
    const body: ServiceListBody = {
      items: items.map((service) => serviceView(service, snapshot)),
      ...page,
      snapshot: cycleView(snapshot, now),
    };
    return { json: body };
  },
};

export const showService: Route = {
  path: "/api/v1/services/{name}",
  id: "getService",
  tag: "Services",
  summary: "One service with its SLOs and what the gate would say",
  description: "The gate's answer is the one a feature would get, for each environment of the service.",
  params: { name: "The service's name" },
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The service", schema: serviceDetailSchema } },
  problems: ["bad-query", "unknown-service", "no-snapshot"],
  handle: ({ params, query, snapshot: read, now, deps }) => {
    readQuery(noQuery, query);
    const snapshot = read();
    const name = params.name ?? "";
    const service = snapshot.services.get(name);
    if (service !== undefined) return { json: serviceDetailView(service, { snapshot, now }, deps) };
    throw unknownService(name, snapshot);
  },
};

export function unknownService(name: string, { services }: Snapshot): Problem {
  const meant = nearest(name, [...services.keys()]);
  const hint = meant === undefined ? "GET /api/v1/services lists them" : `did you mean "${meant}"?`;
  const candidates = meant === undefined ? [] : [meant];
  return new Problem("unknown-service", `no service is called "${name}"; ${hint}`, { candidates });
}
