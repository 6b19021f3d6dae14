import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Journal, JournalUnavailable } from "../../../src/governance/journal.ts";
import { freeze } from "../../../src/governance/checkpoint.ts";
import { timestamp } from "../../../src/model/units.ts";
import { openMemoryJournal } from "../../../src/store/memory.ts";
import { openSqliteJournal } from "../../../src/store/sqlite.ts";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { transition } from "../../store/events.ts";
import { deskOver, someTime, takeSeat } from "./acts.ts";

const inMemory = async (work: (journal: Journal) => Promise<void>): Promise<void> =>
  work(openMemoryJournal());

async function onDisk(work: (journal: Journal) => Promise<void>): Promise<void> {
  const folder = temporaryFolder("desk");
  const journal = openSqliteJournal({ folder, warn: () => undefined });
  try {
    await work(journal);
  } finally {
    await journal.close();
    removeFolder(folder);
  }
}

describe.each([
  ["memory", inMemory],
  ["SQLite", onDisk],
] as const)("a desk over a journal in %s", (_name, withJournal) => {
  it("records what was decided and knows it at once", () =>
    withJournal(async (journal) => {
      const desk = deskOver(journal);
      const result = await desk.act(takeSeat("alice@example.org", 2));
      expect(result).toEqual({ ok: true, answer: { taken: 1 }, replayed: false });
      expect([...desk.state().tokens.values()].map(({ subject }) => subject)).toEqual(["alice@example.org"]);
      expect(await journal.head()).toEqual(desk.state().head);
    }));

  it("appends nothing when it is refused", () =>
    withJournal(async (journal) => {
      const result = await deskOver(journal).act(takeSeat("alice@example.org", 0));
      expect(result).toMatchObject({ ok: false, refused: "conflict" });
      expect((await journal.head()).seq).toBe(0);
    }));

  it("knows after a restart what was decided before it", () =>
    withJournal(async (journal) => {
      await deskOver(journal).act(takeSeat("alice@example.org", 2));
      const again = deskOver(journal);
      await again.refresh();
      expect(again.state().tokens.size).toBe(1);
    }));

  it("gives the last of two seats to one, however many ask at the same instant at two desks", () =>
    withJournal(async (journal) => {
      const desks = [deskOver(journal), deskOver(journal)];
      const people = Array.from({ length: 20 }, (_, n) => `person-${n}@example.org`);
      const results = await Promise.all(people.map((who, n) => desks[n % 2]!.act(takeSeat(who, 2))));
      expect(results.filter(({ ok }) => ok)).toHaveLength(2);
      const answers = results.flatMap((each) => (each.ok ? [each.answer.taken] : []));
      expect(answers.toSorted()).toEqual([1, 2]);
      expect((await journal.head()).seq).toBe(2);
    }));

  it("decides anew on what came when the journal moved on under it", () =>
    withJournal(async (journal) => {
      const desk = deskOver(journal);
      let asked = 0;
      const result = await desk.act((state, occasion) => {
        asked++;
        // Somebody who knows nothing of this desk appends between its reading and its writing.
        if (asked === 1) void journal.append([transition()]);
        return takeSeat("alice@example.org", 1)(state, occasion);
      });
      expect(result.ok).toBe(true);
      expect(asked).toBe(2);
      expect((await journal.read(1, 10)).map(({ kind }) => kind)).toEqual([
        "state-transition",
        "token-created",
      ]);
    }));

  it("answers the same key with the same answer, and does the deed once", () =>
    withJournal(async (journal) => {
      const idempotency = { key: "k1", request: "r1" };
      const desks = [deskOver(journal), deskOver(journal)];
      const results = await Promise.all(
        [0, 1, 0, 1].map((n) => desks[n]!.act(takeSeat("alice@example.org", 9), { idempotency })),
      );
      expect(results.map((each) => each.ok && each.answer)).toEqual(results.map(() => ({ taken: 1 })));
      expect(results.filter((each) => each.ok && !each.replayed)).toHaveLength(1);
      expect(desks[0]!.state().tokens.size).toBe(1);
    }));

  it("refuses a key that comes again with another request", () =>
    withJournal(async (journal) => {
      const desk = deskOver(journal);
      await desk.act(takeSeat("alice@example.org", 9), { idempotency: { key: "k1", request: "r1" } });
      const other = await desk.act(takeSeat("alice@example.org", 9), {
        idempotency: { key: "k1", request: "r2" },
      });
      expect(other).toMatchObject({ ok: false, refused: "conflict" });
      expect(desk.state().tokens.size).toBe(1);
    }));
});

describe("a desk", () => {
  it("forgets answers after a day, oldest first", async () => {
    let now = someTime;
    const desk = deskOver(openMemoryJournal(), () => now);
    const act = (key: string) =>
      desk.act(takeSeat("alice@example.org", 9), { idempotency: { key, request: "r" } });
    await act("k1");
    now = timestamp(now + 86_399);
    await act("k2");
    expect([...desk.state().answers.keys()]).toEqual(["k1", "k2"]);
    now = timestamp(now + 1);
    await act("k3");
    expect([...desk.state().answers.keys()]).toEqual(["k2", "k3"]);
    expect(await act("k1")).toMatchObject({ replayed: false });
  });

  it("never decides at a time before the last entry, whatever the clock says", async () => {
    let now = someTime;
    const desk = deskOver(openMemoryJournal(), () => now);
    await desk.act(takeSeat("alice@example.org", 9));
    now = timestamp(now - 3_600);
    await desk.act((state, occasion) => {
      expect(occasion.now).toBe(someTime);
      return takeSeat("bob@example.org", 9)(state, occasion);
    });
  });

  it("says that the journal is unavailable, and still answers reads", async () => {
    const journal = openMemoryJournal();
    const desk = deskOver(journal);
    await desk.act(takeSeat("alice@example.org", 9));
    await journal.close();
    await expect(desk.act(takeSeat("bob@example.org", 9))).rejects.toThrow(JournalUnavailable);
    await expect(desk.refresh()).rejects.toThrow(JournalUnavailable);
    expect(desk.state().tokens.size).toBe(1);
    expect(desk.readAt()).toBe(someTime);
  });

  it("starts from a checkpoint and what came after it, and does not read what came before", async () => {
    const journal = openMemoryJournal();
    const first = deskOver(journal);
    await first.act(takeSeat("alice@example.org", 9));
    const checkpoint = { head: first.state().head, state: freeze(first.state()) };
    await first.act(takeSeat("bob@example.org", 9));
    const read: number[] = [];
    const again = deskOver({
      ...journal,
      read: (from, ...rest) => {
        read.push(from);
        return journal.read(from, ...rest);
      },
      checkpoints: { load: async () => checkpoint, save: async () => undefined },
    });
    expect([...(await again.refresh()).tokens.values()].map(({ subject }) => subject)).toEqual([
      "alice@example.org",
      "bob@example.org",
    ]);
    expect(read).toEqual([2]);
  });

  it("tells whoever leads no more that another one does", async () => {
    const journal = openMemoryJournal();
    const desk = deskOver({ ...journal, append: async () => ({ ok: false, code: "not-leader" }) });
    const result = await desk.act(takeSeat("alice@example.org", 9), { epoch: 1 });
    expect(result).toMatchObject({ ok: false, refused: "conflict" });
  });

  it("gives up in words when others are always faster", async () => {
    const journal = openMemoryJournal();
    const moved = { ok: false, code: "head-moved", head: await journal.head() } as const;
    const desk = deskOver({ ...journal, append: async () => moved });
    await expect(desk.act(takeSeat("alice@example.org", 9))).rejects.toThrow(/others were faster/);
  });

  it("decides nothing on a journal with a hole in it", async () => {
    const journal = openMemoryJournal();
    await journal.append([transition(), transition(), transition()]);
    const holed = async (from: number, limit: number) =>
      (await journal.read(from, limit)).filter(({ seq }) => seq !== 2);
    const desk = deskOver({ ...journal, read: holed });
    await expect(desk.act(takeSeat("alice@example.org", 9))).rejects.toThrow(/no entry 2/);
  });

  it("never gives more seats than there are, in any interleaving of reads and appends", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.nat({ max: 2 }), { minLength: 2, maxLength: 8 }),
        async (scheduler, seats, askedAt) => {
          const journal = openMemoryJournal();
          const slow = {
            read: scheduler.scheduleFunction(journal.read),
            append: scheduler.scheduleFunction(journal.append),
          };
          const desks = [deskOver(slow), deskOver(slow), deskOver(slow)];
          const acts = Promise.all(
            askedAt.map((desk, n) => desks[desk]!.act(takeSeat(`person-${n}@example.org`, seats))),
          );
          const results = await scheduler.waitFor(acts);
          expect(results.filter(({ ok }) => ok)).toHaveLength(Math.min(seats, askedAt.length));
          expect((await journal.head()).seq).toBe(Math.min(seats, askedAt.length));
        },
      ),
      { numRuns: 60 },
    );
  });
});
