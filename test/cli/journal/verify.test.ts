import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { runNines } from "../../../kit/nines.ts";
import { files, openSqliteJournal } from "../../../src/store/sqlite.ts";
import { transition } from "../../store/events.ts";
import { dataFolder } from "../../store/folder.ts";
import { filled, swap, tamper } from "../../store/tamper.ts";

const verify = (folder: string, ...more: string[]) =>
  runNines(["audit", "verify", "--data", folder, ...more]);
const anchorOf = async (folder: string): Promise<string> =>
  /head (\d+:[0-9a-f]{64})/.exec((await verify(folder)).stdout)![1]!;

describe("nines audit verify", () => {
  it("says that the journal holds, where it ends, and what it cannot see without an anchor", async () => {
    const { stdout, exitCode } = await verify(await filled(7));
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^the journal holds: 7 entries, none altered, missing or moved\nhead 7:[0-9a-f]{64}\nwithout an anchor it cannot be seen whether newer entries were cut off the end\n$/,
    );
  });

  it("works beside the program that holds the folder", async () => {
    const folder = dataFolder();
    const journal = openSqliteJournal({ folder, warn: () => undefined });
    await journal.append([transition(), transition()]);
    expect((await verify(folder)).stdout).toMatch(/2 entries, none altered/);
    await journal.close();
  });

  it.each([
    [
      "one byte of a payload altered",
      "UPDATE journal SET payload = replace(payload, '51', '52') WHERE seq = 4",
      /entry 4 is not what was written.*\(altered\)/,
    ],
    [
      "a middle row deleted",
      "DELETE FROM journal WHERE seq = 3",
      /entry 3 is missing: 4 follows 2 \(missing\)/,
    ],
    ["two rows swapped", swap(3, 6), /entry 3 was written as entry 6 \(reordered\)/],
    ["the first row deleted", "DELETE FROM journal WHERE seq = 1", /entry 1 is missing/],
  ])("names the entry: %s", async (_what, sql, message) => {
    const folder = await filled(8);
    tamper(folder, sql);
    const { stdout, exitCode } = await verify(folder);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(message);
    expect(stdout).toMatch(/docs\/operations\.md, "Restore"/);
  });

  it("finds a swap across more entries than are read at once", async () => {
    const folder = await filled(2_500);
    tamper(folder, swap(10, 2_400));
    expect((await verify(folder)).stdout).toMatch(/entry 10 was written as entry 2400/);
  });

  it("finds a cut tail by the anchor, and by nothing else", async () => {
    const folder = await filled(8);
    const anchor = await anchorOf(folder);
    expect(await verify(folder, "--anchor", anchor)).toMatchObject({ exitCode: 0 });
    tamper(folder, "DELETE FROM journal WHERE seq > 5");
    expect((await verify(folder)).exitCode).toBe(0);
    const { stdout, exitCode } = await verify(folder, "--anchor", anchor);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/ends at entry 5, the anchor names entry 8: the tail was cut \(tail-cut\)/);
  });

  it("finds a journal written anew under the same key by the anchor", async () => {
    const folder = await filled(3);
    const other = `4:${"a".repeat(64)}`;
    expect((await verify(folder, "--anchor", other)).exitCode).toBe(1);
    const { stdout } = await verify(folder, "--anchor", `2:${"a".repeat(64)}`);
    expect(stdout).toMatch(/entry 2 is not the one that the anchor names \(anchor-mismatch\)/);
  });

  it("reports a damaged database file as such, with how to restore", async () => {
    const folder = await filled(300);
    const path = join(folder, files.journal);
    const bytes = readFileSync(path);
    bytes.fill(0xaa, bytes.length - 3 * 4096);
    writeFileSync(path, bytes);
    const { stderr, exitCode } = await verify(folder);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/is damaged \(.+\): stop nines, restore .+ from a backup \(docs\/operations\.md/);
  });

  it("does not take an altered entry of a swapped-in key for a good one", async () => {
    const folder = await filled(3);
    writeFileSync(join(folder, files.key), "0".repeat(64), { mode: 0o600 });
    expect((await verify(folder)).stdout).toMatch(/entry 1 is not what was written/);
  });

  it("leaves the file as it was", async () => {
    const folder = await filled(3);
    const before = readFileSync(join(folder, files.journal));
    await verify(folder);
    expect(readFileSync(join(folder, files.journal)).equals(before)).toBe(true);
  });

  it.each([
    [["--anchor", "4711"], 2, /Write SEQ:HASH/],
    [["--data", "/nowhere/at/all"], 2, /there is no journal .+ name the data folder with --data/],
    [["--data", "none"], 2, /in the server's memory/],
  ])("says what is wrong with %j", async (args, code, message) => {
    const { exitCode, stderr } = await runNines(["audit", "verify", ...args]);
    expect([exitCode, stderr]).toEqual([code, expect.stringMatching(message)]);
  });
});

describe("nines audit show", () => {
  const show = async (folder: string, ...more: string[]) =>
    (await runNines(["audit", "show", "--data", folder, ...more])).stdout.trimEnd().split("\n");

  it("prints the newest entries, oldest first", async () => {
    const lines = await show(await filled(30), "--limit", "2");
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(
      /^ 29 {2}2023-11-14T22:13:48\.000Z {2}nines {2}state-transition {2}s29\.a\.production .*from=healthy.*to=watch/,
    );
    expect(lines[2]).toMatch(/^ 30 /);
  });

  it("keeps to a subject and a kind", async () => {
    const folder = await filled(5);
    const found = async (...args: string[]) =>
      (await show(folder, "--json", ...args))
        .filter((line) => line !== "")
        .map((line) => (JSON.parse(line) as { seq: number }).seq);
    expect(await found("--subject", "s4.a.production")).toEqual([4]);
    expect(await found("--kind", "definitions-loaded")).toEqual([]);
    expect(await found("--kind", "state-transition", "--limit", "3")).toEqual([3, 4, 5]);
    expect(await show(folder, "--subject", "other")).toEqual(["no entry matches"]);
  });

  it("shows an altered entry as it stands, without falling over it", async () => {
    const folder = await filled(2);
    const database = new DatabaseSync(join(folder, files.journal));
    database.exec("DROP TRIGGER journal_is_never_edited; UPDATE journal SET payload = 'gone' WHERE seq = 2");
    database.close();
    expect((await show(folder)).at(-1)).toMatch(/unreadable=gone/);
  });
});
