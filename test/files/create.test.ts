import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFile } from "../../src/files/create.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "nines-create-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("creating a file", () => {
  it("writes it whole, with the folders above it, and leaves nothing beside it", () => {
    expect(createFile(join(folder, "a/b.yaml"), "text\n")).toBe(true);
    expect(readFileSync(join(folder, "a/b.yaml"), "utf8")).toBe("text\n");
    expect(readdirSync(join(folder, "a"))).toEqual(["b.yaml"]);
  });

  it("leaves alone what stands there already", () => {
    writeFileSync(join(folder, "b.yaml"), "mine\n");
    expect(createFile(join(folder, "b.yaml"), "text\n")).toBe(false);
    expect(readFileSync(join(folder, "b.yaml"), "utf8")).toBe("mine\n");
    expect(readdirSync(folder)).toEqual(["b.yaml"]);
  });

  it("does not write through a link that leads nowhere", () => {
    symlinkSync("elsewhere", join(folder, "b.yaml"));
    expect(createFile(join(folder, "b.yaml"), "text\n")).toBe(false);
    expect(readdirSync(folder)).toEqual(["b.yaml"]);
  });
});
