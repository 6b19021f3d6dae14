import { describe, expect, it } from "vitest";
import { sloDetailSchema, sloListSchema } from "../../src/http/schemas/slo.ts";
import { seconds } from "../../src/model/units.ts";
import { judged, noon, snapshotOf } from "../support/snapshots.ts";
import { appWith, get } from "./support/app.ts";

const shop = snapshotOf([
  judged({ consumed: 0.06, slo: { service: "search" } }),
  judged({ consumed: 0.912, slo: { service: "checkout" }, burn: { "5m": 22, "1h": 15.2 }, fastBurn: true }),
  judged({ consumed: 0.21, slo: { service: "checkout", name: "latency", objective: "99%" } }),
  judged({ consumed: 1.18, slo: { service: "payments", owner: "team-pay" } }),
  judged({ cause: "stale", consumed: 0.1, slo: { service: "mail", environment: "staging" } }),
]);
const app = appWith(shop);
const list = async (query = "") => {
  const { body, status } = await get(app, `/api/v1/slos${query}`);
  expect(status).toBe(200);
  return sloListSchema.parse(body);
};
const ids = async (query: string) => (await list(query)).items.map(({ id }) => id);

describe("the list of SLOs", () => {
  it("is worst first; what is unknown stands after what holds changes", async () => {
    expect(await ids("")).toEqual([
      "payments.availability.production",
      "checkout.availability.production",
      "mail.availability.staging",
      "checkout.latency.production",
      "search.availability.production",
    ]);
  });

  it("is sorted by id when asked", async () => {
    const sorted = await ids("?sort=id");
    expect(sorted).toEqual(sorted.toSorted());
  });

  it("puts the greatest burn, or the budget gone soonest, first and what is not known last", async () => {
    const soon = { kind: "in", seconds: seconds(600), at: noon, pace: 15.2, window: seconds(3_600) } as const;
    const some = appWith(
      snapshotOf([
        judged({
          consumed: 0.1,
          slo: { service: "calm" },
          burn: { "1h": 0.1 },
          exhaustion: { kind: "never" },
        }),
        judged({ consumed: 0.1, slo: { service: "mail" }, burn: { "1h": 90 }, cause: "stale" }),
        judged({
          slo: { service: "gone" },
          consumed: 2,
          exhaustion: { kind: "exhausted" },
          burn: { "1h": 0.4 },
        }),
        judged({
          consumed: 0.1,
          slo: { service: "burning" },
          burn: { "5m": 1, "1h": 15.2 },
          exhaustion: soon,
        }),
      ]),
    );
    const services = async (sort: string) =>
      sloListSchema
        .parse((await get(some, `/api/v1/slos?sort=${sort}`)).body)
        .items.map(({ service }) => service);
    expect(await services("burn")).toEqual(["burning", "gone", "calm", "mail"]);
    expect(await services("left")).toEqual(["gone", "burning", "calm", "mail"]);
  });

  it.each([
    ["?service=checkout", ["checkout.availability.production", "checkout.latency.production"]],
    ["?owner=team-pay", ["payments.availability.production"]],
    ["?environment=staging", ["mail.availability.staging"]],
    ["?state=frozen,restricted", ["payments.availability.production", "checkout.availability.production"]],
    ["?q=LATEN", ["checkout.latency.production"]],
    ["?service=nobody", []],
  ])("is filtered by %s", async (query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });

  it("takes an environment's alias for its name", async () => {
    expect(await ids("?environment=prod&service=search")).toEqual(["search.availability.production"]);
  });

  it("comes in pages, each naming the next", async () => {
    const first = await list("?limit=2&sort=id");
    expect(first).toMatchObject({ total: 5, page: 1, limit: 2, next: "/api/v1/slos?limit=2&sort=id&page=2" });
    const last = await list("?limit=2&sort=id&page=3");
    expect(last.items.map(({ id }) => id)).toEqual(["search.availability.production"]);
    expect(last.next).toBeUndefined();
  });

  it("counts states over everything that matches, not over one page", async () => {
    const { states } = await list("?limit=1");
    expect(states).toEqual({ healthy: 2, watch: 0, caution: 0, restricted: 1, frozen: 1, unknown: 1 });
  });

  it("says how old its numbers are", async () => {
    expect((await list()).snapshot).toEqual({ cycle: 7, at: "2026-11-22T12:00:00.000Z", ageSeconds: 10 });
  });
});

describe("one SLO", () => {
  const show = async (id: string) => sloDetailSchema.parse((await get(app, `/api/v1/slos/${id}`)).body);

  it("tells the budget as a sum and as a share", async () => {
    const { budget, state, exhaustion } = await show("checkout.availability.production");
    expect(state).toBe("restricted");
    expect(budget).toMatchObject({
      consumed: 0.912,
      total: 1_000_000,
      bad: 912,
      allowedBad: 1_000,
      coverage: 1,
    });
    expect(budget?.remaining).toBe(0.088);
    expect(exhaustion).toEqual({ kind: "never" });
  });

  it("tells the age of its data at the moment of asking, not at that of the cycle", async () => {
    expect((await show("search.availability.production")).dataAgeSeconds).toBe(50);
  });

  it("shows where each tier stands and which one is firing", async () => {
    const [fast, medium] = (await show("checkout.availability.production")).tiers;
    expect(fast).toMatchObject({
      tier: "fast",
      factor: 14.4,
      long: { window: "1h", rate: 15.2 },
      short: { window: "5m", rate: 22 },
      firing: true,
      since: "2026-11-22T11:56:00.000Z",
    });
    expect(medium).toMatchObject({ tier: "medium", firing: false });
  });

  it("keeps the last known numbers of an unknown SLO apart from its state", async () => {
    expect(await show("mail.availability.staging")).toMatchObject({
      state: "unknown",
      cause: "stale",
      budget: { consumed: 0.1 },
    });
  });

  it("shows every group of a grouped SLO, and stands where its worst one does", async () => {
    const groups = [
      { group: { region: "us" }, consumed: 0.1 },
      { group: { region: "eu" }, consumed: 0.8 },
      { group: { region: "ap" }, consumed: 0.99, gone: true },
    ];
    const grouped = appWith(snapshotOf([judged({ slo: { groupBy: ["region"] }, groups })]));
    const { body } = await get(grouped, "/api/v1/slos/checkout.availability.production");
    const slo = sloDetailSchema.parse(body);
    expect(slo).toMatchObject({ state: "caution", group: { region: "eu" }, groups: 3 });
    expect(slo.groupsDetail.map(({ group, gone }) => [group.region, gone])).toEqual([
      ["eu", false],
      ["us", false],
      ["ap", true],
    ]);
  });
});

describe("a grouped SLO whose quiet group burns", () => {
  const groups = [
    { group: { region: "eu" }, consumed: 0.8, burn: { "5m": 0.2, "1h": 0.3 } },
    { group: { region: "us" }, consumed: 0.1, burn: { "5m": 40, "1h": 20 }, fastBurn: true },
  ];
  const app = appWith(snapshotOf([judged({ slo: { groupBy: ["region"] }, groups })]));

  it("shows the alert beside the worst group's numbers", async () => {
    const { body } = await get(app, "/api/v1/slos/checkout.availability.production");
    const slo = sloDetailSchema.parse(body);
    expect(slo).toMatchObject({ group: { region: "eu" }, state: "caution", fastBurn: true });
    expect(slo.firing).toMatchObject([{ tier: "fast", group: { region: "us" } }]);
  });

  it("shows each tier in the group in which it fires, else in the worst one", async () => {
    const { body } = await get(app, "/api/v1/slos/checkout.availability.production");
    const [fast, medium] = sloDetailSchema.parse(body).tiers;
    expect(fast).toMatchObject({ firing: true, group: { region: "us" }, long: { rate: 20 } });
    expect(medium).toMatchObject({ firing: false, group: { region: "eu" } });
  });
});

describe("a shorter id", () => {
  it.each([
    "payments",
    "payments.availability",
    "payments.availability.prod",
    "latency",
    "latency.production",
  ])("%s is enough while it fits one SLO", async (id) => {
    const { status, headers } = await get(app, `/api/v1/slos/${id}`);
    expect(status).toBe(200);
    expect(headers["content-location"]).toMatch(/^\/api\/v1\/slos\/(payments|checkout)\.\w+\.production$/);
  });

  it("that fits several is refused, naming them", async () => {
    const { status, body } = await get(app, "/api/v1/slos/checkout");
    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: "ambiguous-slo",
      candidates: ["checkout.availability.production", "checkout.latency.production"],
    });
  });

  it("that fits none is refused, naming what is near", async () => {
    const { status, body } = await get(app, "/api/v1/slos/chekout.latency");
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: "unknown-slo", candidates: ["checkout.latency.production"] });
  });
});
