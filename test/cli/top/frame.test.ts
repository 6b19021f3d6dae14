import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainLook } from "../../../src/cli/terminal/look.ts";
import { toAscii } from "../../../src/cli/terminal/ascii.ts";
import { widthOf } from "../../../src/cli/terminal/width.ts";
import { frame } from "../../../src/cli/top/frame.ts";
import { begin, explained, listed, resized, type Top, troubled } from "../../../src/cli/top/state.ts";
import { explanationView } from "../../../src/http/views/explanation.ts";
import { explanationOf } from "../../http/support/app.ts";
import { judged, later, snapshotOf } from "../../support/snapshots.ts";
import { pressed } from "./keys.ts";
import { listing, many } from "./listing.ts";

const moment = { now: 0, server: "http://127.0.0.1:8090" };
const shop = listing([
  { consumed: 0.912, burn: { "1h": 15.2 }, fastBurn: true },
  { consumed: 0.3, cause: "stale", age: "20m", slo: { service: "mail" } },
  { consumed: 1.18, burn: { "1h": 0.4 }, exhaustion: { kind: "exhausted" }, slo: { service: "payments" } },
]);
const showing = (columns: number, rows: number): Top => listed(begin({ rows, columns }), shop);
const drawn = (top: Top): string[] => frame(top, plainLook, moment);

describe("the picture", () => {
  it("has counts, age, the rows, what is to be known of the selected one, and the keys", () => {
    expect(drawn(showing(80, 10))).toEqual([
      "■ 1 frozen  ◕ 1 restricted  ◑ 0 caution  ◔ 0 watch  ● 0 healthy  ◌ 1 unknown",
      "10 s ago · asked every few seconds · 3 SLOs · worst first",
      "  state         SLO in production      budget      consumed   burn 1h       left",
      "▸ ◕ restricted  checkout.availability  ▕█████░▏      91.2 %   ▲ 15.2×      never",
      "  ◌ unknown     mail.availability      ▕╌╌╌╌╌╌▏           ?         –          –",
      "  ■ frozen      payments.availability  ▕██████▏▓▓     118 %      0.4×       gone",
      "",
      "",
      "checkout.availability.production · 99.9 % over 30d · team-shop",
      "↑↓ move  enter why  / filter  s state  b burn  l left  n name  ? help  q quit",
    ]);
  });

  it("has whole names, objectives and owners where there is room", () => {
    const [, , heading = "", row = ""] = drawn(showing(160, 10));
    expect(heading).toMatch(/SLO +objective +budget +consumed +burn 1h +left +owner$/);
    expect(row).toMatch(/checkout\.availability\.production +99\.9 % .* team-shop$/);
  });

  it("says in place why an SLO is unknown", () =>
    expect(drawn(pressed(showing(120, 10), "down"))[8]).toContain("data too old · data 20 m 10 s old"));

  it("keeps what was known when nobody answers, and says so with its age", () => {
    const top = troubled(
      showing(80, 10),
      "cannot reach http://127.0.0.1:8090: connection refused\n  is it there?",
      0,
    );
    const lines = frame(top, plainLook, { ...moment, now: 230_000 });
    expect(lines[1]).toBe("▲ as known 4 m ago: cannot reach http://127.0.0.1:8090: connection refused");
    expect(lines[3]).toContain("checkout.availability");
  });

  it("says that it is asking before there is anything, and that nothing fits", () => {
    expect(drawn(begin({ rows: 10, columns: 80 }))[1]).toBe("asking http://127.0.0.1:8090 …");
    expect(drawn(listed(begin({ rows: 10, columns: 80 }), many(0))).join("\n")).toContain("No SLO fits.");
  });

  it("shows the filter while it is typed, and names it after", () => {
    const typing = pressed(showing(80, 10), "/", "p", "a");
    expect(drawn(typing).at(-1)).toMatch(/^\/pa /);
    expect(drawn(pressed(typing, "return"))[1]).toContain('with "pa"');
  });

  it("tells one SLO as nines explain does, and how much is below", () => {
    const snapshot = snapshotOf([judged({ consumed: 0.912 })]);
    const id = "checkout.availability.production";
    const body = explanationView(explanationOf(id, snapshot)!, { snapshot, now: later("10s") });
    const top = explained(
      pressed(listed(begin({ rows: 8, columns: 80 }), listing([{}])), "return"),
      id,
      body,
    );
    const lines = drawn(top);
    expect(lines[0]).toContain("checkout.availability.production   99.9 % of events over 30d");
    expect(lines.at(-1)).toMatch(/^esc back {2}↑↓ scroll {2}\d+ more lines {2}q quit$/);
    expect(drawn(pressed(top, "end")).at(-1)).not.toContain("more");
  });
});

describe("of whatever size the window is", () => {
  const size = fc.record({
    rows: fc.integer({ min: 1, max: 40 }),
    columns: fc.integer({ min: 10, max: 240 }),
  });
  const view = fc.constantFrom([], ["?"], ["/", "a", "漢"], ["return"], ["end"]);

  it("the picture is neither wider nor higher, nor does it wrap when it is ASCII", () => {
    fc.assert(
      fc.property(size, view, (to, keys) => {
        const lines = drawn(pressed(resized(listed(begin(to), shop), to), ...keys));
        expect(lines.length).toBeLessThanOrEqual(to.rows);
        expect(lines.filter((line) => widthOf(line) > to.columns)).toEqual([]);
        expect(lines.filter((line) => widthOf(toAscii(line)) > to.columns)).toEqual([]);
      }),
    );
  });
});
