import { describe, expect, it } from "vitest";
import { timestamp } from "../../../src/model/units.ts";
import { type BurnDown, burnDownSvg } from "../../../src/report/pictures/burn-down.ts";
import { isGenuine, pictureKey, pictureLink } from "../../../src/report/pictures/link.ts";

const day = 86_400;
const at = (days: number) => timestamp(Date.UTC(2026, 10, 1) / 1_000 + days * day);
const drawn: BurnDown = {
  name: "checkout.availability.production",
  state: "restricted",
  facts: ["91.2 % consumed", "99.9 % over 30d"],
  window: { from: at(0), to: at(30) },
  points: [
    [at(0), 1],
    [at(15), 0.5],
    [at(30), 0.088],
  ],
  marks: [],
  at: at(30),
};
/** The plot is from 56 to 700 and, while nothing is overspent, from 84 (all is left) to 268 (nothing). */
const lineOf = (svg: string) => /<path class="left" d="M([^"]*)"/.exec(svg)?.[1]?.split("L");

describe("the burn-down", () => {
  it("draws what is left where it belongs", () =>
    // 378 lies halfway from 56 to 700, 176 halfway from 84 to 268; 268 − 0.088 × 184 = 251.8.
    expect(lineOf(burnDownSvg(drawn))).toEqual(["56 84", "378 176", "700 251.8"]));

  it("makes room below nothing for what is overspent", () => {
    const svg = burnDownSvg({ ...drawn, points: [...drawn.points.slice(0, 2), [at(30), -0.5]] });
    // One and a half budgets on 184: nothing is left at 84 + 184 / 1.5 = 206.7.
    expect(lineOf(svg)?.at(-1)).toBe("700 268");
    expect(svg).toContain('class="zero" x1="56" x2="700" y1="206.7"');
    expect(svg).toContain(">−50 %</text>");
  });

  it("of a calendar period ends where the budget has to last to", () =>
    expect(lineOf(burnDownSvg({ ...drawn, window: { from: at(0), to: at(60) } }))?.at(-1)).toMatch(/^378 /));

  it("marks what happened, and shades what lasted", () => {
    const svg = burnDownSvg({
      ...drawn,
      marks: [
        { kind: "deployment", from: at(15) },
        { kind: "maintenance", from: at(-5), to: at(3) },
        { kind: "constructor", from: at(15) },
      ],
    });
    expect(svg).toContain('<path class="mark" transform="translate(378 76)" d="M0 -5L5 0L0 5L-5 0Z"/>');
    expect(svg).toMatch(/<rect class="band" x="56" y="84" width="64\.\d+"/);
    expect(svg).not.toContain("function");
  });

  it("says in place of its legend why there is no line", () => {
    const silent = burnDownSvg({ ...drawn, points: [], note: "Prometheus does not answer" });
    expect(silent).toContain(">Prometheus does not answer</text>");
    expect(silent).not.toContain('class="left"');
    expect(burnDownSvg({ ...drawn, points: [] })).toContain(">nothing is recorded yet</text>");
  });

  it("never leaves its picture, however long the names are", () => {
    const svg = burnDownSvg({
      ...drawn,
      name: "W".repeat(300),
      facts: ["m".repeat(500)],
      note: "x".repeat(500),
    });
    for (const [, x, length] of svg.matchAll(
      /<text[^>]* x="([\d.]+)"(?![^>]*text-anchor)[^>]*textLength="(\d+)"/g,
    ))
      expect(Number(x) + Number(length)).toBeLessThanOrEqual(720);
  });
});

describe("a signed link", () => {
  const key = pictureKey(new Uint8Array(32).fill(7));
  const now = at(0);
  const partsOf = (link: string) => {
    const url = new URL(link, "http://nines.example");
    return {
      slo: decodeURIComponent(/^\/image\/(.*)\.svg$/.exec(url.pathname)?.[1] ?? ""),
      until: Number(url.searchParams.get("until")),
      signature: url.searchParams.get("signature") ?? "",
    };
  };
  const link = partsOf(pictureLink(key, "checkout.availability.production", at(7)));

  it("opens its picture until its time is over", () => {
    expect(isGenuine(key, link, now)).toBe(true);
    expect(isGenuine(key, link, at(7))).toBe(false);
  });

  it.each([
    ["another SLO", { slo: "payments.availability.production" }],
    ["a later time", { until: link.until + 1 }],
    ["another signature", { signature: link.signature.replace(/^./, (sign) => (sign === "A" ? "B" : "A")) }],
    ["none", { signature: "" }],
  ])("opens nothing with %s", (_what, change) =>
    expect(isGenuine(key, { ...link, ...change }, now)).toBe(false),
  );

  it("of another key opens nothing", () =>
    expect(isGenuine(pictureKey(new Uint8Array(32)), link, now)).toBe(false));
});
