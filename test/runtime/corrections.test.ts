import { describe, expect, it } from "vitest";
import type { CorrectedPeriod } from "../../src/model/correction.ts";
import type { Slo } from "../../src/model/slo.ts";
import { timestamp, type Timestamp } from "../../src/model/units.ts";
import type { Ask } from "../../src/query/port.ts";
import { askCorrections, correctionsKnown, nothingKept } from "../../src/runtime/corrections.ts";
import { observation } from "../support/observations.ts";
import { duration, slo } from "../support/slos.ts";
import { earlier, later, noon } from "../support/snapshots.ts";
import { refused } from "./world.ts";

const outage: CorrectedPeriod = {
  id: "co-1",
  from: earlier("3h"),
  to: earlier("2h"),
  effect: "drop",
  group: {},
};

/** A source whose ledger holds 7 bad of 90 events in 24 samples wherever it is asked; it can be struck dumb. */
function source() {
  const asked: { query: string; at: Timestamp | undefined }[] = [];
  const says = { isDumb: false, throws: false };
  const ask: Ask = async (queries, at) => {
    if (says.throws) throw new Error("broke its word");
    asked.push(...queries.map((query) => ({ query, at })));
    return queries.map((_, index) => {
      if (says.isDumb) return refused;
      const value = [7, 90, 24][index] ?? 0;
      return { kind: "vector", samples: [{ labels: { slo_id: slo().id }, value }], warnings: [] };
    });
  };
  return { ask, asked, says, pause: async () => undefined };
}

/** Cycles over one SLO, one upon the other. */
function cycles(of: Slo = slo()) {
  const world = source();
  let kept = nothingKept;
  return {
    ...world,
    run: async (at: Timestamp, ...periods: readonly CorrectedPeriod[]) => {
      const observations = new Map([[of.id, observation({ slo: of.id, at })]]);
      const result = await askCorrections(
        world,
        new Map([[of.id, of]]),
        observations,
        () => periods,
        at,
        kept,
      );
      kept = result.kept;
      return { queries: result.queries, known: correctionsKnown(of, periods, kept, "nobody asked") };
    },
  };
}
const countsOf = (known: ReturnType<typeof correctionsKnown>) =>
  (known?.taken.get("") ?? []).map(({ effect, count }) => ({ effect, ...count }));

describe("what lies in corrected periods", () => {
  it("is asked of nobody where nothing is corrected", async () => {
    expect(await cycles().run(noon)).toEqual({ queries: 0, known: undefined });
  });

  it("is asked once while the whole of it lies in the past, and again within the hour only if it must", async () => {
    const of = cycles();
    const first = await of.run(noon, outage);
    expect(first.queries).toBe(3);
    expect(countsOf(first.known)).toEqual([{ effect: "drop", bad: 7, total: 90, samples: 24 }]);
    const second = await of.run(later("30s"), outage);
    expect([second.queries, second.known]).toEqual([0, first.known]);
    expect((await of.run(later("1h1m"), outage)).queries).toBe(3);
  });

  it("is asked in every cycle while it goes on, and while the window forgets it", async () => {
    const running = { ...outage, to: later("1h") };
    const leaving = {
      ...outage,
      from: timestamp(noon - duration("30d") - 600),
      to: timestamp(noon - duration("30d") + 7_200),
    };
    for (const period of [running, leaving]) {
      const of = cycles();
      await of.run(noon, period);
      expect((await of.run(later("30s"), period)).queries).toBe(3);
    }
  });

  it("is another question as soon as the periods are others", async () => {
    const of = cycles();
    await of.run(noon, outage);
    const more = { ...outage, id: "co-2", from: earlier("9h"), to: earlier("8h") };
    const { queries, known } = await of.run(later("30s"), outage, more);
    expect([queries, countsOf(known).length]).toEqual([3, 2]);
  });
});

describe("a source that does not answer what lies in them", () => {
  it("is believed for one cycle by what it said last, and not known after that", async () => {
    const of = cycles();
    const running = { ...outage, to: later("1h") };
    const { known } = await of.run(noon, running);
    of.says.isDumb = true;
    expect((await of.run(later("30s"), running)).known).toEqual(known);
    const silent = (await of.run(later("1m"), running)).known;
    expect(silent).toEqual({
      taken: new Map(),
      silent: "corrections could not be counted: connection refused",
    });
  });

  it("is not known at once where it was never asked of these periods", async () => {
    const of = cycles();
    of.says.isDumb = true;
    expect((await of.run(noon, outage)).known?.silent).toContain("connection refused");
  });

  it("costs nothing that is settled already", async () => {
    const of = cycles();
    const { known } = await of.run(noon, outage);
    of.says.isDumb = true;
    for (const after of ["30s", "2h", "3h"])
      expect((await of.run(later(after), outage)).known).toEqual(known);
  });

  it("leaves periods that were approved while it was silent unknown, rather than as if they had not been", async () => {
    const of = cycles();
    await of.run(noon, outage);
    const approved = { ...outage, id: "co-2", from: earlier("9h") };
    expect(correctionsKnown(slo(), [outage, approved], nothingKept, "silence")).toMatchObject({
      silent: expect.stringContaining("silence") as string,
    });
    expect(correctionsKnown(slo(), [], nothingKept, "silence")).toBeUndefined();
  });
});
