import { describe, expect, it } from "vitest";
import { journeyListSchema, runListSchema, runSchema } from "../../src/http/schemas/journey.ts";
import type { Selector } from "../../src/model/promql.ts";
import { seconds } from "../../src/model/units.ts";
import { judged, noon, snapshotOf } from "../support/snapshots.ts";
import { appWith, get } from "./support/app.ts";
import { twoRuns } from "./support/journeys.ts";

const selector: Selector = { metric: "journey_runs_total", matchers: [] };
const app = appWith(snapshotOf([]), { journeys: twoRuns });

describe("GET /api/v1/journeys", () => {
  it("lists what runs here, with the last run and the last that got through", async () => {
    const { body } = await get(app, "/api/v1/journeys");
    expect(journeyListSchema.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      items: [
        {
          ...{ name: "buy-a-book", location: "eu-1", everySeconds: 60, kept: 2 },
          last: { id: "r2", result: "failed", reason: "assertion" },
          lastSuccess: new Date(noon * 1_000).toISOString(),
        },
      ],
    });
  });

  it("names the SLOs that each feeds, and journeys that feed some and run elsewhere", async () => {
    const fedBy = (name: string, journey: string) =>
      judged({
        slo: {
          ...{ id: `bookshop.${name}.production`, service: "bookshop", name },
          sli: {
            ...{ kind: "journey", failed: selector, counting: { kind: "allRuns" } },
            journey: { name: journey, runs: selector, every: seconds(60) },
          },
        },
      });
    const snapshot = snapshotOf([fedBy("buy", "buy-a-book"), fedBy("window", "shop-window"), judged()]);
    const { body } = await get(appWith(snapshot, { journeys: twoRuns }), "/api/v1/journeys");
    expect(journeyListSchema.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      items: [{ slos: ["bookshop.buy.production"], recent: [{ id: "r2", result: "failed" }, { id: "r1" }] }],
      elsewhere: [{ name: "shop-window", slos: ["bookshop.window.production"] }],
    });
  });

  it("is empty where no journeys run", async () => {
    expect((await get(appWith(snapshotOf([])), "/api/v1/journeys")).body).toEqual({
      items: [],
      elsewhere: [],
    });
  });
});

describe("GET /api/v1/journeys/{name}/runs", () => {
  it("answers the waterfall of each run, newest first", async () => {
    const { body } = await get(app, "/api/v1/journeys/buy-a-book/runs");
    expect(runListSchema.parse(body)).toEqual(body);
    expect(body).toMatchObject({ total: 2, items: [{ id: "r2" }, { id: "r1" }] });
  });

  it("can be narrowed to runs that failed, and paged", async () => {
    expect((await get(app, "/api/v1/journeys/buy-a-book/runs?result=failed")).body).toMatchObject({
      total: 1,
    });
    const { body } = await get(app, "/api/v1/journeys/buy-a-book/runs?limit=1");
    expect(body).toMatchObject({
      items: [{ id: "r2" }],
      next: "/api/v1/journeys/buy-a-book/runs?limit=1&page=2",
    });
  });

  it("knows no journey that does not run here, and names the nearest", async () => {
    const { status, body } = await get(app, "/api/v1/journeys/buy-a-bok/runs");
    expect(status).toBe(404);
    expect(body).toMatchObject({
      type: "urn:nines:problem:unknown-journey",
      detail: expect.stringContaining("did you mean buy-a-book") as string,
    });
  });
});

describe("GET /api/v1/journeys/{name}/runs/{run}", () => {
  it("answers one run, or the latest", async () => {
    const { body } = await get(app, "/api/v1/journeys/buy-a-book/runs/latest");
    expect(runSchema.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      id: "r2",
      steps: [{}, { reason: "assertion", exchanges: [{ method: "GET" }] }, {}],
    });
    expect((await get(app, "/api/v1/journeys/buy-a-book/runs/r1")).body).toMatchObject({ result: "passed" });
    expect((await get(app, "/api/v1/journeys/buy-a-book/runs/r9")).status).toBe(404);
  });
});

describe("GET /metrics", () => {
  it("carries what the journeys of this process count", async () => {
    expect((await get(app, "/metrics")).text).toContain('journey_runs_total{journey="buy-a-book"} 2');
  });
});
