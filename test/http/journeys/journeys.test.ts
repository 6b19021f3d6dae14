import { describe, expect, it } from "vitest";
import { journeyListSchema, runListSchema, runSchema } from "../../../src/http/schemas/journey.ts";
import type { Selector } from "../../../src/model/promql.ts";
import { createShelf } from "../../../src/journey/reports/shelf.ts";
import { seconds, timestamp } from "../../../src/model/units.ts";
import { judged, noon, snapshotOf } from "../../support/snapshots.ts";
import { appWith, get } from "../support/app.ts";
import { journey, readerOf, run, twoRuns } from "../support/journeys.ts";

const selector: Selector = { metric: "journey_runs_total", matchers: [] };
const app = appWith(snapshotOf([]), { journeys: twoRuns });

describe("GET /api/v1/journeys", () => {
  it("lists what is defined, and how it went here", async () => {
    const { body } = await get(app, "/api/v1/journeys");
    expect(journeyListSchema.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      items: [
        {
          ...{ name: "buy-a-book", everySeconds: 60 },
          locations: [
            {
              ...{ location: "eu-1", knownBy: "here", kept: 2, silent: false },
              last: { id: "r2", result: "failed", reason: "assertion", duration: 0.3 },
              lastSuccess: new Date(noon * 1_000).toISOString(),
              recent: [{ id: "r2" }, { id: "r1" }],
            },
          ],
        },
      ],
    });
  });

  it("names the SLOs that each feeds", async () => {
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
    const snapshot = snapshotOf([fedBy("buy", "buy-a-book"), judged()]);
    const { body } = await get(appWith(snapshot, { journeys: twoRuns }), "/api/v1/journeys");
    expect(journeyListSchema.parse(body)).toEqual(body);
    expect(body).toMatchObject({ items: [{ slos: ["bookshop.buy.production"] }] });
  });

  it("names every location that is known, by whoever knows most of it", async () => {
    const reports = createShelf({ memory: "first", own: "eu-1" });
    const now = noon * 1_000;
    const journeys = new Set([journey.name]);
    const office = { ...run("o1", { startedAt: now - 20_000 }), location: "office" };
    reports.take(
      { location: "office", sentAt: now, runs: [office], pictures: [] },
      { by: "prober-office", now, journeys },
    );
    const last = timestamp(noon - 30);
    const counted = ["eu-1", "office", "us-1"].map((location) => ({
      ...{ journey: journey.name, location, lastRun: last },
    }));
    const everywhere = readerOf([{ ...journey, locations: ["ap-1", "us-1"] }], [run("r1")], {
      reports,
      counted: async () => ({ journeys: counted, silent: ["far"] }),
    });
    const { body } = await get(appWith(snapshotOf([]), { journeys: everywhere }), "/api/v1/journeys");
    expect(journeyListSchema.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      silent: ["far"],
      items: [
        {
          locations: [
            { location: "eu-1", knownBy: "here", kept: 1 },
            { location: "ap-1", knownBy: "definition", silent: true, kept: 0 },
            { location: "office", knownBy: "report", reportedBy: "prober-office", silent: false, kept: 1 },
            {
              ...{ location: "us-1", knownBy: "prometheus", silent: false, kept: 0 },
              lastRunAt: new Date(last * 1_000).toISOString(),
            },
          ],
        },
      ],
    });
  });

  it("is empty where no journeys are kept", async () => {
    expect((await get(appWith(snapshotOf([])), "/api/v1/journeys")).body).toEqual({
      items: [],
      location: "",
      silent: [],
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

  it("knows no journey that is not defined, and names the nearest", async () => {
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
