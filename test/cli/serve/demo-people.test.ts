import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { assertDemoIsLocal, demoPeopleReader } from "../../../src/cli/serve/demo-people.ts";
import type { Settings } from "../../../src/config/settings.ts";

const folder = temporaryFolder("demo-people");
afterAll(() => removeFolder(folder));
const settings = (changes: Partial<Settings>): Settings =>
  ({ demoPeople: "people.json", listen: { host: "127.0.0.1", port: 8090 }, ...changes }) as Settings;

describe("the people of a demo", () => {
  it("are there on loopback alone: their tokens are for whoever asks", () => {
    expect(() => assertDemoIsLocal(settings({}))).not.toThrow();
    expect(() => assertDemoIsLocal(settings({ listen: { host: "0.0.0.0", port: 8090 } }))).toThrow(
      "demoPeople hands out tokens to whoever asks, and 0.0.0.0:8090 can be reached by others",
    );
    expect(() => assertDemoIsLocal(settings({ publicUrl: "https://nines.example" }))).toThrow("take it out");
  });

  it("are nobody until the demo has written who they are", async () => {
    const path = join(folder, "people.json");
    const read = demoPeopleReader(path);
    expect(await read()).toEqual([]);
    writeFileSync(path, JSON.stringify([{ subject: "alice@example.org" }]));
    expect(await read()).toEqual([{ subject: "alice@example.org" }]);
  });
});
