import { describe, expect, it } from "vitest";
import type { Explanation } from "../../src/runtime/explanation.ts";
import { keepForecasts } from "../../src/runtime/forecasts.ts";
import { judged, later, noon, snapshotOf } from "../support/snapshots.ts";

const of = (service: string, consumed: number) => judged({ slo: { service }, consumed });
const slos = [of("calm", 0.1), of("spent", 0.8), of("whole", 0)];

const kept = () => {
  let now = noon;
  const asked: string[] = [];
  const forecasts = keepForecasts(
    async (id): Promise<Explanation | undefined> => {
      asked.push(id.split(".")[0]!);
      const found = slos.find((each) => each.slo.id === id);
      return (
        found && {
          judged: found,
          unit: "events",
          ledgerInterval: found.slo.ledgerInterval,
          explainedAt: now,
          groups: [
            { group: {}, queries: [], days: [], recovery: [], steps: [], forecast: { kind: "too-young" } },
          ],
        }
      );
    },
    { now: () => now, log: { info: () => undefined, warn: () => undefined, error: () => undefined } },
  );
  const after = (by: string) => {
    now = later(by);
    return forecasts.attend(snapshotOf(slos));
  };
  return { forecasts, asked, after };
};

describe("forecasts by the week", () => {
  it("are made one a cycle, the most spent first, and each once an hour", async () => {
    const { asked, after } = kept();
    for (const time of ["1s", "31s", "1m1s", "61m"]) await after(time);
    expect(asked).toEqual(["spent", "calm", "spent"]);
  });

  it("are remembered of an explanation that somebody wanted", async () => {
    const { forecasts, asked, after } = kept();
    expect(forecasts.of(slos[1]!, slos[1]!.worst)).toBeUndefined();
    await forecasts.explain(slos[1]!.slo.id);
    expect(forecasts.of(slos[1]!, slos[1]!.worst)).toEqual({ kind: "too-young" });
    await after("1s");
    expect(asked).toEqual(["spent", "calm"]);
  });
});
