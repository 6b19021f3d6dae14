import { linkSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { makeFolder } from "./folder.ts";

/**
 * Writes a new file whole or not at all; false when something stands there already, which is left alone.
 * A rename would overwrite, so the finished file is linked into its place instead.
 */
export function createFile(path: string, text: string): boolean {
  makeFolder(dirname(path));
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    writeFileSync(beside, text);
    linkSync(beside, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(beside, { force: true });
  }
}
