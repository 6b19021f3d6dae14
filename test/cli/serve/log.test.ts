import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { readableLine } from "../../../src/cli/serve/log.ts";

const line = (fields: object): string =>
  stripVTControlCharacters(
    readableLine(JSON.stringify({ time: "2026-11-22T14:02:11.123Z", level: "info", ...fields })),
  );

describe("a log line for people", () => {
  it("has the time, the level, the message and its facts", () => {
    expect(line({ msg: "definitions read", slos: 5, folder: "slos" })).toBe(
      "14:02:11 info  definitions read  slos=5 folder=slos\n",
    );
  });

  it("quotes what would not stand out by itself", () => {
    expect(line({ msg: "m", error: 'cannot "read" it' })).toContain(' error="cannot \\"read\\" it"');
    expect(line({ msg: "m", list: ["a", "b"] })).toContain(' list=["a","b"]');
  });

  it("lets no control character of a file or a host reach the terminal", () => {
    expect(line({ msg: "bad \u001b[31m name", path: "a\u0007b" })).toBe(
      "14:02:11 info  bad \ufffd[31m name  path=a\ufffdb\n",
    );
  });
});
