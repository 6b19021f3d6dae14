import { describe, expect, it } from "vitest";
import { inkFor, plainInk, printable, stateMark } from "../../../src/cli/terminal/ink.ts";
import { table } from "../../../src/cli/terminal/table.ts";

describe("a table in the terminal", () => {
  it("stands words left and numbers right", () => {
    const lines = table(
      [{ title: "SLO" }, { title: "burn", align: "right" }],
      [
        ["checkout.availability", "14.4×"],
        ["search.latency", "0.1×"],
      ],
    );
    expect(lines).toEqual([
      "SLO                     burn",
      "checkout.availability  14.4×",
      "search.latency          0.1×",
    ]);
  });

  it("measures what is seen, not the colour codes around it", () => {
    const lines = table([{ title: "a" }, { title: "b" }], [["\u001b[31mred\u001b[39m", "x"]]);
    expect(lines[0]).toBe("a    b");
  });
});

describe("state marks", () => {
  it("carry a shape and a word without any colour", () => {
    expect(stateMark(plainInk, "restricted")).toBe("◕ restricted");
    expect(stateMark(plainInk, "unknown")).toBe("◌ unknown");
  });

  it("are not coloured where the stream is no terminal", () => {
    const file = Object.assign(Object.create(process.stdout) as typeof process.stdout, { isTTY: false });
    expect(stateMark(inkFor(file), "frozen")).toBe("■ frozen");
  });
});

it("text from elsewhere cannot steer the terminal", () =>
  expect(printable("a\u001b[2Jb")).toBe("a\ufffd[2Jb"));
