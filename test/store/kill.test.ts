import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { entries } from "../../src/governance/journal.ts";
import { verify } from "../../src/governance/verify.ts";
import { openSqliteJournal } from "../../src/store/sqlite.ts";
import { dataFolder, keyOf } from "./folder.ts";

const writer = join(import.meta.dirname, "kill-writer.ts");

/** Lets a process append until it has answered for `enough` entries, then kills it; returns what it answered for. */
async function killAfter(folder: string, enough: number): Promise<number[]> {
  const child = spawn(process.execPath, [writer, folder], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.on("exit", (_, signal) => resolve(signal)),
  );
  const acknowledged: number[] = [];
  for await (const line of createInterface(child.stdout)) {
    acknowledged.push(Number(line));
    if (acknowledged.length === enough) child.kill("SIGKILL");
  }
  expect(await ended).toBe("SIGKILL");
  return acknowledged;
}

describe("a journal whose process is killed", () => {
  it(
    "has kept every entry it answered for, without gaps, in a chain that verifies",
    { timeout: 60_000 },
    async () => {
      const folder = dataFolder();
      let before = 0;
      for (let round = 1; round <= 8; round++) {
        const acknowledged = await killAfter(folder, 7 * round);
        const journal = openSqliteJournal({ folder, warn: () => undefined });
        const kept = [];
        for await (const entry of entries(journal)) kept.push(entry);
        await journal.close();
        expect(kept.length).toBeGreaterThanOrEqual(acknowledged.at(-1)!);
        expect(acknowledged[0]).toBe(before + 1);
        expect(verify(keyOf(folder), kept)).toMatchObject({ ok: true, checked: kept.length });
        before = kept.length;
      }
    },
  );
});
