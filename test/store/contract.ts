import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  entries,
  type Journal,
  type JournalEvent,
  type JournalFilter,
  JournalUnavailable,
} from "../../src/governance/journal.ts";
import { type ChainKey, genesis } from "../../src/governance/chain.ts";
import { verify } from "../../src/governance/verify.ts";
import { isDropped } from "../../src/governance/retention.ts";
import { decided, definitionsLoaded, transition } from "./events.ts";

export interface Opened {
  journal: Journal;
  key: ChainKey;
  cleanUp: () => Promise<void>;
}

const collect = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
};

/** What every journal promises, whatever it is kept in. */
export function journalContract(name: string, open: () => Promise<Opened>): void {
  describe(`a journal in ${name}`, () => {
    let opened: Opened;
    let journal: Journal;
    beforeEach(async () => {
      opened = await open();
      journal = opened.journal;
    });
    afterEach(() => opened.cleanUp());
    const append = async (...events: JournalEvent[]) => {
      const result = await journal.append(events);
      if (!result.ok) throw new Error("the head moved although nothing was expected of it");
      return result.entries;
    };

    it("is empty at first: its head is the genesis", async () => {
      expect(await journal.head()).toEqual(genesis);
      expect(await journal.read(1, 10)).toEqual([]);
    });

    it("numbers entries from 1 without gaps and reads back what it answered", async () => {
      const first = await append(transition("a.b.c"), definitionsLoaded());
      const second = await append(transition("d.e.f"));
      expect([...first, ...second].map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect(await journal.read(1, 10)).toEqual([...first, ...second]);
    });

    it("ends where its last entry stands", async () => {
      const [, last] = await append(transition(), transition());
      expect(await journal.head()).toEqual({ seq: last!.seq, at: last!.at, hash: last!.hash });
    });

    it("keeps a chain that verifies", async () => {
      for (let n = 0; n < 20; n++) await append(transition("a.b.c", 1_700_000_000 + n));
      const result = verify(opened.key, await journal.read(1, 100));
      expect(result).toEqual({ ok: true, head: await journal.head(), checked: 20 });
    });

    it("never lets its time run backwards, even when the clock does", async () => {
      await append(transition("a.b.c", 2_000));
      const [late] = await append(transition("a.b.c", 1_000));
      expect(late!.at).toBe(2_000);
    });

    it("keeps milliseconds", async () => {
      const [entry] = await append(transition("a.b.c", 1_700_000_000.123));
      expect((await journal.read(1, 1))[0]!.at).toBe(1_700_000_000.123);
      expect(entry!.at).toBe(1_700_000_000.123);
    });

    it("reads from a place on, at most as many as asked for", async () => {
      await append(...Array.from({ length: 5 }, () => transition()));
      expect((await journal.read(2, 2)).map(({ seq }) => seq)).toEqual([2, 3]);
      expect(await journal.read(6, 10)).toEqual([]);
    });

    it("filters by kind and by subject before it counts the limit", async () => {
      await append(transition("a.b.c"), definitionsLoaded(), transition("d.e.f"), transition("a.b.c"));
      const seqs = async (...args: Parameters<Journal["read"]>) =>
        (await journal.read(...args)).map(({ seq }) => seq);
      expect(await seqs(1, 10, { kinds: ["definitions-loaded"] })).toEqual([2]);
      expect(await seqs(1, 10, { subject: "a.b.c" })).toEqual([1, 4]);
      expect(await seqs(2, 1, { kinds: ["state-transition"], subject: "a.b.c" })).toEqual([4]);
      expect(await seqs(1, 10, { kinds: [] })).toEqual([]);
    });

    it("hands out a long journal in pages without skipping or repeating", async () => {
      for (let n = 0; n < 5; n++) await append(...Array.from({ length: 500 }, () => transition()));
      const all = await collect(entries(journal));
      expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: 2_500 }, (_, n) => n + 1));
    });

    it("appends nothing when the head is no longer the expected one, and says where it is", async () => {
      await append(transition(), transition());
      const result = await journal.append([transition()], { expectedHead: 1 });
      expect(result).toEqual({ ok: false, code: "head-moved", head: await journal.head() });
      expect((await journal.head()).seq).toBe(2);
    });

    it("lets exactly one of many win who decided on the same head", async () => {
      const results = await Promise.all(
        Array.from({ length: 20 }, () => journal.append([transition()], { expectedHead: 0 })),
      );
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect((await journal.head()).seq).toBe(1);
    });

    it("writes all events of a call or none", async () => {
      const impossible = definitionsLoaded();
      (impossible.payload as { hash: unknown }).hash = Number.NaN;
      await expect(journal.append([transition(), impossible])).rejects.toThrow(TypeError);
      expect((await journal.head()).seq).toBe(0);
      expect(await append(transition())).toHaveLength(1);
    });

    it("reads from the newest entry backwards, before a place", async () => {
      await append(...Array.from({ length: 5 }, () => transition()));
      const read = async (before: number) =>
        (await journal.read(1, 2, { before, newestFirst: true })).map(({ seq }) => seq);
      expect(await read(6)).toEqual([5, 4]);
      expect(await read(4)).toEqual([3, 2]);
      expect(await read(1)).toEqual([]);
    });

    it("finds what somebody did, and the decisions about a service", async () => {
      await append(transition(), { ...transition(), actor: "alice@example.org" }, decided("gd-1"));
      const seqs = async (filter: JournalFilter) => (await journal.read(1, 9, filter)).map(({ seq }) => seq);
      expect(await seqs({ actor: "alice@example.org" })).toEqual([2]);
      expect(await seqs({ actor: "alice@example.org", kinds: ["gate-decision"] })).toEqual([]);
      expect(await seqs({ service: "checkout" })).toEqual([3]);
      expect(await seqs({ service: 'check"out' })).toEqual([]);
      expect(await seqs({ service: "checkout", kinds: ["gate-decision"], newestFirst: true })).toEqual([3]);
    });

    it("leaves out the verdicts of decisions where nobody needs them", async () => {
      await append(decided("gd-1"));
      const [entry] = await journal.read(1, 1, { withoutVerdicts: true });
      expect(entry?.kind === "gate-decision" && isDropped(entry.payload.verdict)).toBe(true);
    });

    it("appends nothing for no events", async () => {
      expect(await append()).toEqual([]);
      expect((await journal.head()).seq).toBe(0);
    });

    it("is not changed by what its callers later do to their events", async () => {
      const event = transition();
      await append(event);
      event.payload.to = "frozen";
      const [read] = await journal.read(1, 1);
      expect(read!.payload).toMatchObject({ to: "watch" });
    });

    it.each(["ünïcode ✋", 'quo"te\\', "line\nbreak", "", "\u2028", "😀"])(
      "keeps the text %j",
      async (text) => {
        const [entry] = await append({ ...transition(text), actor: text });
        expect(await journal.read(1, 1)).toEqual([entry]);
        expect(verify(opened.key, await journal.read(1, 1)).ok).toBe(true);
      },
    );

    it.each(["lone \ud800 surrogate", "nul \0 byte"])(
      "refuses the text %j, which no store keeps",
      async (text) => {
        await expect(journal.append([transition(text)])).rejects.toThrow(/well-formed/);
      },
    );

    it("serves nothing once closed, and may be closed twice", async () => {
      await journal.close();
      await journal.close();
      await expect(journal.append([transition()])).rejects.toBeInstanceOf(JournalUnavailable);
      await expect(journal.read(1, 1)).rejects.toBeInstanceOf(JournalUnavailable);
      await expect(journal.head()).rejects.toBeInstanceOf(JournalUnavailable);
    });
  });
}
