import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { paper, terminal } from "../../../demo/screen/painter.ts";

const paperOf = () => {
  let text = "";
  let now = 0;
  const out = { write: (part: string) => ((text += part), true) };
  const sink = Object.assign(new EventEmitter(), out) as unknown as NodeJS.WriteStream;
  return {
    screen: paper(sink, () => now),
    terminal: (rows: number) => terminal(Object.assign(sink, { rows })),
    text: () => text,
    wait: (milliseconds: number) => (now += milliseconds),
  };
};

describe("the demo away from a terminal", () => {
  it("prints the first picture at once, then one every half minute, and the last always", () => {
    const { screen, text, wait } = paperOf();
    screen.show(["first"]);
    wait(29_000);
    screen.show(["too soon"]);
    wait(1_000);
    screen.show(["second"]);
    screen.close(["last"]);
    expect(text()).toBe("first\nsecond\nlast\n");
  });

  it("says at once what happens between two pictures", () => {
    const { screen, text } = paperOf();
    screen.show(["picture"]);
    screen.note("Prometheus is gone");
    expect(text()).toBe("picture\nPrometheus is gone\n");
  });

  it("writes no escape sequence", () => {
    const { screen, text } = paperOf();
    screen.say("starting");
    screen.show(["picture"]);
    expect(text()).not.toContain("\u001b");
  });
});

describe("the demo on a terminal", () => {
  it("never draws past the window", () => {
    const { terminal: open, text } = paperOf();
    open(3).show(["one", "two", "three", "four"]);
    expect(text()).toContain("\u001b[1;1Hone\u001b[K\u001b[2;1Htwo\u001b[K\u001b[3;1H\u001b[J");
    expect(text()).not.toContain("three");
  });

  it("draws only the rows that changed, and clears those that are gone", () => {
    const { terminal: open, text } = paperOf();
    const screen = open(10);
    screen.show(["one", "two", "three"]);
    const before = text().length;
    screen.show(["one", "TWO"]);
    expect(text().slice(before)).toBe("\u001b[2;1HTWO\u001b[K\u001b[3;1H\u001b[J");
  });

  it("gives the terminal back as it was, with the last picture below", () => {
    const { terminal: open, text } = paperOf();
    const screen = open(10);
    screen.show(["picture"]);
    screen.close(["last"]);
    expect(text().endsWith("\u001b[?7h\u001b[?25h\u001b[?1049llast\n")).toBe(true);
  });
});
