import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openTerminal, type Terminal } from "../../../kit/terminal.ts";
import { repository } from "../../../kit/tools.ts";

const screenModule = join(repository, "src", "cli", "top", "screen.ts");
const enter = "\u001b[?1049h";
const leave = "\u001b[?1049l";

let terminal: Terminal | undefined;
afterEach(() => terminal?.close());

/** A program that takes the terminal, shows a word, and then does something. */
const taking = async (then: string): Promise<Terminal> => {
  const program = [
    `const { openScreen } = await import(${JSON.stringify(screenModule)});`,
    "const screen = openScreen(process.stdin, process.stdout, { key() {}, resized() {}, ended() { screen.close(); } });",
    'screen.show(["taken"]);',
    then,
  ].join("\n");
  terminal = await openTerminal([process.execPath, "--input-type=module", "-e", program], {
    rows: 24,
    columns: 80,
  });
  return terminal;
};

describe("a terminal that was taken", () => {
  it("is given back when the program fails, with what failed where it can be read", async () => {
    const failing = await taking('setTimeout(() => { throw new Error("nobody expected that"); }, 50);');
    const { exitCode, modes } = await failing.ended;
    const text = failing.written();
    expect(exitCode).not.toBe(0);
    expect(modes).toMatch(/\bicanon\b.*\becho\b/s);
    expect(modes).not.toMatch(/-icanon|-echo\b/);
    expect(text.indexOf(leave)).toBeGreaterThan(text.indexOf(enter));
    expect(text).toContain("nobody expected that");
  });

  it.each(["SIGTERM", "SIGHUP", "SIGINT"] as const)("is given back on %s", async (signal) => {
    const waiting = await taking("setInterval(() => undefined, 1_000).unref();");
    await waiting.shows("taken");
    waiting.signal(signal);
    const { modes } = await waiting.ended;
    expect(modes).not.toMatch(/-icanon|-echo\b/);
    expect(waiting.written()).toContain(leave);
  });
});
