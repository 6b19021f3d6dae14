import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Journal, JournalEntry, JournalEvent } from "../../src/governance/journal.ts";
import { isDropped } from "../../src/governance/retention.ts";
import { verify } from "../../src/governance/verify.ts";
import { timestamp } from "../../src/model/units.ts";
import { formatLine, parseLine } from "../../src/store/jsonl.ts";
import type { Opened } from "./contract.ts";
import { decided, transition } from "./events.ts";

const verdictOf = (entry: JournalEntry | undefined): unknown =>
  entry?.kind === "gate-decision" ? entry.payload.verdict : undefined;

/** What every journal promises of gate decisions and their retention. */
export function retentionContract(name: string, open: () => Promise<Opened>): void {
  describe(`gate decisions in ${name}`, () => {
    let opened: Opened;
    let journal: Journal;
    beforeEach(async () => {
      opened = await open();
      journal = opened.journal;
    });
    afterEach(() => opened.cleanUp());
    const append = async (...events: JournalEvent[]) => {
      const result = await journal.append(events);
      if (!result.ok) throw new Error(result.code);
      return result.entries;
    };
    const drop = (before: number) => journal.dropVerdicts!(timestamp(before));

    it("are read back with their verdicts", async () => {
      const entries = await append(transition(), decided("gd-1"), decided("gd-2"));
      expect(await journal.read(1, 10)).toEqual(entries);
      expect(verdictOf((await journal.read(2, 1))[0])).toEqual({ sentence: "budget remains", of: "gd-1" });
    });

    it("lose their verdicts after their time, and nothing else; the chain still verifies", async () => {
      await append(decided("gd-1", 1_000), transition("a.b.c", 1_500), decided("gd-2", 2_000));
      const before = await journal.read(1, 10);
      expect(await drop(2_000)).toBe(1);
      const [first, second, third] = await journal.read(1, 10);
      expect(isDropped(verdictOf(first))).toBe(true);
      expect(first).toMatchObject({
        subject: "gd-1",
        hash: before[0]!.hash,
        payload: { decision: "allow", key: { sha: "gd-1" }, uses: [] },
      });
      expect([second, third]).toEqual(before.slice(1));
      expect(verify(opened.key, await journal.read(1, 10))).toEqual({
        ok: true,
        head: await journal.head(),
        checked: 3,
        dropped: { count: 1, last: { seq: 1, at: 1_000, hash: before[0]!.hash } },
      });
    });

    it("are dropped once, many at a time, and the journal goes on", async () => {
      await append(...Array.from({ length: 2_300 }, (_, n) => decided(`gd-${n}`, 1_000 + n)));
      expect(await drop(3_200)).toBe(2_200);
      expect(await drop(3_200)).toBe(0);
      await append(decided("gd-new", 9_000));
      expect(verify(opened.key, await journal.read(1, 5_000))).toMatchObject({
        ok: true,
        checked: 2_301,
        dropped: { count: 2_200 },
      });
    });

    it("show when another verdict took the place of a dropped one", async () => {
      await append(decided("gd-1", 1_000));
      await drop(2_000);
      const [entry] = await journal.read(1, 1);
      const forged = { ...entry, payload: { ...entry!.payload, verdict: { allowed: "anything" } } };
      expect(verify(opened.key, [forged as JournalEntry])).toMatchObject({
        ok: false,
        flaw: { kind: "altered", seq: 1 },
      });
    });

    it("show when what is kept of a dropped one was altered", async () => {
      await append(decided("gd-1", 1_000));
      await drop(2_000);
      const [entry] = await journal.read(1, 1);
      const forged = { ...entry, payload: { ...entry!.payload, decision: "deny" } };
      expect(verify(opened.key, [forged as JournalEntry])).toMatchObject({ ok: false, flaw: { seq: 1 } });
    });

    it("refuse a verdict that looks like what retention leaves", async () => {
      const event = decided();
      event.payload.verdict = { dropped: "0".repeat(64) };
      await expect(journal.append([event])).rejects.toThrow(TypeError);
    });

    it("survive export as lines, dropped or not", async () => {
      await append(decided("gd-1", 1_000), decided("gd-2", 2_000));
      await drop(1_500);
      const entries = await journal.read(1, 10);
      const lines = entries.map((entry, index) => parseLine(formatLine(entry), index + 1));
      expect(verify(opened.key, lines)).toMatchObject({ ok: true, checked: 2, dropped: { count: 1 } });
    });
  });
}
