import { describe, expect, it } from "vitest";
import { runListSchema, runSchema } from "../../../src/http/schemas/journey.ts";
import { held, knowing } from "../../support/people.ts";
import { noon, snapshotOf } from "../../support/snapshots.ts";
import { appWith, get, send } from "../support/app.ts";
import { journey, readerOf, run } from "../support/journeys.ts";

describe("POST /api/v1/journeys/runs", () => {
  const prober = held({ subject: "prober-office", roles: ["prober"] });
  const other = held({ subject: "prober-other", roles: ["prober"] });
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
  const told = (runId: string) => {
    const { location: _, ...rest } = run(runId, { startedAt: noon * 1_000 });
    return rest;
  };
  const report = (changes: object = {}) => ({
    ...{ location: "office", sentAt: noon * 1_000 + 10_000, runs: [told("o1")], pictures: [] },
    ...changes,
  });
  const opened = () => {
    const reading = appWith(snapshotOf([]), {
      journeys: readerOf([journey], [run("r1", { startedAt: noon * 1_000 - 5 })]),
      people: knowing([prober, other]),
    });
    const tell = (body: object, by = prober) =>
      send(reading, "post", "/api/v1/journeys/runs", by.headers, body);
    return { app: reading, tell };
  };

  it("takes a run once, however often it is told, and shows it beside those made here", async () => {
    const { app: reading, tell } = opened();
    expect((await tell(report())).body).toEqual({ memory: "first", taken: 1, known: 0, refused: [] });
    expect((await tell(report())).body).toMatchObject({ taken: 0, known: 1 });
    const list = async (query = "") => (await get(reading, `/api/v1/journeys/buy-a-book/runs${query}`)).body;
    expect(runListSchema.parse(await list())).toMatchObject({
      items: [
        { id: "o1", location: "office" },
        { id: "r1", location: "eu-1" },
      ],
    });
    expect(await list("?location=eu-1")).toMatchObject({ total: 1, items: [{ id: "r1" }] });
    expect((await get(reading, "/api/v1/journeys/buy-a-book/runs/o1")).body).toMatchObject({ id: "o1" });
  });

  it("shows the picture of a step that failed, and only what is a picture", async () => {
    const { app: reading, tell } = opened();
    const runs = ["o1", "o2"].map((id) => ({ ...told(id), journey: "buy-a-book" }));
    const image = (run: string, bytes: Buffer) => ({ run, step: "verify", image: bytes.toString("base64") });
    const pictures = [image("o1", png), image("o2", Buffer.from("<svg onload=alert(1)>"))];
    expect((await tell(report({ runs, pictures }))).status).toBe(200);
    const of = (id: string) => get(reading, `/api/v1/journeys/buy-a-book/runs/${id}/picture`);
    const { status, headers } = await of("o1");
    expect({ status, ...headers }).toMatchObject({
      ...{ status: 200, "content-type": "image/png", "x-content-type-options": "nosniff" },
      ...{
        "cache-control": "no-store",
        "content-security-policy": expect.stringContaining("'none'") as string,
      },
    });
    expect(await of("o2")).toMatchObject({ status: 404, body: { code: "no-picture" } });
    const { steps } = runSchema.parse((await get(reading, "/api/v1/journeys/buy-a-book/runs/o1")).body);
    expect(steps.map(({ picture }) => picture)).toEqual([
      undefined,
      "/api/v1/journeys/buy-a-book/runs/o1/picture",
      undefined,
    ]);
  });

  it("refuses a run of a journey that is not defined here, and takes the others", async () => {
    const { tell } = opened();
    const runs = [{ ...told("o1"), journey: "sell-a-book" }, told("o2")];
    expect((await tell(report({ runs }))).body).toMatchObject({
      taken: 1,
      refused: [{ journey: "sell-a-book", run: "o1", message: 'no journey "sell-a-book" is defined here' }],
    });
  });

  it("takes reports of one location from one prober, and never of its own location", async () => {
    const { tell } = opened();
    await tell(report());
    expect(await tell(report(), other)).toMatchObject({
      status: 409,
      body: { code: "location-refused", detail: expect.stringContaining("prober-office") as string },
    });
    expect(await tell(report({ location: "eu-1" }))).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("in nines itself") as string },
    });
  });

  it.each([
    ["a location that is no name", { location: "../office" }, "location"],
    ["a step whose time is no number", { runs: [{ ...told("o1"), duration: "long" }] }, "runs[0].duration"],
    ["a message without end", { runs: [{ ...told("o1"), journey: "a".repeat(64) }] }, "runs[0].journey"],
    [
      "a picture that is no base64",
      { pictures: [{ run: "o1", step: "a", image: "%%" }] },
      "pictures[0].image",
    ],
    ["more runs than a report holds", { runs: Array.from({ length: 201 }, () => told("o1")) }, "runs"],
  ])("refuses %s, and names the field", async (_what, changes, field) => {
    const { tell } = opened();
    expect(await tell(report(changes))).toMatchObject({
      status: 400,
      body: { code: "bad-body", fields: [{ field }] },
    });
  });

  it("takes a report of more than other bodies may have, and refuses one that is too large", async () => {
    const { tell } = opened();
    const large = (bytes: number) =>
      report({ pictures: [{ run: "o1", step: "a", image: "A".repeat(bytes) }] });
    expect((await tell(large(600_000))).status).toBe(200);
    expect(await tell(large(2_200_000))).toMatchObject({ status: 413, body: { code: "body-too-large" } });
  });
});
