import { describe, expect, it } from "vitest";
import type { Arrival } from "../../../kit/notices/flood.ts";
import { reckonNotices } from "../../../kit/notices/reckoning.ts";

/** `1:no-7` arrived in the first life. */
const reckon = (asked: number, ...arrived: readonly string[]) =>
  reckonNotices({
    asked: Array.from({ length: asked }, (_, n) => `ex-${n + 1}`),
    arrivals: arrived.map((text): Arrival => {
      const [life = "", seq = "", hash = "a"] = text.split(/[:/]/);
      return { id: `no-${seq}-${hash}`, subject: `ex-${seq}`, life: Number(life) };
    }),
  });

describe("the reckoning of notices", () => {
  it("finds nothing wrong where each arrived once, in order", () => {
    expect(reckon(3, "0:1", "0:2", "1:3")).toEqual({
      delivered: 3,
      lost: [],
      repeated: 0,
      wrong: [],
      renamed: [],
      disordered: [],
    });
  });

  it("takes the last of one life as the first of a later one for the one in flight", () => {
    expect(reckon(2, "0:1", "1:1", "1:2", "3:2")).toMatchObject({ repeated: 2, wrong: [], lost: [] });
  });

  it("names what was lost", () => {
    expect(reckon(3, "0:1", "0:3").lost).toEqual(["ex-2"]);
  });

  it("names what came again within a life, or later than it can have been in flight", () => {
    expect(reckon(1, "0:1", "0:1").wrong).toEqual(["no-1-a"]);
    expect(reckon(2, "0:1", "0:2", "1:1").wrong).toEqual(["no-1-a"]);
  });

  it("names what came under another id, and what came too early", () => {
    expect(reckon(1, "0:1/a", "1:1/b").renamed).toEqual(["ex-1"]);
    expect(reckon(2, "0:2", "0:1").disordered).toEqual(["no-1-a"]);
  });
});
