import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../../kit/processes.ts";
import { findParts } from "../../../src/probes/browser/parts.ts";

const folderWith = (name: string): string => {
  const folder = temporaryFolder("parts");
  writeFileSync(join(folder, name), "#!/bin/sh\n");
  chmodSync(join(folder, name), 0o755);
  return folder;
};
const chromiumOf = (named: string | undefined, path: string): string | undefined => {
  const found = findParts(named, path);
  return found.ok ? found.parts.chromium : undefined;
};

describe("the Chromium of browser steps", () => {
  it("is the first one known on PATH, the one on PATH that is named, or the file that is", () => {
    const [usual, own] = [folderWith("chromium-browser"), folderWith("chrome-of-ours")];
    expect(chromiumOf(undefined, `/nowhere:${own}:${usual}`)).toBe(join(usual, "chromium-browser"));
    expect(chromiumOf("chrome-of-ours", `${usual}:${own}`)).toBe(join(own, "chrome-of-ours"));
    expect(chromiumOf(join(own, "chrome-of-ours"), "")).toBe(join(own, "chrome-of-ours"));
  });

  it("that is missing is said with what to install, or with the name that led nowhere", () => {
    expect(JSON.stringify(findParts(undefined, "/nowhere"))).toMatch(/apt-get install chromium/);
    expect(JSON.stringify(findParts("/nowhere/chromium", ""))).toMatch(/\/nowhere\/chromium is none/);
  });
});
