import { describe, expect, it } from "vitest";
import { explanationSchema } from "../../src/http/schemas/explanation.ts";
import { serviceDetailSchema, serviceListSchema } from "../../src/http/schemas/service.ts";
import { judged, serviceOf, snapshotOf } from "../support/snapshots.ts";
import { appWith, get } from "./support/app.ts";

const services = new Map(
  [
    serviceOf("search", { owner: "team-find" }),
    serviceOf("checkout", { dependsOn: ["payments"] }),
    serviceOf("payments"),
  ].map((service) => [service.name, service]),
);
const app = appWith(
  snapshotOf(
    [
      judged({ consumed: 0.2 }),
      judged({ consumed: 1.3, slo: { name: "latency" } }),
      judged({ consumed: 0.1, slo: { service: "payments" } }),
    ],
    { services },
  ),
);

describe("services", () => {
  it("are listed by name, each standing where its worst SLO does", async () => {
    const { items } = serviceListSchema.parse((await get(app, "/api/v1/services")).body);
    expect(items.map(({ name, state, slos }) => [name, state, slos])).toEqual([
      ["checkout", "frozen", 2],
      ["payments", "healthy", 1],
      ["search", "unknown", 0],
    ]);
  });

  it("are filtered by owner", async () => {
    const { items } = serviceListSchema.parse((await get(app, "/api/v1/services?owner=team-find")).body);
    expect(items.map(({ name }) => name)).toEqual(["search"]);
  });

  it("show their SLOs worst first and what the gate would say of a feature", async () => {
    const service = serviceDetailSchema.parse((await get(app, "/api/v1/services/checkout")).body);
    expect(service.items.map(({ name }) => name)).toEqual(["latency", "availability"]);
    expect(service.gate).toMatchObject([{ environment: "production", decision: "needs_exception" }]);
    expect(service.gate[0]?.allowedNow).toContain("rollback");
  });

  it("know who depends on them", async () => {
    const { dependants } = serviceDetailSchema.parse((await get(app, "/api/v1/services/payments")).body);
    expect(dependants).toEqual(["checkout"]);
  });

  it("that are misspelt are refused with the name that was probably meant", async () => {
    const { status, body } = await get(app, "/api/v1/services/chekout");
    expect(status).toBe(404);
    expect(body).toMatchObject({ candidates: ["checkout"] });
  });
});

describe("an explanation", () => {
  it("holds the sum in words, its queries and their values, the days and the recovery", async () => {
    const { body } = await get(app, "/api/v1/slos/checkout.availability/explain");
    const { groups, slo } = explanationSchema.parse(body);
    expect(slo.id).toBe("checkout.availability.production");
    expect(groups[0]).toMatchObject({
      queries: [{ promql: "sum_over_time(x[30d])", value: 912 }],
      samples: { present: 17_280, expected: 17_280 },
      recovery: [{ leaves: "restricted", below: 0.85 }],
    });
    expect(groups[0]?.days).toHaveLength(2);
  });

  it("stands on the last cycle's numbers when Prometheus is silent, and says so", async () => {
    const snapshot = snapshotOf([judged({ consumed: 0.2 })]);
    const silent = { kind: "no-data", cause: "timeout", message: "no answer in 10 s" } as const;
    const explain = async (id: string) => ({
      judged: snapshot.byId.get(id)!,
      unit: "events" as const,
      ledgerInterval: snapshot.slos[0]!.slo.ledgerInterval,
      explainedAt: snapshot.finishedAt,
      groups: [],
      silent,
    });
    const { body } = await get(appWith(snapshot, { explain }), "/api/v1/slos/checkout/explain");
    expect(explanationSchema.parse(body)).toMatchObject({
      silent: { cause: "timeout" },
      slo: { budget: { consumed: 0.2 } },
    });
  });

  it("of an SLO that has just been removed is refused", async () => {
    const gone = appWith(snapshotOf([judged({ consumed: 0.2 })]), { explain: async () => undefined });
    expect((await get(gone, "/api/v1/slos/checkout/explain")).status).toBe(404);
  });
});
