import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { JournalUnavailable } from "../governance/journal.ts";

/** What the system says of a file or folder, in words. */
export const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission is missing",
  EPERM: "the system does not permit it",
  EROFS: "the file system can only be read",
  ENOSPC: "no space is left",
  EDQUOT: "the quota is used up",
  ENOENT: "the file system there makes no folders",
  ENOTDIR: "a file stands in its way",
  EEXIST: "a file stands in its place",
};

/**
 * Makes the data folder, its parents first. Step by step: Node's own recursive way never ends below /proc.
 * @throws JournalUnavailable when it cannot be made
 */
export function makeDataFolder(folder: string): void {
  try {
    make(folder);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new JournalUnavailable(
      `cannot make the data folder ${folder}: ${reasons[code] ?? message}; name another with --data`,
    );
  }
}

function make(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const parent = dirname(folder);
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || parent === folder || isThere(parent))
      throw error;
    make(parent);
    mkdirSync(folder, { mode: 0o700 });
  }
}

const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;
