import { describe, expect, it } from "vitest";
import { type Journal, type JournalEvent, JournalUnavailable } from "../../../src/governance/journal.ts";
import { createSteward, type Duty } from "../../../src/runtime/governance/steward.ts";
import { soleLeader } from "../../../src/runtime/leadership.ts";
import { openMemoryJournal } from "../../../src/store/memory.ts";
import { snapshotOf } from "../../support/snapshots.ts";
import { transition } from "../../store/events.ts";
import { deskOver } from "./acts.ts";

const snapshot = snapshotOf([]);
/** Due once: as soon as the journal has it, nothing is. */
const once: Duty = (state): readonly JournalEvent[] => (state.head.seq === 0 ? [transition()] : []);

function stewardOver(journal: Journal, duties: readonly Duty[], leadership = soleLeader) {
  const logged: string[] = [];
  const log = (message: string) => void logged.push(message);
  const ports = { desk: deskOver(journal), duties, leadership, log: { info: log, warn: log, error: log } };
  return { steward: createSteward(ports), logged, desk: ports.desk };
}

describe("a steward", () => {
  it("appends what is due after a cycle, once, and says it in words", async () => {
    const journal = openMemoryJournal();
    const { steward, logged } = stewardOver(journal, [once]);
    await steward.attend(snapshot);
    await steward.attend(snapshot);
    expect((await journal.head()).seq).toBe(1);
    expect(logged).toEqual([
      "checkout.availability.production went from healthy to watch with 51 % of its budget consumed",
    ]);
  });

  it("leaves it to the leader where it does not lead", async () => {
    const journal = openMemoryJournal();
    const { steward } = stewardOver(journal, [once], { ...soleLeader, epoch: () => undefined });
    await steward.attend(snapshot);
    expect((await journal.head()).seq).toBe(0);
  });

  it("takes in what others have recorded", async () => {
    const journal = openMemoryJournal();
    const { steward, desk } = stewardOver(journal, []);
    await journal.append([transition()]);
    await steward.refresh();
    expect(desk.state().head.seq).toBe(1);
  });

  it("holds no cycle up when the journal is ill, says so once, and when it is well again", async () => {
    const journal = openMemoryJournal();
    let isIll = true;
    const flaky: Journal = {
      ...journal,
      read: async (...asked) => {
        if (isIll) throw new JournalUnavailable("no disk");
        return journal.read(...asked);
      },
    };
    const { steward, logged } = stewardOver(flaky, [once]);
    await steward.refresh();
    await steward.attend(snapshot);
    expect(logged).toHaveLength(1);
    isIll = false;
    await steward.refresh();
    expect(logged.at(-1)).toBe("the journal answers again");
  });

  it("is not kept from its other duties by one that fails", async () => {
    const journal = openMemoryJournal();
    const broken: Duty = () => {
      throw new Error("a fault");
    };
    const { steward, logged } = stewardOver(journal, [broken, once]);
    await steward.attend(snapshot);
    expect((await journal.head()).seq).toBe(1);
    expect(logged).toHaveLength(2);
  });
});
