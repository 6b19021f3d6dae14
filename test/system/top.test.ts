import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { runNines, startNines, type NinesServer } from "../../kit/nines.ts";
import { openTerminal, type Terminal } from "../../kit/terminal.ts";
import { repository } from "../../kit/tools.ts";
import { until } from "../../kit/until.ts";
import { widthOf } from "../../src/cli/terminal/width.ts";
import { roadSpecs } from "./histories/road.ts";
import { sloOnce, startRoad } from "./road.ts";

const key = { down: "\u001b[B", end: "\u001b[F", escape: "\u001b", ctrlC: "\u0003" } as const;

let nines: NinesServer;
let terminal: Terminal;
beforeAll(async () => {
  nines = await startRoad();
  await sloOnce(nines, "frozen", (slo) => slo.state === "frozen", "is frozen");
}, 300_000);
afterAll(async () => {
  terminal.close();
  await nines.stop();
});

const open = (size = { rows: 24, columns: 80 }): Promise<Terminal> =>
  openTerminal([join(repository, "bin", "nines"), "top", "--server", nines.url], size, {
    LC_ALL: "C.UTF-8",
    NO_COLOR: "1",
  });
const longest = (): number => Math.max(...terminal.screen().map(widthOf));

describe("nines top in a pseudo-terminal, beside a real nines on a real Prometheus", () => {
  it("shows the worst first, live, in the words of nines status", async () => {
    terminal = await open();
    await terminal.shows(/ago · live · \d+ SLOs · worst first/);
    const { stdout } = await runNines(["status", "--server", nines.url, "--state", "frozen"]);
    const [, worst = ""] = /■ frozen +(\S+)\.production/.exec(stdout) ?? [];
    expect(terminal.screen()[3]).toContain(`▸ ■ frozen      ${worst.slice(0, 20)}`);
    expect(terminal.screen()).toHaveLength(24);
    expect(longest()).toBeLessThanOrEqual(80);
    expect(terminal.written()).not.toMatch(/\u001b\[\d*m/);
  });

  it("moves on by itself: each cycle of the server is a new picture", async () => {
    const told = new Set<string>();
    const drawn = new Set<number>();
    const hasMoved = (): boolean => {
      told.add(terminal.screen()[1] ?? "");
      return drawn.add(terminal.written().length).size >= 4;
    };
    await until(hasMoved, { what: "three more pictures are drawn" });
    expect([...told].filter((line) => !/^\d s ago · live/.test(line))).toEqual([]);
  });

  it("filters while one types, opens the one that is left, and comes back", async () => {
    terminal.press("/");
    terminal.press("restrict");
    await terminal.shows('1 SLO · worst first · with "restrict"');
    terminal.press("\r");
    await terminal.shows("▸ ◕ restricted");
    terminal.press("\r");
    await terminal.shows("restricted.availability.production   99.9 %");
    await terminal.shows("The sum");
    terminal.press(key.escape);
    await terminal.shows('with "restrict"');
    terminal.press(key.escape);
    await terminal.shows(/ago · live · \d\d SLOs · worst first$/);
  });

  it("orders by burn, and moves", async () => {
    terminal.press("b");
    await terminal.shows("greatest burn first");
    await terminal.shows(/▸ .*burning/);
    terminal.press(key.end);
    await until(() => terminal.screen()[3]?.startsWith("▸") === false, { what: "the last row is selected" });
    terminal.press("s");
    await terminal.shows("worst first");
  });

  it("follows the size of its window", async () => {
    terminal.resize({ rows: 10, columns: 50 });
    await terminal.shows(/^■ \d+ ◕/);
    expect(terminal.screen().length).toBeLessThanOrEqual(10);
    expect(longest()).toBeLessThanOrEqual(50);
    terminal.resize({ rows: 24, columns: 80 });
    await terminal.shows(/^■ \d+ frozen/);
  });

  it("says that the server is gone, keeps what was known, and goes on when it is back", async () => {
    const { port } = nines;
    nines.signal("SIGKILL");
    await nines.gone;
    await terminal.shows(/^▲ as known .* ago: cannot reach http.*refused/);
    await terminal.shows("frozen");
    nines = await startNines(
      ["--prometheus", inject("servers").prometheus, "--slos", roadSpecs, "--data", "none", "--cycle", "2s"],
      port,
    );
    await terminal.shows(/ago · live ·/);
  });

  it("ends by q, and leaves the terminal as it was", async () => {
    terminal.press("q");
    const { exitCode, modes } = await terminal.ended;
    expect(exitCode).toBe(0);
    expect(modes).not.toMatch(/-icanon|-echo\b/);
    expect(terminal.written().trimEnd().endsWith("\u001b[?1049l")).toBe(true);
  });

  it("ends by Ctrl-C as well, which kills nothing on its way", async () => {
    terminal = await open({ rows: 6, columns: 40 });
    await terminal.shows("■");
    terminal.press(key.ctrlC);
    expect(await terminal.ended).toMatchObject({ exitCode: 0 });
  });
});
