import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { ChainKey } from "../../src/governance/chain.ts";
import { files } from "../../src/store/sqlite.ts";

export const makeFolder = (): string => mkdtempSync(join(tmpdir(), "nines-store-"));
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** A data folder that goes with its test. */
export function dataFolder(): string {
  const folder = makeFolder();
  onTestFinished(() => removeFolder(folder));
  return folder;
}

export const keyOf = (folder: string): ChainKey =>
  Buffer.from(readFileSync(join(folder, files.key), "utf8").trim(), "hex");
