import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../../kit/processes.ts";
import { keptPictures, pictureName, picturesIn } from "../../../src/probes/browser/pictures.ts";

const words = { journey: "buy", step: "pay", runId: "r1", at: Date.UTC(2026, 5, 30, 12, 0, 0) };
const fail = (error: Error): never => {
  throw error;
};

describe("pictures of pages", () => {
  it("are named by what they are of, in the order of their time", () => {
    expect(pictureName(words)).toBe("buy.20260630T120000Z.pay.r1.png");
  });

  it("are kept for nines' own user alone, the last twenty of each journey", () => {
    const folder = join(temporaryFolder("pictures"), "new");
    const pictures = picturesIn(folder, fail);
    pictures.keep({ ...words, journey: "other" }, Buffer.from("png"));
    for (let minute = 0; minute < keptPictures + 5; minute++)
      pictures.keep({ ...words, at: words.at + minute * 60_000 }, Buffer.from("png"));
    const kept = readdirSync(folder).toSorted();
    expect(kept.filter((name) => name.startsWith("buy."))).toHaveLength(keptPictures);
    expect(kept[0]).toBe("buy.20260630T120500Z.pay.r1.png");
    expect(kept.at(-1)).toBe("other.20260630T120000Z.pay.r1.png");
    expect(statSync(folder).mode & 0o077).toBe(0);
    expect(statSync(join(folder, kept[0]!)).mode & 0o077).toBe(0);
  });

  it("that cannot be kept are said, and cost no run", () => {
    const file = join(temporaryFolder("pictures"), "file");
    writeFileSync(file, "");
    const faults: Error[] = [];
    expect(picturesIn(file, (error) => faults.push(error)).keep(words, Buffer.from("png"))).toBeUndefined();
    expect(faults).toHaveLength(1);
  });
});
