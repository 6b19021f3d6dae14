import { describe, expect, it } from "vitest";
import { newsBetween, watchCycles } from "../../../src/http/events/cycles.ts";
import type { Snapshot } from "../../../src/runtime/snapshot.ts";
import { judged, snapshotOf } from "../../support/snapshots.ts";

const at = (
  cycle: number,
  ...consumed: readonly (readonly [name: string, consumed: number])[]
): Snapshot => ({
  ...snapshotOf(consumed.map(([name, share]) => judged({ slo: { name }, consumed: share }))),
  cycle,
});

describe("the news of a cycle", () => {
  it("names the SLOs that moved, came and went", () => {
    const news = newsBetween(
      at(1, ["same", 0.1], ["worse", 0.1], ["gone", 0.6]),
      at(2, ["same", 0.11], ["worse", 1.2], ["new", 0.8]),
    );
    expect(news).toMatchObject({ cycle: 2, at: "2026-11-22T12:00:00.000Z", more: 0 });
    expect(news.changed).toEqual([
      { slo: "checkout.new.production", to: "caution" },
      { slo: "checkout.worse.production", from: "healthy", to: "frozen" },
      { slo: "checkout.gone.production", from: "watch" },
    ]);
  });

  it("counts, beyond a hundred, how many more there are", () => {
    const all = (consumed: number) =>
      Array.from({ length: 250 }, (_, index) => [`slo-${index}`, consumed] as const);
    const news = newsBetween(at(1, ...all(0)), at(2, ...all(2)));
    expect([news.changed.length, news.more]).toEqual([100, 150]);
  });

  it("is told once, of the newest cycle, and not of those that nobody listened to", () => {
    let current: Snapshot | undefined;
    const watch = watchCycles({ current: () => current });
    expect(watch.next()).toBeUndefined();
    current = at(1, ["a", 0]);
    watch.forget();
    expect(watch.next()).toBeUndefined();
    current = at(3, ["a", 1]);
    expect(watch.next()).toMatch(/^event: cycle\ndata: \{"cycle":3,.*"to":"frozen".*\}\n\n$/);
    expect(watch.next()).toBeUndefined();
  });

  it("is told at once to those who know another one, without saying what moved since", () => {
    const watch = watchCycles({ current: () => at(3, ["a", 1]) });
    expect(watch.since(3)).toBeUndefined();
    expect(watch.since(2)).toMatch(/^event: cycle\ndata: \{"cycle":3,.*"changed":\[\],"more":0\}\n\n$/);
    expect(watchCycles({ current: () => undefined }).since(1)).toBeUndefined();
  });
});
