import { describe, expect, it } from "vitest";
import { flood } from "../../kit/notices/flood.ts";
import { reckonNotices } from "../../kit/notices/reckoning.ts";

describe("nines that is killed while it announces", () => {
  it(
    "loses nothing, and repeats at most the one in flight, under its own id",
    { timeout: 120_000 },
    async () => {
      const report = await flood({ store: "SQLite", notices: 40, kills: 2 });
      expect(report.killed).toBe(2);
      expect(reckonNotices(report)).toMatchObject({
        delivered: 40,
        lost: [],
        wrong: [],
        renamed: [],
        disordered: [],
      });
    },
  );
});
