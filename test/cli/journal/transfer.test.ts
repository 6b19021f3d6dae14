import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runNines } from "../../../kit/nines.ts";
import { entries } from "../../../src/governance/journal.ts";
import { files, openSqliteJournal } from "../../../src/store/sqlite.ts";
import { transition } from "../../store/events.ts";
import { dataFolder } from "../../store/folder.ts";
import { filled, tamper } from "../../store/tamper.ts";

const nines = (...args: string[]) => runNines(["journal", ...args]);
const allOf = async (folder: string) => {
  const journal = openSqliteJournal({ folder, warn: () => undefined });
  const all = [];
  for await (const entry of entries(journal)) all.push(entry);
  await journal.close();
  return all;
};

/** An export of `count` entries, and the key that they were written with. */
async function exported(
  count: number,
): Promise<{ folder: string; file: string; key: string; lines: string[] }> {
  const folder = await filled(count);
  const file = join(dataFolder(), "export.jsonl");
  expect((await nines("export", "--data", folder, "--out", file)).exitCode).toBe(0);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return { folder, file, key: join(folder, files.key), lines };
}

describe("nines journal export", () => {
  it("writes one entry a line and says the anchor of the last", async () => {
    const folder = await filled(1_200);
    const { stdout, stderr, exitCode } = await nines("export", "--data", folder);
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { seq: number; hash: string });
    expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: 1_200 }, (_, n) => n + 1));
    expect(stderr).toBe(
      `nines: exported 1,200 entries; the anchor of the last is 1200:${lines.at(-1)!.hash}\n`,
    );
    expect(exitCode).toBe(0);
  });

  it("works beside the program that appends", async () => {
    const folder = dataFolder();
    const journal = openSqliteJournal({ folder, warn: () => undefined });
    await journal.append([transition()]);
    expect((await nines("export", "--data", folder)).stdout.split("\n")).toHaveLength(2);
    await journal.close();
  });

  it("holds no key, and is readable by its owner only", async () => {
    const { file, key } = await exported(2);
    expect(readFileSync(file, "utf8")).not.toContain(readFileSync(key, "utf8").trim());
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("says why it cannot write, and leaves nothing half written", async () => {
    const folder = await filled(1);
    const { exitCode, stderr } = await nines(
      "export",
      "--data",
      folder,
      "--out",
      join(folder, "no", "x.jsonl"),
    );
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/cannot write .+x\.jsonl/)]);
  });
});

describe("nines journal restore", () => {
  it("gives back what was exported, entry by entry, and goes on from there", async () => {
    const { folder, file, key } = await exported(1_500);
    const target = join(dataFolder(), "new");
    const { stdout, exitCode } = await nines("restore", file, "--data", target, "--journal-key", key);
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringMatching(/^restored 1,500 entries into .+; head 1500:/),
    ]);
    expect(await allOf(target)).toEqual(await allOf(folder));
    expect(statSync(join(target, files.key)).mode & 0o777).toBe(0o600);
    const journal = openSqliteJournal({ folder: target, warn: () => undefined });
    expect(await journal.append([transition()])).toMatchObject({ ok: true, entries: [{ seq: 1_501 }] });
    await journal.close();
    expect((await runNines(["audit", "verify", "--data", target])).exitCode).toBe(0);
  });

  it("reads standard input, and finds the key where it lies already", async () => {
    const { file, key } = await exported(3);
    const target = dataFolder();
    copyFileSync(key, join(target, files.key));
    const { exitCode } = await runNines(["journal", "restore", "-", "--data", target], {
      input: readFileSync(file, "utf8"),
    });
    expect(exitCode).toBe(0);
    expect(await allOf(target)).toHaveLength(3);
  });

  it.each<[string, (lines: string[]) => string[], RegExp]>([
    [
      "an altered entry",
      (lines) => lines.with(2, lines[2]!.replace("0.51", "0.52")),
      /entry 3 is not what was written/,
    ],
    ["a missing entry", (lines) => lines.toSpliced(2, 1), /entry 3 is missing/],
    ["entries out of order", (lines) => lines.with(2, lines[3]!).with(3, lines[2]!), /entry 3 is missing/],
    ["a line that is no entry", (lines) => lines.with(2, "{}"), /line 3 is no journal entry: seq/],
    [
      "a line cut in the middle",
      (lines) => lines.with(-1, lines.at(-1)!.slice(0, 40)),
      /line 5 is no journal entry/,
    ],
  ])("restores nothing out of a file with %s", async (_what, edit, message) => {
    const { file, key, lines } = await exported(5);
    writeFileSync(file, edit(lines).join("\n"));
    const target = dataFolder();
    const { exitCode, stderr } = await nines("restore", file, "--data", target, "--journal-key", key);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(message)]);
    expect(stderr).toMatch(/nothing was restored/);
    expect(readdirSync(target).filter((name) => name.startsWith("journal"))).toEqual([]);
  });

  it("finds a file whose end is missing by the anchor", async () => {
    const { file, key, lines } = await exported(5);
    const { seq, hash } = JSON.parse(lines[4]!) as { seq: number; hash: string };
    writeFileSync(file, `${lines.slice(0, 3).join("\n")}\n`);
    const target = dataFolder();
    const more = ["--journal-key", key, "--anchor", `${seq}:${hash}`];
    const { exitCode, stderr } = await nines("restore", file, "--data", target, ...more);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/the tail was cut/)]);
    expect(existsSync(join(target, files.journal))).toBe(false);
  });

  it("never writes over a journal", async () => {
    const { folder, file } = await exported(2);
    const { exitCode, stderr } = await nines("restore", file, "--data", folder);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/holds a journal already.+move it away/)]);
    expect(await allOf(folder)).toHaveLength(2);
  });

  it("keeps out of a folder that is in use", async () => {
    const { file } = await exported(1);
    const target = dataFolder();
    const journal = openSqliteJournal({ folder: target, warn: () => undefined });
    expect((await nines("restore", file, "--data", target)).stderr).toMatch(/is in use by pid/);
    await journal.close();
  });

  it("asks for the key of the chain, and notices a wrong one", async () => {
    const { file } = await exported(2);
    const target = dataFolder();
    expect((await nines("restore", file, "--data", target)).stderr).toMatch(/journal\.key is missing/);
    const wrong = join(target, "other.key");
    writeFileSync(wrong, "0".repeat(64), { mode: 0o600 });
    const { exitCode, stderr } = await nines("restore", file, "--data", target, "--journal-key", wrong);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/or the key is another one/)]);
    expect(existsSync(join(target, files.key))).toBe(false);
  });

  it("says that it cannot read a file that is not there", async () => {
    const target = join(dataFolder(), "new");
    const { exitCode, stderr } = await nines("restore", "/nowhere.jsonl", "--data", target);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/cannot read \/nowhere\.jsonl/)]);
    expect(existsSync(target)).toBe(false);
  });

  it("refuses an altered journal's export: what verify names, restore names", async () => {
    const { folder, file, key } = await exported(4);
    tamper(folder, "UPDATE journal SET actor = 'x' WHERE seq = 2");
    await nines("export", "--data", folder, "--out", file);
    const { stderr } = await nines("restore", file, "--data", dataFolder(), "--journal-key", key);
    expect(stderr).toMatch(/entry 2 is not what was written/);
  });
});
