import { describe, expect, it } from "vitest";
import { chronicle } from "../../../src/cli/serve/chronicle.ts";
import type { Definitions } from "../../../src/model/definitions.ts";
import { timestamp } from "../../../src/model/units.ts";
import { loadDefinitions } from "../../../src/spec/load.ts";
import { openMemoryJournal } from "../../../src/store/memory.ts";
import { service } from "./specs.ts";

const now = () => timestamp(1_700_000_000);
const warnings: string[] = [];
const log = {
  info: () => undefined,
  warn: (message: string) => void warnings.push(message),
  error: () => undefined,
};
const definitions = (text: string): Definitions => loadDefinitions([{ path: "a.yaml", text }]).definitions;

describe("the journal of definitions", () => {
  it("has one entry for each new content, and none for the same again or for moved lines", async () => {
    const journal = openMemoryJournal();
    const { loaded } = chronicle({ journal, now, log });
    await loaded(definitions(service("a")));
    await loaded(definitions(service("a")));
    await loaded(definitions(`# a comment\n\n${service("a")}`));
    await loaded(definitions(service("a", "99%")));
    expect(await journal.read(1, 10)).toMatchObject([
      { kind: "definitions-loaded", subject: "definitions", payload: { services: 1, slos: 1 } },
      { kind: "definitions-loaded" },
    ]);
  });

  it("has none for a restart on the same content", async () => {
    const journal = openMemoryJournal();
    await chronicle({ journal, now, log }).loaded(definitions(service("a")));
    await chronicle({ journal, now, log }).loaded(definitions(service("a")));
    expect((await journal.head()).seq).toBe(1);
  });

  it("says once that newer ones are broken, and once that they are mended", async () => {
    const journal = openMemoryJournal();
    const { loaded, broken } = chronicle({ journal, now, log });
    await loaded(definitions(service("a")));
    await broken({ errors: 1, first: "a.yaml:3:1: nonsense" });
    await broken({ errors: 2, first: "a.yaml:1:1: worse" });
    await loaded(definitions(service("a")));
    await loaded(definitions(service("a")));
    expect((await journal.read(2, 10)).map(({ kind, payload }) => [kind, payload])).toEqual([
      ["definitions-broken", { errors: 1, first: "a.yaml:3:1: nonsense" }],
      ["definitions-mended", {}],
    ]);
  });

  it("says after a restart that what was broken before is sound", async () => {
    const journal = openMemoryJournal();
    const before = chronicle({ journal, now, log });
    await before.loaded(definitions(service("a")));
    await before.broken({ errors: 1 });
    await chronicle({ journal, now, log }).loaded(definitions(service("a")));
    expect((await journal.read(1, 10)).at(-1)).toMatchObject({ kind: "definitions-mended" });
  });

  it("holds nothing up when the journal cannot be written", async () => {
    const journal = openMemoryJournal();
    await journal.close();
    await chronicle({ journal, now, log }).loaded(definitions(service("a")));
    expect(warnings).toEqual(["the journal does not know of the definitions read"]);
  });
});
