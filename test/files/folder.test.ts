import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { makeFolder } from "../../src/files/folder.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder("folder");
});
afterEach(() => removeFolder(folder));

describe("making a folder", () => {
  it("makes those above it, and is content with one that is there", () => {
    const path = join(folder, "a/b/c");
    makeFolder(path);
    makeFolder(path);
    expect(existsSync(path)).toBe(true);
  });

  it("fails where a file is in the way", () => {
    writeFileSync(join(folder, "a"), "");
    expect(() => makeFolder(join(folder, "a/b"))).toThrow("ENOTDIR");
  });

  it.skipIf(!existsSync("/proc/self"))("fails, rather than trying for ever, where none can be made", () => {
    expect(() => makeFolder("/proc/nines/rules")).toThrow("ENOENT");
  });
});
