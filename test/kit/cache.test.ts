import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { fromCache } from "../../kit/cache.ts";
import { temporaryFolder } from "../../kit/processes.ts";

it("prepares a folder once for one content, and copies it ever after", async () => {
  const home = temporaryFolder("cache");
  let prepared = 0;
  const prepare = async (folder: string) => writeFileSync(join(folder, "data"), String(++prepared));
  const [first, second, other] = ["a", "b", "c"].map((name) => join(temporaryFolder("cache"), name));
  expect(await fromCache("flat", first!, prepare, home)).toBe(false);
  expect(await fromCache("flat", second!, prepare, home)).toBe(true);
  expect(await fromCache("diurnal", other!, prepare, home)).toBe(false);
  expect([first, second, other].map((folder) => readFileSync(join(folder!, "data"), "utf8"))).toEqual([
    "1",
    "1",
    "2",
  ]);
});

it("remembers nothing of a preparation that failed", async () => {
  const home = temporaryFolder("cache");
  const target = join(temporaryFolder("cache"), "a");
  const fail = () => Promise.reject(new Error("no server"));
  await expect(fromCache("flat", target, fail, home)).rejects.toThrow("no server");
  expect(
    await fromCache("flat", target, async (folder) => writeFileSync(join(folder, "data"), "x"), home),
  ).toBe(false);
});
