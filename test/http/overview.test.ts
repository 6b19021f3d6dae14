import { describe, expect, it } from "vitest";
import { overviewSchema } from "../../src/http/schemas/overview.ts";
import { judged, snapshotOf, source } from "../support/snapshots.ts";
import { appWith, get } from "./support/app.ts";

const shop = snapshotOf([
  judged({ consumed: 0.06, slo: { service: "search" } }),
  judged({ consumed: 0.912, slo: { service: "checkout" }, burn: { "5m": 22, "1h": 15.2 }, fastBurn: true }),
  judged({ consumed: 0.21, slo: { service: "checkout", name: "latency", objective: "99%" } }),
  judged({ consumed: 1.18, slo: { service: "payments", owner: "team-pay" } }),
]);
const overview = async (query = "", snapshot = shop) => {
  const { body, status } = await get(appWith(snapshot), `/api/v1/overview${query}`);
  expect(status).toBe(200);
  return overviewSchema.parse(body);
};
const services = async (query: string) => (await overview(query)).items.map(({ service }) => service);

describe("the overview", () => {
  it("puts first the service whose worst SLO is the worst, with its SLOs under it", async () => {
    const { items, states } = await overview();
    expect(items.map(({ service, slos }) => [service, slos.map(({ name }) => name)])).toEqual([
      ["payments", ["availability"]],
      ["checkout", ["availability", "latency"]],
      ["search", ["availability"]],
    ]);
    expect(states).toMatchObject({ frozen: 1, restricted: 1, healthy: 2 });
  });

  it("says in one line what an SLO has spent, how fast it burns and which page rings", async () => {
    const { items } = await overview("?q=checkout.avail");
    expect(items[0]?.slos[0]).toMatchObject({ consumed: 0.912, burn: 15.2, paging: { tier: "fast" } });
  });

  it.each([
    ["?owner=team-pay", ["payments"]],
    ["?state=frozen,restricted", ["payments", "checkout"]],
    ["?firing=page", ["checkout"]],
    ["?q=LATEN", ["checkout"]],
    ["?q=nobody", []],
  ])("is filtered by %s", async (query, expected) => {
    expect(await services(query)).toEqual(expected);
  });

  it("comes in pages of services", async () => {
    expect(await overview("?limit=2")).toMatchObject({ total: 3, next: "/api/v1/overview?limit=2&page=2" });
    expect(await services("?limit=2&page=2")).toEqual(["search"]);
  });

  it("shows at most twenty SLOs of a service, the worst, and says how many there are beside", async () => {
    const many = Array.from({ length: 23 }, (_, at) =>
      judged({ consumed: at / 100, slo: { service: "search", name: `slo-${at}` } }),
    );
    const { items } = await overview("", snapshotOf(many));
    expect(items[0]).toMatchObject({ more: 3 });
    expect(items[0]?.slos.map(({ name }) => name).slice(0, 2)).toEqual(["slo-22", "slo-21"]);
  });

  it("says that files are broken, where, and shows what was loaded before", async () => {
    const [error] = [
      {
        ...{
          code: "syntax",
          severity: "error" as const,
          path: "slos/a.yaml",
          line: 3,
          column: 5,
          endColumn: 6,
        },
        ...{ message: "a colon is missing", remedy: "write one", excerpt: "x" },
      },
    ];
    const broken = { ...shop, spec: { ...shop.spec, broken: true, diagnostics: [error] } };
    expect(await overview("", broken)).toMatchObject({
      total: 3,
      broken: { errors: 1, first: "slos/a.yaml:3:5: a colon is missing" },
    });
    expect((await overview()).broken).toBeUndefined();
  });

  it("names the Prometheus that does not answer, and since when", async () => {
    const silent = { ...shop, sources: [source({ reachable: false })] };
    expect((await overview("", silent)).silent).toMatchObject([{ source: "default" }]);
  });
});
