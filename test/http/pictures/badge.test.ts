import { describe, expect, it } from "vitest";
import { judged, later, snapshotOf } from "../../support/snapshots.ts";
import { held, knowing } from "../../support/people.ts";
import { appWith, get } from "../support/app.ts";

const shop = snapshotOf([
  judged({ consumed: 0.918, burn: { "1h": 15.2 } }),
  judged({ consumed: 0.3, cause: "stale", age: "20m", slo: { service: "mail" } }),
  judged({
    slo: { service: "search", groupBy: ["region"] },
    groups: [
      { group: { region: "us" }, consumed: 0.1 },
      { group: { region: "<eu>" }, consumed: 1.8 },
    ],
  }),
]);
const pictures = { publicBadges: true };
const app = appWith(shop, { pictures });
const badge = async (path: string, headers = {}) => {
  const { status, headers: answered, body, text } = await get(app, `/badge/${path}`, headers);
  return { status, headers: answered, svg: Buffer.isBuffer(body) ? body.toString() : text };
};
const title = ({ svg }: { svg: string }) => /<title>(.*)<\/title>/.exec(svg)?.[1];

describe("GET /badge/{id}.svg", () => {
  it("tells SLO, spent budget in whole percents never rounded up, and state", async () => {
    const answer = await badge("checkout.availability.production.svg");
    expect(answer.status).toBe(200);
    expect(title(answer)).toBe("checkout availability: 91 % spent · restricted");
  });

  it("takes a shorter form of the id", async () =>
    expect(title(await badge("checkout.svg"))).toMatch(/^checkout availability/));

  it("says that it is unknown, and why, rather than a number that is old", async () =>
    expect(title(await badge("mail.svg"))).toBe("mail availability: unknown · data too old"));

  it("says so, too, when nines itself has finished no cycle for long", async () => {
    const late = appWith(shop, { pictures, now: () => later("15m") });
    const { body } = await get(late, "/badge/checkout.svg");
    expect(String(body)).toContain("unknown · data too old");
  });

  it("is of the worst group, or of the one that is named, whose label values are text", async () => {
    expect(title(await badge("search.svg"))).toBe(
      "search availability {region=&lt;eu&gt;}: 180 % spent · frozen",
    );
    expect(title(await badge("search.svg?group.region=us"))).toMatch(/\{region=us\}: 10 % spent · healthy/);
    expect((await badge("search.svg?group.region=xx")).status).toBe(400);
  });

  it("may be shown by every site, kept for a cycle, and runs nothing", async () => {
    const { headers } = await badge("checkout.svg");
    expect(headers).toMatchObject({
      "content-type": "image/svg+xml; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      "cross-origin-resource-policy": "cross-origin",
      "cache-control": `public, max-age=${shop.interval}`,
    });
  });

  it("is not sent again to who has it", async () => {
    const { headers } = await badge("checkout.svg");
    const again = await badge("checkout.svg", { "if-none-match": headers["etag"] ?? "" });
    expect([again.status, again.svg]).toEqual([304, ""]);
  });

  it("is a badge, too, where there is none: without names that were not asked for", async () => {
    const answer = await badge("chekout.svg");
    expect([answer.status, title(answer)]).toEqual([404, "nines: no such SLO"]);
    expect(answer.svg).not.toContain("checkout");
    const starting = await get(appWith(undefined, { pictures }), "/badge/checkout.svg");
    expect([starting.status, String(starting.body)]).toEqual([
      503,
      expect.stringContaining("nothing is known yet"),
    ]);
  });

  it("needs nobody where it is public, even where reading does", async () => {
    const people = knowing([held({})], { readsAreOpen: false });
    const closed = appWith(shop, { pictures, people });
    expect((await get(closed, "/badge/checkout.svg")).status).toBe(200);
    expect((await get(closed, "/api/v1/slos")).status).toBe(401);
  });

  it("is for nobody unless the operator says so, and how is said", async () => {
    const { status, text } = await get(appWith(shop), "/badge/checkout.svg");
    expect([status, text]).toEqual([404, expect.stringContaining("--public-badges")]);
  });
});
