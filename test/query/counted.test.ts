import { describe, expect, it } from "vitest";
import { countedQuery, readCounted } from "../../src/query/counted.ts";

describe("where journeys are counted from", () => {
  it("is asked of the last hour, so that a prober that is gone is missed", () => {
    expect(countedQuery).toBe(
      "max by (journey, location) (max_over_time(journey_last_run_timestamp_seconds[1h]))",
    );
  });

  it("is each journey at each location, with its last run where there was one", () => {
    const sample = (location: string, value: number) => ({ labels: { journey: "buy", location }, value });
    const samples = [
      sample("eu-1", 1_790_000_000),
      sample("office", 0),
      { labels: { journey: "buy" }, value: 1 },
    ];
    expect(readCounted({ kind: "vector", samples, warnings: [] })).toEqual([
      { journey: "buy", location: "eu-1", lastRun: 1_790_000_000 },
      { journey: "buy", location: "office" },
    ]);
  });

  it("is not known where the source does not answer", () => {
    expect(readCounted({ kind: "no-data", cause: "timeout", message: "no answer" })).toBeUndefined();
  });
});
