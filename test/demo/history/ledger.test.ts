import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { termsOf, writeLedger, type Entry, type PromisedSlo } from "../../../demo/history/ledger.ts";
import { parseObjective } from "../../../src/model/decimals.ts";
import type { Seconds } from "../../../src/model/units.ts";
import { calendarWindow, longestLength } from "../../../src/model/window.ts";
import { ongoing, story, type Storyline } from "../../../demo/history/story.ts";

const day = 86_400;
const window = 30 * day;
const requests: PromisedSlo["sli"] = { kind: "latency", histogram: { matchers: [] }, threshold: 0.3 };
const seconds: PromisedSlo["sli"] = { kind: "gauge", selector: { matchers: [] } };
const anything = { matchers: [] };
const journey = { name: "buy-a-book", runs: anything, every: 10 as Seconds };
const runs: PromisedSlo["sli"] = {
  kind: "journey",
  journey,
  failed: anything,
  counting: { kind: "allRuns" },
};
const timed: PromisedSlo["sli"] = { kind: "latency", histogram: anything, threshold: 2, journey };
const promised = (objective: string, sli: PromisedSlo["sli"] = requests): PromisedSlo => ({
  sli,
  objective: parseObjective(objective)!,
  window: { kind: "rolling", length: window as Seconds },
});
const slos: Readonly<Record<string, PromisedSlo>> = {
  "checkout.availability": promised("99.9%"),
  "checkout.latency": promised("99%"),
  "payments.availability": promised("99.95%"),
  "payments.database-breaker": promised("99%", seconds),
  "database.latency": promised("99.95%"),
  "database.availability": promised("99.99%"),
  "search.availability": promised("99.5%"),
  "search.contract": { ...promised("99%"), window: calendarWindow("month", "Europe/Berlin") },
  "search.up": promised("99%", seconds),
  "bookshop.buy": promised("99.95%", runs),
  "bookshop.buy-latency": promised("99%", timed),
};
const sloOf = ({ service, slo }: Storyline): PromisedSlo => slos[`${service}.${slo}`]!;
const budgetOf = (line: Storyline): number => sloOf(line).objective.budget;
const written = (line: Storyline, now: number): readonly Entry[] =>
  writeLedger(line, termsOf(line, sloOf(line)), now).entries;
const total = (entries: readonly Entry[], key: "bad" | "total"): number =>
  entries.reduce((sum, entry) => sum + entry[key], 0);
const within = (entries: readonly Entry[], from: number, to: number): readonly Entry[] =>
  entries.filter(({ end }) => end > from && end <= to);

const anyNow = fc.integer({ min: 1_600_000_000, max: 2_000_000_000 });
const lines = story.map((line) => [`${line.service} ${line.slo} ${line.region ?? ""}`.trim(), line] as const);

describe("the prepared history", () => {
  it.each(lines)(
    "of %s holds exactly the consumed budget its story tells, whenever it is told",
    (_name, line) => {
      fc.assert(
        fc.property(anyNow, (now) => {
          const entries = within(written(line, now), now - longestLength(sloOf(line).window), now);
          const oneEvent = 1 / (budgetOf(line) * total(entries, "total"));
          const consumed = total(entries, "bad") / total(entries, "total") / budgetOf(line);
          expect(Math.abs(consumed - line.consumed)).toBeLessThanOrEqual(1.01 * oneEvent);
        }),
        { numRuns: 10 },
      );
    },
  );

  it.each(lines)("of %s never counts more bad events than events, and only whole ones", (_name, line) => {
    fc.assert(
      fc.property(anyNow, (now) => {
        const wrong = written(line, now).filter(
          ({ bad, total: all }) =>
            !(Number.isInteger(bad) && Number.isInteger(all) && bad >= 0 && bad <= all),
        );
        expect(wrong).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  it("fills its window without a gap and reaches an hour further back and one interval ahead", () => {
    const entries = written(story[0]!, 1_795_000_000);
    expect(within(entries, 1_795_000_000 - window, 1_795_000_000)).toHaveLength(17_280);
    expect(entries).toHaveLength(17_280 + 24 + 1);
    expect(entries.every(({ end }, n) => n === 0 || end - entries[n - 1]!.end === 150)).toBe(true);
  });

  it("burns in the last forty minutes at the ratio at which the live shop goes on", () => {
    const line = story.find(({ service, slo }) => service === ongoing.service && slo === "availability")!;
    fc.assert(
      fc.property(anyNow, (now) => {
        const recent = within(written(line, now), now - ongoing.began, now);
        const ratio = total(recent, "bad") / total(recent, "total");
        expect(ratio).toBeGreaterThan(ongoing.errorRatio);
        expect(ratio).toBeLessThan(ongoing.errorRatio + 0.001);
      }),
      { numRuns: 20 },
    );
  });

  it("knows night and weekend", () => {
    const entries = written(story[0]!, Date.UTC(2026, 10, 23) / 1_000);
    const busy = (from: number) => total(within(entries, from, from + 3_600), "total");
    const at = (date: number, hour: number) => Date.UTC(2026, 10, date, hour) / 1_000;
    expect(busy(at(18, 13))).toBeGreaterThan(3 * busy(at(18, 1)));
    expect(busy(at(22, 13))).toBeLessThan(0.85 * busy(at(20, 13)));
  });

  it("is the same history for the same moment", () => {
    expect(written(story[2]!, 1_795_000_000)).toEqual(written(story[2]!, 1_795_000_000));
  });

  it("refuses a story whose incidents cost more than was consumed", () => {
    const incidents = [{ began: 5 * day, lasted: day, share: 0.3 }];
    expect(() => written({ ...story[0]!, consumed: 0.2, incidents }, 1_795_000_000)).toThrow("cost more");
  });

  it("refuses an incident that would have to fail more requests than there were", () => {
    const incidents = [{ began: 5 * day, lasted: 600, share: 1 }];
    expect(() => written({ ...story[2]!, consumed: 2, incidents }, 1_795_000_000)).toThrow("of its traffic");
  });
});
