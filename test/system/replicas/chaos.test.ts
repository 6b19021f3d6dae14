import { describe, expect, it } from "vitest";
import { unleash } from "../../../kit/governance/chaos.ts";

describe("nines killed in the middle of writes", { timeout: 120_000 }, () => {
  it("loses nothing that it answered for, and lets no exception be used beyond its count", async () => {
    const { killed, told, reckoning } = await unleash({
      store: "SQLite",
      kills: { nines: 3, postgres: 0 },
      services: ["basket", "checkout"],
    });
    expect(killed.nines).toBe(3);
    expect(told.decisions.size).toBeGreaterThan(0);
    expect({ wrong: told.wrong, failed: told.failed }).toEqual({ wrong: [], failed: [] });
    expect(reckoning).toMatchObject({ verifies: true, lost: [], overused: [], duplicates: [] });
  });
});
