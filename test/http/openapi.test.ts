import type { Express } from "express";
import { describe, expect, it } from "vitest";
import { emptyState } from "../../src/governance/state.ts";
import { apiRoutes } from "../../src/http/routes.ts";
import { attributor } from "../../src/runtime/attribution/attributor.ts";
import { ledgerSource } from "../support/ledgers.ts";
import { held, knowing } from "../support/people.ts";
import { judged, noon, snapshotOf } from "../support/snapshots.ts";
import { appWith, depsWith, get } from "./support/app.ts";
import { picturedRun } from "./support/journeys.ts";

interface Document {
  openapi: string;
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
  components: { schemas: Record<string, unknown> };
}

const shop = snapshotOf([
  judged({ consumed: 0.912, burn: { "1h": 15.2 }, fastBurn: true }),
  judged({ cause: "stale", slo: { service: "search" } }),
]);
// Somebody who may read everything.
const reader = held({ roles: ["viewer", "auditor", "admin"] });
const [read] = shop.slos;
const attribute = attributor({
  sources: [
    {
      name: "default",
      breaker: () => "closed",
      ask: ledgerSource([{ slo: read!.slo, first: noon - 150, events: [[1, 100]] }]),
    },
  ],
  now: () => noon,
  snapshots: { current: () => shop },
  governance: emptyState,
});
const looked = { by: "auditor@example.org", startedAt: noon, finishedAt: noon, checked: 3, of: 3 };
const flaw = { kind: "altered" as const, seq: 4, message: "entry 4 is not what was written" };
const proof = { ...looked, result: { ok: false as const, flaw, checked: 3 } };
const auditor = { begin: () => proof, latest: () => proof };
const app = appWith(shop, {
  pictures: { publicBadges: true },
  auditor,
  attribute,
  people: knowing([reader]),
  journeys: picturedRun,
});
const document = (await get(app, "/openapi.json")).body as Document;

/** What Express would really answer, read from its router. */
const mounted = (from: Express): string[] => {
  const stack = from.router.stack as { route?: { path: string } }[];
  const paths = stack.flatMap(({ route }) => (route === undefined ? [] : [route.path]));
  return [...new Set(paths)].map((path) => path.replaceAll(/:(\w+)/g, "{$1}")).sort();
};

describe("the OpenAPI document", () => {
  it("is 3.1", () => expect(document.openapi).toBe("3.1.0"));

  it("has exactly the paths that the server answers", () => {
    expect(Object.keys(document.paths).sort()).toEqual(mounted(app));
  });

  it("resolves every reference within itself", () => {
    const text = JSON.stringify(document);
    const names = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? "");
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) expect(document.components.schemas).toHaveProperty(name);
  });

  it("names each operation once and every problem it may answer", () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { responses } of operations)
      expect(Object.keys(responses).filter((status) => /^[23]/.test(status))).not.toEqual([]);
    expect(document.paths["/api/v1/slos/{id}"]?.get?.responses).toHaveProperty("409");
  });
});

describe("real answers", () => {
  const samples: Readonly<Record<string, string>> = {
    "/api/v1/gate": "/api/v1/gate?service=checkout&environment=production",
    "/api/v1/gate/status": "/api/v1/gate/status?service=checkout&environment=production&dryRun=true",
    "/api/v1/burn-lines": "/api/v1/burn-lines?slo=checkout.availability.production",
    "/api/v1/slos/{id}": "/api/v1/slos/checkout.availability.production",
    "/badge/{id}.svg": "/badge/checkout.availability.production.svg",
    "/image/{id}.svg": "/image/checkout.availability.production.svg",
    "/api/v1/slos/{id}/explain": "/api/v1/slos/checkout.availability.production/explain",
    "/api/v1/slos/{id}/history": "/api/v1/slos/checkout.availability.production/history",
    "/api/v1/slos/{id}/groups": "/api/v1/slos/checkout.availability.production/groups",
    "/api/v1/slos/{id}/burn": "/api/v1/slos/checkout.availability.production/burn",
    "/api/v1/slos/{id}/alerts/proposals": "/api/v1/slos/checkout.availability.production/alerts/proposals",
    "/api/v1/slos/{id}/attribution": "/api/v1/slos/checkout.availability.production/attribution",
    "/api/v1/services/{name}": "/api/v1/services/checkout",
    "/api/v1/journeys/{name}/runs": "/api/v1/journeys/buy-a-book/runs",
    "/api/v1/journeys/{name}/runs/{run}": "/api/v1/journeys/buy-a-book/runs/latest",
    "/api/v1/journeys/{name}/runs/{run}/picture": "/api/v1/journeys/buy-a-book/runs/latest/picture",
  };

  // What only people can put there is held against its schema where it is put there.
  const reads = apiRoutes(depsWith(shop)).filter(
    ({ tag, path, method = "get", answers }) =>
      method === "get" &&
      "200" in answers &&
      !(["Governance", "Incidents"].includes(tag) && path.includes("{")),
  );
  it.each(reads.map((route) => [route.path, route] as const))(
    "of %s hold to their schema and carry nothing it does not name",
    async (path, { answers }) => {
      const answer = answers[200]!;
      const { status, body, headers } = await get(app, samples[path] ?? path, reader.headers);
      expect(status).toBe(200);
      if ("type" in answer) expect(headers["content-type"]).toContain(answer.type);
      else expect(answer.schema.parse(body)).toEqual(body);
    },
  );
});
