import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runNines } from "../../kit/nines.ts";
import { seconds, timestamp } from "../../src/model/units.ts";
import { judged, noon, snapshotOf } from "../support/snapshots.ts";
import { serving, type Listening } from "./support/server.ts";

const inFourHours = {
  kind: "in" as const,
  seconds: seconds(15_000),
  at: timestamp(noon + 15_000),
  pace: 15.2,
  window: seconds(3_600),
};
const shop = snapshotOf([
  judged({
    consumed: 1.18,
    burn: { "1h": 0.4 },
    exhaustion: { kind: "exhausted" },
    slo: { service: "payments" },
  }),
  judged({ consumed: 0.912, burn: { "1h": 15.2 }, fastBurn: true, exhaustion: inFourHours }),
  judged({ consumed: 0.06, burn: { "1h": 0.1 }, slo: { service: "search", owner: "team-find" } }),
  judged({ consumed: 0.3, cause: "stale", age: "20m", slo: { service: "mail" } }),
  judged({ consumed: 0.62, coverage: 0.4, burn: { "1h": 1.3 }, slo: { service: "young" } }),
]);
let server: Listening;
beforeAll(async () => {
  server = await serving(shop);
});
afterAll(() => server[Symbol.asyncDispose]());
const status = (...args: string[]) => runNines(["status", "--server", server.url, ...args]);

describe("nines status", () => {
  it("is a table with budget bars, worst first", async () => {
    const { stdout, exitCode } = await status();
    expect(exitCode).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "■ 1 frozen   ◕ 1 restricted   ◑ 0 caution   ◔ 0 watch   ● 2 healthy   ◌ 1 unknown   10 s ago",
      "",
      "state         SLO                               objective  budget           consumed      burn 1h      left  owner",
      "■ frozen      payments.availability.production     99.9 %  ▕██████████▏▓▓      118 %         0.4×      gone  team-shop",
      "◕ restricted  checkout.availability.production     99.9 %  ▕█████████░▏       91.2 %  ▲page 15.2×  4 h 10 m  team-shop",
      "◌ unknown     mail.availability.production         99.9 %  ▕╌╌╌╌╌╌╌╌╌╌▏            ?            –         –  team-shop  data too old, data 20 m 10 s old",
      "● healthy     young.availability.production        99.9 %  ▕██████░░░░▏         62 %         1.3×     never  team-shop  partial: 40 % of the window seen",
      "● healthy     search.availability.production       99.9 %  ▕█░░░░░░░░░▏          6 %         0.1×     never  team-find",
      "",
    ]);
  });

  it("is narrowed by text and filters", async () => {
    expect((await status("sear")).stdout).toContain("search.availability");
    expect((await status("sear")).stdout).not.toContain("checkout");
    expect((await status("--owner", "team-find", "--state", "healthy,frozen")).stdout).toContain("search");
    expect((await status("--service", "nobody")).stdout).toContain("No SLO fits.");
  });

  it("shows the page of a group that is not the worst, and whose it is", async () => {
    const groups = [
      { group: { region: "eu" }, consumed: 0.8, burn: { "1h": 0.3 } },
      { group: { region: "us" }, consumed: 0.1, burn: { "1h": 20 }, fastBurn: true },
    ];
    await using grouped = await serving(snapshotOf([judged({ slo: { groupBy: ["region"] }, groups })]));
    const { stdout } = await runNines(["status", "--server", grouped.url]);
    expect(stdout).toMatch(/◑ caution .*\{region=eu\}.*▲page 0\.3×.* page for region=us$/m);
  });

  it("is JSON when asked", async () => {
    const { stdout } = await status("--json", "--sort", "id");
    const { items, total } = JSON.parse(stdout) as { items: { id: string }[]; total: number };
    expect([items[0]?.id, total]).toEqual(["checkout.availability.production", 5]);
  });

  it("fetches every page of many SLOs", async () => {
    const many = Array.from({ length: 2_300 }, (_, n) => judged({ consumed: 0.1, slo: { name: `s${n}` } }));
    await using large = await serving(snapshotOf(many));
    const { stdout } = await runNines(["status", "--server", large.url]);
    expect(stdout.match(/● healthy/g)).toHaveLength(2_300);
    expect(large.requests.filter(({ url }) => url.startsWith("/api/v1/slos"))).toHaveLength(3);
  });

  it("draws how budgets went down where the server can tell, beside the figures or below the name", async () => {
    const line = { from: timestamp(noon - 2_592_000), to: noon, left: [1, 0.9, 0.5, 0.1, -0.18] };
    const burnLines = async () => ({
      lines: new Map([["payments.availability.production", line]]),
      silent: [],
    });
    await using drawing = await serving(shop, { burnLines });
    const wide = await runNines(["status", "--server", drawing.url]);
    expect(wide.stdout).toMatch(/left {2}burn-down {2}owner/);
    expect(wide.stdout).toMatch(/■ frozen .*gone {2}█▇▅▂· {6}team-shop/);
    const narrow = await runNines(["status", "--server", drawing.url], { env: { COLUMNS: "80" } });
    expect(narrow.stdout).toContain("left gone  █▇▅▂·");
  });

  it("leaves nothing out on 80 columns, where name and figures stand below each other", async () => {
    const { stdout } = await runNines(["status", "--server", server.url], { env: { COLUMNS: "80" } });
    const lines = stdout.split("\n");
    expect(lines.filter((line) => Array.from(line).length > 80)).toEqual([]);
    expect(lines.slice(0, 9)).toEqual([
      "■ 1 frozen   ◕ 1 restricted   ◑ 0 caution   ◔ 0 watch   ● 2 healthy",
      "◌ 1 unknown   10 s ago",
      "",
      "■ frozen      payments.availability.production",
      "              ▕██████████▏▓▓  118 %  burn 0.4×  left gone  of 99.9 %  team-shop",
      "◕ restricted  checkout.availability.production",
      "              ▕█████████░▏    91.2 %  burn ▲page 15.2×  left 4 h 10 m  of 99.9 %",
      "              team-shop",
      "◌ unknown     mail.availability.production",
    ]);
    expect(stdout).toContain("data too old");
  });

  it("says below its line what has no room beside it", async () => {
    const { stdout } = await runNines(["status", "--server", server.url], { env: { COLUMNS: "130" } });
    expect(stdout).toMatch(/mail\.availability.*team-shop\n {14}data too old, data 20 m 10 s old\n/);
  });

  it("draws finer bars on a wide terminal", async () => {
    const { stdout } = await runNines(["status", "--server", server.url], { env: { COLUMNS: "220" } });
    expect(stdout).toContain("▕██████████████████████████████▏▓▓▓▓▓▓");
  });

  it("is ASCII where the locale knows nothing else", async () => {
    const { stdout } = await runNines(["status", "--server", server.url], { env: { LC_ALL: "C" } });
    expect(stdout).toMatch(/^[\x20-\x7e\n]*$/);
    expect(stdout).toContain("* restricted  checkout.availability.production     99.9 %  [#########.]");
  });

  it("is coloured only where colour is wanted, and never against NO_COLOR", async () => {
    const forced = { env: { FORCE_COLOR: "1" } };
    const args = ["status", "--server", server.url];
    expect((await runNines(args, forced)).stdout).toContain("\u001b[");
    expect((await status()).stdout).not.toContain("\u001b[");
  });

  it("exits 1 on a state that does not exist, naming the near one", async () => {
    const { exitCode, stderr } = await status("--state", "frozn");
    expect(exitCode).toBe(1);
    expect(stderr).toContain('"frozn" is not one of its values; did you mean "frozen"?');
  });
});
