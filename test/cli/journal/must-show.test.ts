import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { runNines } from "../../../kit/nines.ts";
import { type PostgresServer, startPostgres } from "../../../kit/postgres.ts";
import type { Outcome } from "../../../kit/processes.ts";
import type { Journal } from "../../../src/governance/journal.ts";
import { timestamp } from "../../../src/model/units.ts";
import { loadKey } from "../../../src/store/key.ts";
import { openPostgresJournal } from "../../../src/store/postgres.ts";
import { files, openSqliteJournal } from "../../../src/store/sqlite.ts";
import { decided, transition } from "../../store/events.ts";
import { dataFolder } from "../../store/folder.ts";
import { swap, tamper } from "../../store/tamper.ts";

const warn = (): void => undefined;
let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

/** A journal of eight entries, as an auditor and as somebody with access to the database meet it. */
interface Scene {
  nines: (...args: string[]) => Promise<Outcome>;
  tamper: (sql: string) => Promise<void>;
  journal: () => Promise<Journal>;
}

const sqlite = async (): Promise<Scene> => {
  const folder = dataFolder();
  return {
    nines: (...args) => runNines([...args, "--data", folder]),
    tamper: async (sql) => tamper(folder, sql),
    journal: async () => openSqliteJournal({ folder, warn }),
  };
};

async function sql(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

const postgres = async (): Promise<Scene> => {
  const folder = dataFolder();
  const [url, key, config] = [await server.database(), join(folder, "key"), join(folder, "nines.yaml")];
  writeFileSync(key, `${"5e".repeat(32)}\n`, { mode: 0o600 });
  writeFileSync(config, `data: ${url}\njournalKey: key\n`);
  const triggers = ["journal_is_never_edited ON journal", "verdicts_are_never_edited ON decision_verdicts"];
  return {
    nines: (...args) => runNines([...args, "--config", config]),
    tamper: (edit) => sql(url, ...triggers.map((name) => `DROP TRIGGER ${name}`), edit),
    journal: () => openPostgresJournal({ url, key: loadKey(key, true, warn), warn }),
  };
};

async function filled(open: () => Promise<Scene>): Promise<Scene> {
  const scene = await open();
  const journal = await scene.journal();
  const at = (n: number): number => 1_700_000_000 + n;
  await journal.append([1, 2, 3].map((n) => transition(`s${n}.a.b`, at(n))));
  await journal.append([decided("gd-4", at(4)), decided("gd-5", at(5)), transition("s6.a.b", at(6))]);
  await journal.append([transition("s7.a.b", at(7)), transition("s8.a.b", at(8))]);
  await journal.close();
  return scene;
}

const alterByte = (column: string, table: string, seq: number): string =>
  `UPDATE ${table} SET ${column} = substr(${column}, 1, 9) || '~' || substr(${column}, 11) WHERE seq = ${seq}`;

describe.each([
  ["SQLite", sqlite],
  ["PostgreSQL", postgres],
])("nines audit verify on %s", (_, open) => {
  it("says that all is well, and what it cannot see without an anchor", async () => {
    const { nines } = await filled(open);
    const { exitCode, stdout } = await nines("audit", "verify");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^the journal holds: 8 entries, none altered, missing or moved$/m);
    expect(stdout).toMatch(
      /^without an anchor it cannot be seen whether newer entries were cut off the end$/m,
    );
  });

  it.each([
    [
      "one byte of a payload altered",
      alterByte("payload", "journal", 6),
      /entry 6 is not what was written.*\(altered\)/,
    ],
    [
      "one byte of a verdict altered",
      alterByte("verdict", "decision_verdicts", 4),
      /entry 4 is not what was written/,
    ],
    [
      "a verdict taken out",
      "DELETE FROM decision_verdicts WHERE seq = 5",
      /verdict of entry 5 was taken out.*\(missing\)/,
    ],
    [
      "a middle row deleted",
      "DELETE FROM journal WHERE seq = 3",
      /entry 3 is missing: 4 follows 2 \(missing\)/,
    ],
    ["two rows swapped", swap(2, 7), /entry 2 was written as entry 7 \(reordered\)/],
  ])("names the entry: %s", async (_what, edit, message) => {
    const scene = await filled(open);
    await scene.tamper(edit);
    const { exitCode, stdout } = await scene.nines("audit", "verify");
    expect([exitCode, stdout]).toEqual([1, expect.stringMatching(message)]);
  });

  it("names the place where the tail was cut, by the anchor alone", async () => {
    const scene = await filled(open);
    const anchor = /^head (\S+)$/m.exec((await scene.nines("audit", "verify")).stdout)![1]!;
    await scene.tamper("DELETE FROM journal WHERE seq > 6");
    expect((await scene.nines("audit", "verify")).exitCode).toBe(0);
    const { exitCode, stdout } = await scene.nines("audit", "verify", "--anchor", anchor);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /the journal ends at entry 6, the anchor names entry 8: the tail was cut \(tail-cut\)/,
    );
  });

  it("verifies past retention, and says what was dropped", async () => {
    const scene = await filled(open);
    const journal = await scene.journal();
    expect(await journal.dropVerdicts!(timestamp(1_700_000_004.5))).toBe(1);
    await journal.close();
    const { exitCode, stdout } = await scene.nines("audit", "verify");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^of 1 entry up to 2023-11-14T22:13:24\.000Z the verdict was dropped by retention/m,
    );
  });

  it("finds the same in what was exported and restored, decisions and all", async () => {
    const [from, to] = [await filled(open), await open()];
    const out = join(dataFolder(), "journal.jsonl");
    expect((await from.nines("journal", "export", "--out", out)).exitCode).toBe(0);
    if (open === sqlite) await from.journal().then((journal) => journal.close());
    const key = open === sqlite ? ["--journal-key", await keyOf(from)] : [];
    const restored = await to.nines("journal", "restore", out, ...key);
    expect([restored.exitCode, restored.stdout]).toEqual([
      0,
      expect.stringMatching(/^restored 8 entries into/),
    ]);
    const heads = await Promise.all([from, to].map((each) => each.nines("audit", "verify")));
    expect(heads[0]!.stdout).toBe(heads[1]!.stdout);
    const again = await to.nines("journal", "restore", out);
    expect([again.exitCode, again.stderr]).toEqual([2, expect.stringMatching(/holds a journal.* already/)]);
  });
});

/** Where the scene's own folder keeps its key; asked of nines itself by its warning-free path. */
async function keyOf({ nines }: Scene): Promise<string> {
  const { stderr } = await nines("journal", "restore", "/dev/null");
  const folder = /the data folder (\S+) holds a journal/.exec(stderr)![1]!;
  return join(folder, files.key);
}

describe("a damaged database", () => {
  const damage = (path: string, from: number, to: number): void => {
    const bytes = readFileSync(path);
    bytes.fill(0xa5, from, to);
    writeFileSync(path, bytes);
  };

  it.each([
    ["header", 0, 60],
    ["middle page", 3 * 4_096, 5 * 4_096],
  ])("of SQLite (%s) is reported as such, with how to restore", async (_, from, to) => {
    const folder = dataFolder();
    const journal = openSqliteJournal({ folder, warn });
    await journal.append(Array.from({ length: 400 }, (_, n) => transition(`s${n}.a.b`)));
    await journal.close();
    damage(join(folder, files.journal), from, to);
    for (const command of [
      ["audit", "verify"],
      ["serve", "--slos", "slos", "--listen", "127.0.0.1:0"],
    ]) {
      const { exitCode, stderr } = await runNines([...command, "--data", folder]);
      expect([command[0], exitCode]).toEqual([command[0], 2]);
      expect(stderr).toMatch(
        /journal\.db is damaged \(.+\): stop nines, restore .+ from a backup .+\(nines journal restore\)/,
      );
    }
  });

  it("of PostgreSQL is reported as such, with how to restore", { timeout: 60_000 }, async () => {
    const own = await startPostgres();
    onTestFinished(() => own.stop());
    const [url, folder] = [await own.database(), dataFolder()];
    const [key, config] = [join(folder, "key"), join(folder, "nines.yaml")];
    writeFileSync(key, `${"5e".repeat(32)}\n`, { mode: 0o600 });
    writeFileSync(config, `data: ${url}\njournalKey: key\n`);
    const journal = await openPostgresJournal({ url, key: loadKey(key, true, warn), warn });
    await journal.append(Array.from({ length: 400 }, (_, n) => transition(`s${n}.a.b`)));
    await journal.close();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query("CHECKPOINT");
    const { rows } = await client.query<{ path: string }>("SELECT pg_relation_filepath('journal') AS path");
    await client.end();
    await own.kill();
    damage(join(own.data, rows[0]!.path), 8_192 + 100, 8_192 + 4_000);
    await own.restart();
    const { exitCode, stderr } = await runNines(["audit", "verify", "--config", config]);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/its data is damaged: restore the database/),
    ]);
  });
});
