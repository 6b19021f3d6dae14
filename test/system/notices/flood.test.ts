import { describe, expect, it } from "vitest";
import { flood } from "../../../kit/notices/flood.ts";
import { reckonNotices } from "../../../kit/notices/reckoning.ts";

describe("nines that is killed while it announces", () => {
  it("loses nothing, and repeats at most the one in flight, under its own id", async () => {
    const report = await flood({ store: "SQLite", notices: 60, kills: 3 });
    expect(report.killed).toBe(3);
    expect(reckonNotices(report)).toMatchObject({
      delivered: 60,
      lost: [],
      wrong: [],
      renamed: [],
      disordered: [],
    });
  });
});
