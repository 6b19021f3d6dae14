import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Journal, JournalUnavailable } from "../../src/governance/journal.ts";
import { files, openSqliteJournal } from "../../src/store/sqlite.ts";
import { checkpointContract } from "./checkpoint-contract.ts";
import { journalContract } from "./contract.ts";
import { transition } from "./events.ts";
import { dataFolder, keyOf, makeFolder, removeFolder } from "./folder.ts";
import { retentionContract } from "./retention-contract.ts";
import { filled, tamper } from "./tamper.ts";

const warnings: string[] = [];
const open = (folder: string): Journal => {
  const journal = openSqliteJournal({ folder, warn: (message) => warnings.push(message) });
  onTestFinished(() => journal.close());
  return journal;
};

const openAnew = async () => {
  const folder = makeFolder();
  const said: string[] = [];
  const journal = openSqliteJournal({ folder, warn: (message) => said.push(message) });
  const cleanUp = async () => {
    await journal.close();
    removeFolder(folder);
  };
  return {
    journal,
    key: keyOf(folder),
    cleanUp,
    warnings: said,
    tamper: async (sql: string) => tamper(folder, sql),
  };
};

journalContract("SQLite", openAnew);
retentionContract("SQLite", openAnew);
checkpointContract("SQLite", openAnew);

describe("a data folder", () => {
  it("keeps its journal across a restart", async () => {
    const folder = await filled(3);
    const journal = open(folder);
    expect((await journal.head()).seq).toBe(3);
    expect(await journal.append([transition()])).toMatchObject({ ok: true, entries: [{ seq: 4 }] });
  });

  it("keeps the key outside the database, readable by its owner only", async () => {
    const folder = await filled(1);
    const path = join(folder, files.key);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const text = readFileSync(path, "utf8").trim();
    expect(readFileSync(join(folder, files.journal)).includes(text)).toBe(false);
  });

  it("warns when others can read the key", async () => {
    const folder = await filled(1);
    chmodSync(join(folder, files.key), 0o644);
    warnings.length = 0;
    open(folder);
    expect(warnings.join()).toMatch(/journal\.key can be read by other users: chmod 600/);
  });

  it("serves one process at a time and names the holder", async () => {
    const folder = dataFolder();
    open(folder);
    expect(() => open(folder)).toThrow(
      new RegExp(
        `in use by pid ${process.pid} on .+ since .+: stop that process or give this one another --data`,
      ),
    );
  });

  it("is free again once closed", async () => {
    const folder = await filled(1);
    expect(existsSync(join(folder, "lock.json"))).toBe(false);
    expect((await open(folder).head()).seq).toBe(1);
  });

  it("writes ahead and waits for the disk at every commit", async () => {
    const folder = await filled(1);
    const database = new DatabaseSync(join(folder, files.journal));
    onTestFinished(() => database.close());
    expect(database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
  });

  it("refuses edits and deletions through SQL", async () => {
    const folder = await filled(2);
    const database = new DatabaseSync(join(folder, files.journal));
    onTestFinished(() => database.close());
    expect(() => database.exec("UPDATE journal SET actor = 'x'")).toThrow("append-only");
    expect(() => database.exec("DELETE FROM journal")).toThrow("append-only");
  });
});

describe("a data folder that something happened to", () => {
  const refusal = (folder: string): string => {
    try {
      open(folder);
    } catch (error) {
      expect(error).toBeInstanceOf(JournalUnavailable);
      return (error as Error).message;
    }
    throw new Error("the journal opened");
  };

  it("says how to restore a file that is no database", async () => {
    const folder = await filled(3);
    writeFileSync(
      join(folder, files.journal),
      "not a database, but long enough to look like one".repeat(100),
    );
    expect(refusal(folder)).toMatch(
      /journal\.db is damaged .*restore .* from a backup \(docs\/operations\.md/,
    );
  });

  it("says how to restore a file with a damaged page", async () => {
    const folder = await filled(400);
    const path = join(folder, files.journal);
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 3 * 4096, 5 * 4096);
    writeFileSync(path, bytes);
    expect(refusal(folder)).toMatch(/journal\.db is damaged .*restore/);
  });

  it("frees the folder again after it refused", async () => {
    const folder = await filled(1);
    const path = join(folder, files.journal);
    const good = readFileSync(path);
    writeFileSync(path, "x".repeat(8_192));
    refusal(folder);
    writeFileSync(path, good);
    expect((await open(folder).head()).seq).toBe(1);
  });

  it("names an edited entry near the end", async () => {
    const folder = await filled(5);
    tamper(folder, `UPDATE journal SET payload = replace(payload, '0.51', '0.15') WHERE seq = 4`);
    expect(refusal(folder)).toMatch(/entry 4 is not what was written/);
  });

  it("names an entry whose payload is no JSON any more", async () => {
    const folder = await filled(5);
    tamper(folder, `UPDATE journal SET payload = 'gone' WHERE seq = 2`);
    expect(refusal(folder)).toMatch(/entry 2 is not what was written/);
  });

  it("names a deleted entry", async () => {
    const folder = await filled(5);
    tamper(folder, `DELETE FROM journal WHERE seq = 3`);
    expect(refusal(folder)).toMatch(/entry 3 is missing/);
  });

  it("opens beyond the verified tail and still appends", async () => {
    const folder = dataFolder();
    const journal = open(folder);
    await journal.append(Array.from({ length: 1_500 }, () => transition()));
    await journal.close();
    const again = open(folder);
    expect(await again.append([transition()])).toMatchObject({ ok: true, entries: [{ seq: 1_501 }] });
  });

  it("asks for the key when it is missing", async () => {
    const folder = await filled(1);
    rmSync(join(folder, files.key));
    expect(refusal(folder)).toMatch(/journal\.key is missing: restore it from the backup/);
  });

  it("notices a key that is not the journal's", async () => {
    const folder = await filled(1);
    writeFileSync(join(folder, files.key), "0".repeat(64), { mode: 0o600 });
    expect(refusal(folder)).toMatch(/or the key is not the one it was written with/);
  });

  it("refuses a key file that holds no key", async () => {
    const folder = await filled(1);
    writeFileSync(join(folder, files.key), "short");
    expect(refusal(folder)).toMatch(/does not hold 64 hex digits/);
  });

  it("refuses a journal written by a newer version", async () => {
    const folder = await filled(1);
    tamper(folder, "PRAGMA user_version = 99");
    expect(refusal(folder)).toMatch(/written by a newer nines \(schema 99/);
  });
});
