import { describe, expect, it } from "vitest";
import { timestamp } from "../../../src/model/units.ts";
import { pictureKey, pictureLink } from "../../../src/report/pictures/link.ts";
import { held, knowing } from "../../support/people.ts";
import { judged, later, noon, snapshotOf } from "../../support/snapshots.ts";
import { appWith, depsWith, get } from "../support/app.ts";

const shop = snapshotOf([
  judged({ consumed: 0.912, burn: { "1h": 15.2 } }),
  judged({ consumed: 0.1, slo: { service: "search" } }),
]);
const key = pictureKey(new Uint8Array(32).fill(7));
const admin = held({ roles: ["admin"] });
const people = knowing([admin], { readsAreOpen: false });
const closed = appWith(shop, { people, pictures: { publicBadges: false, key } });
const svgOf = ({ body, text }: { body: unknown; text: string }) =>
  Buffer.isBuffer(body) ? body.toString() : text;
const id = "checkout.availability.production";
const link = pictureLink(key, id, later("1d"));

describe("GET /image/{id}.svg", () => {
  it("shows the budget over its window with what is to be known of it", async () => {
    const answer = await get(appWith(shop), "/image/checkout.svg");
    expect(answer.status).toBe(200);
    expect(svgOf(answer)).toContain(
      "checkout.availability.production: restricted, 91.2 % consumed, 99.9 % over 30d, burn 1h 15.2×, left: never, data 50 s old",
    );
    expect(answer.headers["cache-control"]).toBe("private, max-age=60");
  });

  it("is drawn once a minute, however many ask", async () => {
    let asked = 0;
    const { history } = depsWith(shop);
    const app = appWith(shop, {
      history: (slo) => {
        asked += 1;
        return history(slo);
      },
    });
    await Promise.all([get(app, "/image/checkout.svg"), get(app, "/image/checkout.svg")]);
    await get(app, "/image/checkout.svg");
    expect(asked).toBe(1);
    await get(app, "/image/checkout.svg?theme=dark");
    expect(asked).toBe(2);
  });

  it("says that Prometheus does not answer, in the picture", async () => {
    const { history } = depsWith(shop);
    const silent = { kind: "no-data", cause: "unreachable", message: "Prometheus does not answer" } as const;
    const app = appWith(shop, { history: async (slo) => ({ ...(await history(slo))!, silent }) });
    expect(svgOf(await get(app, "/image/checkout.svg"))).toContain("Prometheus does not answer");
  });

  it("needs somebody where reading does", async () => {
    expect((await get(closed, "/image/checkout.svg")).status).toBe(401);
    expect((await get(closed, "/image/checkout.svg", admin.headers)).status).toBe(200);
  });

  it("is opened by a signed link, and may then stand in a page of others", async () => {
    const { status, headers } = await get(closed, link);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "cache-control": "public, max-age=60",
      "cross-origin-resource-policy": "cross-origin",
    });
  });

  it.each([
    ["another SLO's", link.replace("checkout", "search")],
    ["one of a group", `${link}&group.region=eu`],
    ["one whose time is over", pictureLink(key, id, timestamp(noon - 1))],
    ["one of another key", pictureLink(pictureKey(new Uint8Array(32)), id, later("1d"))],
    ["one with two signatures", `${link}&signature=x`],
  ])("is not opened by %s", async (_what, path) => expect((await get(closed, path)).status).toBe(401));

  it("is opened by no link where the operator wants none", async () =>
    expect((await get(appWith(shop, { people }), link)).status).toBe(401));
});
