import { describe, expect, it } from "vitest";
import { burnLinesSchema } from "../../src/http/schemas/burn-lines.ts";
import type { ReadBurnLines } from "../../src/runtime/ledgers/burn-lines.ts";
import { earlier, judged, later, noon, snapshotOf } from "../support/snapshots.ts";
import { appWith, get } from "./support/app.ts";

const burnLines: ReadBurnLines = async (slos) => ({
  lines: new Map(
    slos.map(({ slo }) => [
      slo.id,
      { from: earlier("30d"), to: noon, left: [1, 1 / 3, -0.18], back: later("5d") },
    ]),
  ),
  silent: [{ kind: "no-data", cause: "timeout", message: "no answer within 10 s" }],
});
const app = appWith(snapshotOf([judged({ consumed: 1.18 })]), { burnLines });

describe("the burn lines of a list", () => {
  it("come for those that are known, in shares as fine as a picture needs", async () => {
    const { body } = await get(
      app,
      "/api/v1/burn-lines?slo=checkout.availability.production,gone.slo.production",
    );
    expect(burnLinesSchema.parse(body)).toEqual({
      items: [
        {
          slo: "checkout.availability.production",
          from: "2026-10-23T12:00:00.000Z",
          to: "2026-11-22T12:00:00.000Z",
          left: [1, 0.3333, -0.18],
          back: "2026-11-27T12:00:00.000Z",
        },
      ],
      silent: ["no answer within 10 s"],
    });
  });

  it("are a hundred at most", async () => {
    const ids = Array.from({ length: 101 }, (_, index) => `s${index}`).join();
    expect(await get(app, `/api/v1/burn-lines?slo=${ids}`)).toMatchObject({
      status: 400,
      body: { errors: [{ parameter: "slo", message: "names 101 SLOs; at most 100 at once" }] },
    });
  });
});

describe("a long answer", () => {
  const many = Array.from({ length: 200 }, (_, at) =>
    judged({ consumed: at / 100, slo: { service: `service-${at}` } }),
  );

  it("is packed for who takes it packed, and says the same", async () => {
    const shop = appWith(snapshotOf(many));
    const plain = await get(shop, "/api/v1/overview", { "accept-encoding": "identity" });
    const packed = await get(shop, "/api/v1/overview", { "accept-encoding": "gzip" });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(packed.headers).toMatchObject({ "content-encoding": "gzip", vary: "accept-encoding" });
    expect(packed.body).toEqual(plain.body);
    expect(Number(packed.headers["content-length"]) * 5).toBeLessThan(plain.text.length);
  });

  it("stays as it is while it is short", async () => {
    const short = await get(app, "/api/v1/overview", { "accept-encoding": "gzip" });
    expect(short.headers["content-encoding"]).toBeUndefined();
  });
});
