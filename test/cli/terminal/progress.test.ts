import { describe, expect, it } from "vitest";
import { plainLook } from "../../../src/cli/terminal/look.ts";
import { progress, progressLine } from "../../../src/cli/terminal/progress.ts";

/** A stream that keeps what is written, and a clock that is set by hand. */
function watched(isTTY: boolean, total?: number) {
  const written: string[] = [];
  let now = 0;
  const out = { isTTY, write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream;
  const bar = progress("verifying entries", total, out, {
    clock: () => now,
    look: { ...plainLook, width: 80 },
  });
  return { bar, written, at: (milliseconds: number) => (now = milliseconds) };
}

describe("a line of progress", () => {
  it("says how far it is, since when, and how long that leaves", () =>
    expect(progressLine({ what: "verifying entries", done: 62, total: 100, elapsed: 12 }, 80)).toBe(
      // 12 s for 62 parts leave 12 × 38 / 62 = 7.4 s.
      "verifying entries ▕████████████░░░░░░░░▏ 62 %  12 s, 7 s left",
    ));

  it("foresees nothing from its first steps, and is never full before its end", () => {
    expect(progressLine({ what: "w", done: 1, total: 1_000, elapsed: 1 }, 80)).not.toContain("left");
    expect(progressLine({ what: "w", done: 999, total: 1_000, elapsed: 1 }, 80)).toMatch(/░▏ 99 %/);
  });

  it("counts where nobody knows how much there is", () =>
    expect(progressLine({ what: "entries restored", done: 12_000, elapsed: 3 }, 80)).toBe(
      "entries restored: 12\u2009000  3 s",
    ));

  it("gives up its bar, then its end, in a narrow window", () => {
    const far = { what: "verifying entries", done: 62, total: 100, elapsed: 12 };
    expect(progressLine(far, 40)).toBe("verifying entries 62 %  12 s, 7 s left");
    expect(progressLine(far, 20)).toBe("verifying entries 6…");
  });
});

describe("progress", () => {
  it("is shown on a terminal once work takes longer than a second, and leaves nothing behind", () => {
    const { bar, written, at } = watched(true, 10);
    at(900);
    bar.step();
    expect(written).toEqual([]);
    at(1_100);
    bar.step(4);
    expect(written.join("")).toContain("50 %");
    at(1_150);
    bar.step();
    expect(written).toHaveLength(1);
    bar.end();
    bar.end();
    expect(written.at(-1)).toBe("\r\u001b[K");
    expect(written).toHaveLength(2);
  });

  it("is nothing at all in a pipe", () => {
    const { bar, written, at } = watched(false, 10);
    at(60_000);
    bar.step();
    bar.end();
    expect(written).toEqual([]);
  });
});
