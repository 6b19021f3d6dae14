import { describe, expect, it } from "vitest";
import type { GroupListBody, SloDetailBody } from "../../src/http/schemas/slo.ts";
import { judged, snapshotOf } from "../support/snapshots.ts";
import { appWith, get } from "./support/app.ts";

const cells = judged({
  slo: { groupBy: ["cell"] },
  groups: [
    { group: { cell: "a" }, consumed: 0.2 },
    { group: { cell: "<script>" }, consumed: 0.9 },
    { group: { cell: "b" }, consumed: 0.4 },
    { group: { cell: "old" }, consumed: 3, gone: true },
  ],
});
const app = appWith(snapshotOf([cells]));
const path = `/api/v1/slos/${cells.slo.id}`;
const list = async (query: string) => {
  const { body } = await get(app, `${path}/groups${query}`);
  const { items, total, next } = body as GroupListBody;
  return { cells: items.map(({ group }) => group["cell"]), total, next };
};

describe("the groups of an SLO", () => {
  it("come by what they spent, those that are gone last, whatever they spent", async () => {
    expect(await list("")).toMatchObject({ cells: ["<script>", "b", "a", "old"], total: 4 });
  });

  it("come in pages, and narrowed by a text in their labels", async () => {
    const first = await list("?limit=2");
    expect(first).toMatchObject({ cells: ["<script>", "b"], next: `${path}/groups?limit=2&page=2` });
    expect(await list("?limit=2&page=2")).toMatchObject({ cells: ["a", "old"] });
    expect(await list("?q=SCRIPT")).toMatchObject({ cells: ["<script>"], total: 1 });
  });

  it("need not come with the SLO itself: as many as are asked for, all unless told", async () => {
    const detail = async (query: string) =>
      ((await get(app, path + query)).body as SloDetailBody).groupsDetail.length;
    expect([await detail(""), await detail("?groups=1"), await detail("?groups=0")]).toEqual([4, 1, 0]);
    expect(await get(app, `${path}?groups=some`)).toMatchObject({ status: 400 });
  });
});

describe("where one reads on about an SLO", () => {
  const linksWith = async (places: NonNullable<Parameters<typeof appWith>[1]>["places"]) => {
    const one = judged({ slo: { source: { path: "shop/check out.yaml", line: 14, column: 3 } } });
    const { body } = await get(
      appWith(snapshotOf([one]), places && { places }),
      `/api/v1/slos/${one.slo.id}`,
    );
    return (body as SloDetailBody).links;
  };

  it("is nowhere until somebody says where", async () => {
    expect(await linksWith(undefined)).toEqual({});
  });

  it("is its line in git, its budget in Prometheus, its board in Grafana", async () => {
    expect(
      await linksWith({
        source: "https://git.example/shop/blob/main/slos/{path}#L{line}",
        grafana: "https://grafana.example",
        prometheus: new Map([["default", "https://prometheus.example"]]),
      }),
    ).toEqual({
      source: "https://git.example/shop/blob/main/slos/shop/check%20out.yaml#L14",
      grafana:
        "https://grafana.example/d/nines-slo?var-environment=production&var-service=checkout&var-slo=availability",
      prometheus:
        "https://prometheus.example/graph?g0.expr=slo%3Aperiod_error_budget_remaining%3Aratio%7Bslo_id%3D%22checkout.availability.production%22%7D&g0.tab=0&g0.range_input=1w",
    });
  });
});
