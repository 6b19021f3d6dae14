import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  begin,
  explained,
  listed,
  resized,
  rowsInSight,
  selectedItem,
  type Top,
  troubled,
  wanted,
} from "../../../src/cli/top/state.ts";
import { key, pressed } from "./keys.ts";
import { many } from "./listing.ts";

const window = { rows: 24, columns: 80 };
const showing = (count: number): Top => listed(begin(window), many(count));

describe("moving", () => {
  it("goes by row, by page, and to both ends", () => {
    const top = showing(50);
    expect(pressed(top, "down", "j", "up").selected).toBe(1);
    expect(pressed(top, "pagedown").selected).toBe(rowsInSight(top));
    expect(pressed(top, "G").selected).toBe(49);
    expect(pressed(top, "end", "k", "home").selected).toBe(0);
  });

  it("stops at the ends, and keeps what is selected in sight", () => {
    const top = pressed(showing(50), "end", "down");
    expect([top.selected, top.first]).toEqual([49, 50 - rowsInSight(top)]);
    expect(pressed(showing(50), "up").selected).toBe(0);
  });

  it("asks for the pages in sight alone, of ten thousand", () => {
    const top = listed(begin(window), many(100, { total: 10_000 }));
    expect(wanted(top)).toEqual({ sort: "worst", pages: [1] });
    expect(wanted(pressed(top, "end")).pages).toEqual([100]);
    expect(wanted({ ...top, first: 95 }).pages).toEqual([1, 2]);
  });

  it("holds in a window that became lower", () => {
    const top = resized(pressed(showing(50), "end"), { rows: 8, columns: 80 });
    expect(top.first).toBe(47);
  });
});

describe("order and filter", () => {
  it.each([
    ["b", "burn"],
    ["l", "left"],
    ["n", "id"],
    ["s", "worst"],
  ])("%s orders by %s, from the beginning", (letter, sorting) => {
    expect(pressed(showing(50), "end", letter)).toMatchObject({ sorting, selected: 0, first: 0 });
  });

  it("a filter is asked while it is typed, and kept by enter", () => {
    const top = pressed(showing(50), "/", "p", "a", "y");
    expect(wanted(top).q).toBe("pay");
    expect(pressed(top, "return")).toMatchObject({ filter: "pay", view: { kind: "list" } });
  });

  it("a filter that is given up is the one before", () => {
    const before = pressed(showing(50), "/", "p", "return");
    expect(pressed(before, "/", "x", "escape").filter).toBe("p");
    expect(pressed(before, "/", "backspace").filter).toBe("");
    expect(pressed(before, "/", "a", "b", "^u").filter).toBe("");
    expect(pressed(before, "escape").filter).toBe("");
  });

  it("letters of a filter do nothing else, q and / among them", () => {
    expect(pressed(showing(50), "/", "q", "/", "b")).toMatchObject({ filter: "q/b", isOver: false });
  });
});

describe("a newer answer", () => {
  it("follows the selected SLO to where it now stands", () => {
    const top = pressed(showing(5), "down", "down");
    const newer = many(5);
    const moved = listed(top, { ...newer, items: newer.items.toReversed() });
    expect(selectedItem(moved)?.id).toBe(selectedItem(top)?.id);
  });

  it("leaves the first row the first, whoever stands there then", () => {
    const newer = many(5);
    const top = listed(showing(5), { ...newer, items: newer.items.toReversed() });
    expect(top.selected).toBe(0);
  });

  it("of fewer SLOs selects the last there is", () =>
    expect(listed(pressed(showing(50), "end"), many(3)).selected).toBe(2));

  it("ends what was the trouble; its beginning is kept as long as it lasts", () => {
    const top = troubled(troubled(showing(1), "refused", 1_000), "refused again", 9_000);
    expect(top.trouble).toEqual({ message: "refused again", since: 1_000 });
    expect(listed(top, many(1)).trouble).toBeUndefined();
  });
});

describe("one SLO", () => {
  it("is opened by enter and left by escape", () => {
    const top = pressed(showing(3), "down", "return");
    expect(top.view).toMatchObject({ kind: "explain", id: "checkout.s00001.production" });
    expect(pressed(top, "escape").view).toEqual({ kind: "list" });
  });

  it("that nobody looks at any more takes no answer", () => {
    const top = pressed(showing(3), "return");
    expect(explained(top, "another", { trouble: "late" })).toBe(top);
    expect(explained(top, "checkout.s00000.production", { trouble: "gone" }).view).toMatchObject({
      trouble: "gone",
    });
  });

  it("is not opened where there is none", () =>
    expect(pressed(begin(window), "return").view.kind).toBe("list"));
});

it("help is left by any key, and q and Ctrl-C end everything from everywhere they can be meant", () => {
  expect(pressed(showing(1), "?", "x")).toMatchObject({ view: { kind: "list" }, isOver: false });
  expect(pressed(showing(1), "q").isOver).toBe(true);
  for (const view of ["/", "?", "return"]) expect(pressed(showing(1), view, "^c").isOver).toBe(true);
});

describe("whatever is pressed, answered and resized", () => {
  const anyKey = fc.constantFrom(
    ..."jkgGsbln/?qhx ".split(""),
    "up",
    "down",
    "pageup",
    "pagedown",
    "home",
    "end",
    "return",
    "escape",
    "backspace",
  );
  const size = fc.record({
    rows: fc.integer({ min: 1, max: 60 }),
    columns: fc.integer({ min: 1, max: 200 }),
  });
  const steps = fc.array(
    fc.oneof(
      anyKey.map((said) => (top: Top) => pressed(top, said)),
      size.map((to) => (top: Top) => resized(top, to)),
      fc.nat({ max: 30 }).map((count) => (top: Top) => listed(top, many(count))),
    ),
    { maxLength: 40 },
  );

  it("the selected row is one that there is, and in sight", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const top = taken.reduce((before, step) => step(before), begin(window));
        const total = top.list?.total ?? 0;
        expect(top.selected).toBeLessThanOrEqual(Math.max(0, total - 1));
        expect(top.selected - top.first).toBeGreaterThanOrEqual(0);
        expect(top.selected - top.first).toBeLessThan(rowsInSight(top));
      }),
      { numRuns: 60 },
    );
  });
});

it("a key that Node names like a property of every object does nothing", () =>
  expect(pressed(showing(1), "constructor")).toMatchObject({ isOver: false, sorting: "worst" }));

it("what is typed with Ctrl is no text", () => expect(key("^x").text).toBe(""));
