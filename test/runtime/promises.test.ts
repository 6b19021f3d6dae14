import { describe, expect, it } from "vitest";
import type { Journal } from "../../src/governance/journal.ts";
import { slo } from "../support/slos.ts";
import { openDesk } from "../../src/runtime/governance/open-desk.ts";
import { keepPromises } from "../../src/runtime/governance/promises.ts";
import type { Leadership } from "../../src/runtime/leadership.ts";
import { openMemoryJournal } from "../../src/store/memory.ts";
import { judged, later, noon, snapshotOf } from "../support/snapshots.ts";

const id = slo().id;
const frozen = snapshotOf([judged({ consumed: 1.2 })]);
const before = frozen.spec.definitions;
const easier = { ...before, slos: [slo({ objective: "90%" })] };
/** What the cycle after the edit finds: under the easier promise all is well. */
const well = snapshotOf([judged({ slo: { objective: "90%" }, consumed: 0.1 })]);
const none = new Map();

/** One replica at a journal, which leads or does not. */
async function replica(journal: Journal, leads = true, now = () => noon) {
  const logged: string[] = [];
  const log = (message: string) => void logged.push(message);
  let epoch = leads ? 0 : undefined;
  const leadership: Leadership = {
    epoch: () => epoch,
    latest: () => 0,
    onChange: () => () => undefined,
    stop: async () => undefined,
  };
  const desk = openDesk({ journal, now, pause: async () => undefined });
  await desk.refresh();
  const keeper = keepPromises({
    desk,
    leadership,
    now,
    log: { info: log, warn: log, error: log },
  });
  return { ...keeper, desk, logged, lead: () => void (epoch = 0) };
}
const loosenings = async (journal: Journal) =>
  (await journal.read(1, 100, { kinds: ["promise-loosened"] })).length;

describe("the keeper of promises", () => {
  it("says in the log what was made easier, and who may approve it", async () => {
    const journal = openMemoryJournal();
    const leader = await replica(journal);
    await leader.settle(before, none);
    leader.note(frozen);
    await leader.settle(easier, none);
    expect(leader.logged.at(-1)).toContain(
      `the promise of ${id} was made easier (objective) while it was frozen`,
    );
    expect([...leader.desk.state().loosenings.values()]).toMatchObject([{ slo: id, state: "frozen" }]);
  });

  it("repeats nothing: not in the next cycle, not after a restart, not on another replica", async () => {
    const journal = openMemoryJournal();
    const leader = await replica(journal);
    await leader.settle(before, none);
    leader.note(frozen);
    await leader.settle(easier, none);
    await leader.settle(easier, none);
    leader.note(well);
    await (await replica(journal)).settle(easier, none);
    await (await replica(journal)).settle(easier, none);
    expect(await loosenings(journal)).toBe(1);
  });

  it("ends a hold when its week is over, though nothing else has moved", async () => {
    const journal = openMemoryJournal();
    let time = noon;
    const leader = await replica(journal, true, () => time);
    await leader.settle(before, none);
    leader.note(frozen);
    await leader.settle(easier, none);
    time = later("6d23h");
    await leader.settle(easier, none);
    expect([...leader.desk.state().loosenings.values()][0]?.ended).toBeUndefined();
    time = later("7d");
    await leader.settle(easier, none);
    expect([...leader.desk.state().loosenings.values()][0]?.ended?.why).toBe("over");
  });

  it("knows after a restart where an SLO stood, from the standings that the journal kept", async () => {
    const journal = openMemoryJournal();
    await (await replica(journal)).settle(before, none);
    const restarted = await replica(journal);
    const { standing } = frozen.slos[0]!;
    await restarted.settle(easier, new Map([[id, new Map([["", standing]])]]));
    expect([...restarted.desk.state().loosenings.values()]).toMatchObject([{ state: "frozen" }]);
  });

  it("is taken over by a replica that has long judged by the easier promise itself", async () => {
    const journal = openMemoryJournal();
    await (await replica(journal)).settle(before, none);
    const follower = await replica(journal, false);
    await follower.settle(before, none);
    follower.note(frozen);
    // The leader died in between: this replica has read the edit, and found the SLO well under it.
    await follower.settle(easier, none);
    follower.note(well);
    expect(await loosenings(journal)).toBe(0);
    follower.lead();
    await follower.settle(easier, none);
    expect([...follower.desk.state().loosenings.values()]).toMatchObject([{ state: "frozen" }]);
  });

  it("goes on when the journal cannot be written, and finds it again", async () => {
    const journal = openMemoryJournal();
    let isIll = false;
    const append: Journal["append"] = (...given) =>
      isIll ? Promise.reject(new Error("disk full")) : journal.append(...given);
    const leader = await replica({ ...journal, append });
    await leader.settle(before, none);
    leader.note(frozen);
    isIll = true;
    await leader.settle(easier, none);
    expect(leader.logged.at(-1)).toContain("could not be journalled");
    leader.note(well);
    isIll = false;
    await leader.settle(easier, none);
    expect(await loosenings(journal)).toBe(1);
  });
});
