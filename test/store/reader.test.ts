import { chmodSync, cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { entries } from "../../src/governance/journal.ts";
import { verify } from "../../src/governance/verify.ts";
import { openSqliteReader, type JournalReader } from "../../src/store/reader.ts";
import { files, openSqliteJournal } from "../../src/store/sqlite.ts";
import { transition } from "./events.ts";
import { dataFolder } from "./folder.ts";
import { filled, tamper } from "./tamper.ts";

const openReader = (folder: string): JournalReader => {
  const reader = openSqliteReader({ folder, warn: () => undefined });
  onTestFinished(() => reader.close());
  return reader;
};
const verdictOn = async (folder: string) => {
  const reader = openReader(folder);
  const all = [];
  for await (const entry of entries(reader)) all.push(entry);
  return verify(reader.key, all);
};

describe("a journal that is only read", () => {
  it("shows what a running server appends, without being in its way", async () => {
    const folder = dataFolder();
    const journal = openSqliteJournal({ folder, warn: () => undefined });
    onTestFinished(() => journal.close());
    await journal.append([transition()]);
    const reader = openReader(folder);
    expect((await reader.head()).seq).toBe(1);
    await journal.append([transition(), transition()]);
    expect(await reader.head()).toEqual(await journal.head());
  });

  it("can be read out of a folder that nobody may write, such as a mounted backup", async () => {
    const folder = await filled(3);
    const copy = dataFolder();
    cpSync(folder, copy, { recursive: true });
    chmodSync(copy, 0o500);
    onTestFinished(() => chmodSync(copy, 0o700));
    expect(await verdictOn(copy)).toMatchObject({ ok: true, checked: 3 });
  });

  it("says when there is none, or no key", async () => {
    const empty = dataFolder();
    expect(() => openReader(empty)).toThrow(/there is no journal .+: name the data folder with --data/);
    const folder = await filled(1);
    rmSync(join(folder, files.key));
    expect(() => openReader(folder)).toThrow(/journal\.key is missing/);
  });

  it("says how to restore a file that is no database any more", async () => {
    const folder = await filled(1);
    writeFileSync(join(folder, files.journal), "x".repeat(8192));
    expect(() => openReader(folder)).toThrow(/is damaged .+ restore .+ from a backup/);
  });

  it("finds an index that no longer tells what its table does", async () => {
    const folder = await filled(50);
    const database = new DatabaseSync(join(folder, files.journal), { defensive: false });
    // The table's own statement is edited, so that the index below it was built for another column.
    database.exec("PRAGMA writable_schema = ON");
    database.exec(
      "UPDATE sqlite_schema SET sql = 'CREATE INDEX journal_by_kind ON journal (actor, seq)' WHERE name = 'journal_by_kind'",
    );
    database.close();
    await expect(openReader(folder).checkStore()).rejects.toThrow(/is damaged .*journal_by_kind/);
  });
});

describe("a stored payload of which one byte was altered", () => {
  it("is noticed, whichever byte it was and whatever became of it", async () => {
    const folder = await filled(1);
    const [entry] = await openReader(folder).read(1, 1);
    const length = JSON.stringify(entry!.payload).length;
    expect(length).toBeGreaterThan(50);
    for (let place = 1; place <= length; place++) {
      const byte = place % 2 === 0 ? " " : "7";
      const before = `substr(payload, 1, ${place - 1})`;
      const copy = dataFolder();
      cpSync(folder, copy, { recursive: true });
      tamper(
        copy,
        `UPDATE journal SET payload = ${before} || CASE substr(payload, ${place}, 1) WHEN '${byte}' THEN '8'
           ELSE '${byte}' END || substr(payload, ${place + 1})`,
      );
      expect(await verdictOn(copy)).toMatchObject({ ok: false, flaw: { kind: "altered", seq: 1 } });
    }
  });

  it.each([
    ["white space", `replace(payload, ':1', ': 1')`],
    ["a key written twice", `replace(payload, '{', '{"to":"healthy",')`],
    ["an escape for a letter", `replace(payload, 'healthy', '\\u0068ealthy')`],
  ])("is noticed although it reads back as the same value: %s", async (_what, edit) => {
    const folder = await filled(2);
    tamper(folder, `UPDATE journal SET payload = ${edit} WHERE seq = 2`);
    expect(await verdictOn(folder)).toMatchObject({ ok: false, flaw: { kind: "altered", seq: 2 } });
  });
});
