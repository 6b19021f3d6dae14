import { describe, expect, it } from "vitest";
import { JournalUnavailable, type Journal } from "../../src/governance/journal.ts";
import { openMemoryJournal } from "../../src/store/memory.ts";
import { slo } from "../support/slos.ts";
import { later } from "../support/snapshots.ts";
import { told, world, type Given, type World } from "./world.ts";

const id = "checkout.availability.production";

/** Runs a world through one bad number after another, then ends it as a process would end. */
async function live(given: Given, bads: readonly number[], before?: (of: World) => void): Promise<World> {
  const of = world(given);
  of.says.set(id, { bad: bads[0] ?? 0 });
  before?.(of);
  await of.runtime.start();
  for (const bad of bads.slice(1)) {
    of.says.set(id, { bad });
    await of.cycle();
  }
  await of.runtime.stop();
  return of;
}

const stateOf = (of: World) => of.runtime.current()?.byId.get(id)?.standing;

describe("the journal of states", () => {
  it("holds each transition once", async () => {
    const { journal } = await live({}, [100, 600, 620, 1_200, 1_200]);
    expect(await told(journal)).toEqual(["healthy → watch", "watch → frozen"]);
  });

  it("is not told of SLOs that begin healthy", async () => {
    const slos = Array.from({ length: 20 }, (_, index) => slo({ name: `slo-${index}` }));
    const { journal } = await live({ slos }, [0, 0]);
    expect(await told(journal)).toEqual([]);
  });

  it("lets a restart repeat nothing, and keeps the state with its hysteresis", async () => {
    const { journal } = await live({}, [950]);
    const again = await live({ journal, at: later("5m") }, [870]);
    expect(stateOf(again)).toMatchObject({ state: "restricted" });
    expect(await told(journal)).toEqual(["healthy → restricted"]);
  });

  it("remembers through a restart what an unreachable Prometheus hid", async () => {
    const of = world();
    of.says.set(id, { bad: 950 });
    await of.runtime.start();
    of.down.add("default");
    await of.cycle();
    await of.cycle();
    await of.runtime.stop();
    const again = await live({ journal: of.journal, at: later("5m") }, [870]);
    expect(stateOf(again)?.state).toBe("restricted");
    expect(await told(of.journal)).toEqual([
      "healthy → restricted",
      "restricted → unknown (prometheus-unreachable)",
      "unknown → restricted",
    ]);
  });

  it("judges by a new objective at once after a restart, without the old hysteresis", async () => {
    const { journal } = await live({}, [950]);
    const eased = await live({ journal, slos: [slo({ objective: "99.8%" })], at: later("5m") }, [950]);
    expect(stateOf(eased)?.state).toBe("healthy");
  });

  it("says which group moved", async () => {
    const journal = openMemoryJournal();
    const byRegion = slo({ groupBy: ["region"] });
    await live({ journal, slos: [byRegion] }, [950], (of) =>
      of.says.set(id, { bad: 950, group: { region: "eu" } }),
    );
    const [entry] = await journal.read(1, 10);
    expect(entry).toMatchObject({ subject: id, actor: "nines", payload: { group: { region: "eu" } } });
  });
});

/** A journal whose disk can fill up. */
function fragile(): { journal: Journal; full: { now: boolean } } {
  const memory = openMemoryJournal();
  const full = { now: false };
  const guard = <T>(work: () => Promise<T>): Promise<T> =>
    full.now ? Promise.reject(new JournalUnavailable("the disk is full")) : work();
  return {
    full,
    journal: {
      ...memory,
      append: (events, options) => guard(() => memory.append(events, options)),
      read: (from, limit, filter) => guard(() => memory.read(from, limit, filter)),
    },
  };
}

describe("a journal that cannot be written", () => {
  it("does not keep states from being judged, and gets every transition once it can", async () => {
    const { journal, full } = fragile();
    const of = world({ journal });
    await of.runtime.start();
    full.now = true;
    of.says.set(id, { bad: 950 });
    const without = await of.cycle();
    expect(without.journal).toMatchObject({ writable: false, waiting: 1, error: "the disk is full" });
    expect(stateOf(of)?.state).toBe("restricted");
    of.says.set(id, { bad: 1_300 });
    expect((await of.cycle()).journal.waiting).toBe(2);
    full.now = false;
    expect((await of.cycle()).journal).toEqual({ writable: true, waiting: 0 });
    expect(await told(journal)).toEqual(["healthy → restricted", "restricted → frozen"]);
    expect(of.logged.filter((line) => line.includes("cannot be journalled"))).toHaveLength(1);
    await of.runtime.stop();
  });

  it("does not keep nines from starting", async () => {
    const { journal, full } = fragile();
    full.now = true;
    const of = await live({ journal }, [100]);
    expect(stateOf(of)?.state).toBe("healthy");
    expect(of.logged.some((line) => line.includes("cannot be read"))).toBe(true);
  });
});
