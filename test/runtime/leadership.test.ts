import { describe, expect, it, onTestFinished } from "vitest";
import type { Journal } from "../../src/governance/journal.ts";
import { JournalUnavailable } from "../../src/governance/journal.ts";
import type { Leadership } from "../../src/runtime/leadership.ts";
import { openMemoryJournal } from "../../src/store/memory.ts";
import { told, world, type World } from "./world.ts";

const id = "checkout.availability.production";

/** A shared journal that takes appends of the present epoch alone, as PostgreSQL does; the test says who leads. */
function throne() {
  const memory = openMemoryJournal();
  let epoch = 0;
  let king: number | undefined;
  const broken = { now: false, afterWriting: false };
  const journal: Journal = {
    ...memory,
    append: async (events, options) => {
      if (broken.now) throw new JournalUnavailable("connection refused");
      if (options?.epoch !== undefined && options.epoch !== epoch) return { ok: false, code: "not-leader" };
      const result = await memory.append(events, options);
      if (broken.afterWriting) throw new JournalUnavailable("the connection broke before the answer");
      return result;
    },
    read: (...asked) =>
      broken.now ? Promise.reject(new JournalUnavailable("connection refused")) : memory.read(...asked),
    head: () => (broken.now ? Promise.reject(new JournalUnavailable("connection refused")) : memory.head()),
  };
  const seat = (who: number): Leadership => ({
    epoch: () => (king === who ? epoch : undefined),
    latest: () => epoch,
    onChange: () => () => undefined,
    stop: async () => undefined,
  });
  return {
    journal,
    broken,
    seat,
    crown: (who: number) => {
      epoch += 1;
      king = who;
    },
    depose: () => (king = undefined),
  };
}

async function replica(journal: Journal, leadership: Leadership, bad = 0): Promise<World> {
  const of = world({ journal, leadership });
  of.says.set(id, { bad });
  await of.runtime.start();
  onTestFinished(() => of.runtime.stop());
  return of;
}

const hears = async (of: World, bad: number): Promise<string | undefined> => {
  of.says.set(id, { bad });
  return (await of.cycle()).byId.get(id)?.standing.state;
};

describe("two replicas on one journal", () => {
  it("both judge, and only the leader journals", async () => {
    const { journal, seat, crown } = throne();
    crown(1);
    const [one, two] = [await replica(journal, seat(1)), await replica(journal, seat(2))];
    for (const of of [two, one]) expect(await hears(of, 600)).toBe("watch");
    expect(await told(journal)).toEqual(["healthy → watch"]);
    expect(two.runtime.current()?.journal).toEqual({ writable: true, waiting: 0 });
  });

  it("journal nothing twice when the lead changes hands", async () => {
    const { journal, seat, crown } = throne();
    crown(1);
    const [one, two] = [await replica(journal, seat(1)), await replica(journal, seat(2))];
    for (const of of [one, two]) await hears(of, 600);
    crown(2);
    for (const of of [one, two]) await hears(of, 600);
    for (const of of [one, two]) await hears(of, 1_200);
    expect(await told(journal)).toEqual(["healthy → watch", "watch → frozen"]);
  });

  it("lose nothing that the former leader had seen and not journalled", async () => {
    const { journal, seat, crown } = throne();
    crown(1);
    const [one, two] = [await replica(journal, seat(1)), await replica(journal, seat(2))];
    await hears(two, 600);
    await one.runtime.stop();
    crown(2);
    expect(await hears(two, 600)).toBe("watch");
    expect(await told(journal)).toEqual(["healthy → watch"]);
  });

  it("forget what waited in one that another has succeeded", async () => {
    const { journal, seat, crown, depose, broken } = throne();
    crown(1);
    const one = await replica(journal, seat(1));
    broken.now = true;
    await hears(one, 600);
    depose();
    await hears(one, 600);
    broken.now = false;
    crown(2);
    const two = await replica(journal, seat(2), 950);
    await hears(one, 950);
    expect(one.runtime.current()?.journal).toEqual({ writable: true, waiting: 0 });
    crown(1);
    await hears(one, 950);
    await two.runtime.stop();
    expect(await told(journal)).toEqual(["healthy → restricted"]);
  });

  it("give the journal every move that nobody could write while it was away", async () => {
    const { journal, seat, crown, depose, broken } = throne();
    crown(1);
    const one = await replica(journal, seat(1));
    broken.now = true;
    depose();
    for (const bad of [600, 950]) await hears(one, bad);
    expect(one.runtime.current()?.journal).toMatchObject({ writable: false, waiting: 2 });
    broken.now = false;
    crown(1);
    await hears(one, 950);
    expect(await told(journal)).toEqual(["healthy → watch", "watch → restricted"]);
  });

  it("do not repeat a move that was written although the answer was lost", async () => {
    const { journal, seat, crown, broken } = throne();
    crown(1);
    const one = await replica(journal, seat(1));
    broken.afterWriting = true;
    await hears(one, 600);
    expect(one.runtime.current()?.journal).toMatchObject({ writable: false, waiting: 1 });
    broken.afterWriting = false;
    await hears(one, 600);
    expect(one.runtime.current()?.journal).toEqual({ writable: true, waiting: 0 });
    expect(await told(journal)).toEqual(["healthy → watch"]);
  });

  it("follow the leader's journal where it moved on without them", async () => {
    const { journal, seat, crown } = throne();
    crown(1);
    const [one, two] = [await replica(journal, seat(1)), await replica(journal, seat(2))];
    await hears(one, 950);
    // Under the threshold, above the margin: who knows of the state keeps it.
    expect(await hears(two, 870)).toBe("restricted");
  });
});
