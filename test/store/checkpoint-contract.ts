import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Journal } from "../../src/governance/journal.ts";
import type { Opened } from "./contract.ts";
import { transition } from "./events.ts";

export interface OpenedForGood extends Opened {
  /** What the store warned of. */
  warnings: string[];
  /** Runs SQL behind the store's back, triggers of the journal out of the way. */
  tamper: (sql: string) => Promise<void>;
}

/** What a journal that outlives its process promises of checkpoints. */
export function checkpointContract(name: string, open: () => Promise<OpenedForGood>): void {
  describe(`checkpoints in ${name}`, () => {
    let opened: OpenedForGood;
    let journal: Journal;
    beforeEach(async () => {
      opened = await open();
      journal = opened.journal;
      await journal.append([transition(), transition(), transition()]);
    });
    afterEach(() => opened.cleanUp());
    const save = async (state = '{"some":"state"}') =>
      journal.checkpoints!.save("fold", { head: await journal.head(), state });

    it("are not there at first", async () => {
      expect(await journal.checkpoints!.load("fold")).toBeUndefined();
      expect(opened.warnings).toEqual([]);
    });

    it("are read back as they were saved, the newest of each name", async () => {
      await save("first");
      await journal.append([transition()]);
      await save("ünïcode ✋");
      expect(await journal.checkpoints!.load("fold")).toEqual({
        head: await journal.head(),
        state: "ünïcode ✋",
      });
      expect(await journal.checkpoints!.load("other")).toBeUndefined();
    });

    it.each([
      [
        "whose state was edited",
        "UPDATE checkpoints SET state = 'forged'",
        /not sealed with the journal's key/,
      ],
      ["moved to another entry", "UPDATE checkpoints SET seq = 2", /not sealed/],
      ["that was given another name", "UPDATE checkpoints SET name = 'other'", /not sealed/],
      ["of a journal that was cut", "DELETE FROM journal WHERE seq = 3", /entry 3 is another one now/],
    ])("%s are left alone, with a warning", async (_, sql, warning) => {
      await save();
      await opened.tamper(sql);
      expect(await journal.checkpoints!.load("fold")).toBeUndefined();
      if (!sql.includes("SET name")) expect(opened.warnings.join()).toMatch(warning);
      if (sql.includes("SET name")) expect(await journal.checkpoints!.load("other")).toBeUndefined();
    });
  });
}
