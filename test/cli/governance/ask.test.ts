import { describe, expect, it } from "vitest";
import { moment, pastMoment, share, wholeNumber } from "../../../src/cli/governance/arguments.ts";
import { complete } from "../../../src/cli/governance/ask.ts";
import { wrap } from "../../../src/cli/terminal/wrap.ts";

const questions = [
  { key: "service" as const, flag: "--service", text: "Which" },
  { key: "reason" as const, flag: "--reason", text: "Why" },
];

describe("what a command needs", () => {
  it("comes from its flags where they say it all", async () => {
    const said = { service: "checkout", reason: "because" };
    expect(await complete(questions, said, "nines x")).toEqual(said);
  });

  it("is named, all at once, where nobody is there to be asked", async () => {
    await expect(complete(questions, {}, "nines x")).rejects.toThrow(
      "missing: --service, --reason; see nines x --help",
    );
  });
});

describe("options of governance", () => {
  it.each([
    ["2026-11-22T18:00:00Z", "2026-11-22T18:00:00.000Z"],
    ["2026-11-22T18:00:00+01:00", "2026-11-22T17:00:00.000Z"],
  ])("read the moment %s", (text, is) => expect(moment(text)).toBe(is));

  it.each(["2026-11-22T18:00:00", "soon", ""])(
    "refuse the moment %j, which has no zone or is none",
    (text) => {
      expect(() => moment(text)).toThrow(/Write it as/);
    },
  );

  it("take a duration for the time from now on, or before now where the past is meant", () => {
    expect(Math.abs(Date.parse(moment("4h")) - Date.now() - 4 * 3_600_000)).toBeLessThan(2_000);
    expect(Math.abs(Date.parse(pastMoment("4h")) - Date.now() + 4 * 3_600_000)).toBeLessThan(2_000);
  });

  it("read shares and counts, and refuse what is none", () => {
    expect(share("2.5%")).toBe(0.025);
    expect(() => share("2.5")).toThrow();
    expect(wholeNumber("3")).toBe(3);
    expect(() => wholeNumber("0")).toThrow();
  });
});

describe("text beside an indentation", () => {
  it("is broken at words, within eighty columns", () => {
    const lines = wrap("word ".repeat(40).trim(), "    ");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.every((line) => line.startsWith("    word"))).toBe(true);
  });

  it("leaves long words whole, so that they can be copied", () => {
    const link = `https://wiki.example/${"x".repeat(100)}`;
    expect(wrap(`see ${link} there`)).toEqual(["see", link, "there"]);
  });
});
