import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runNines } from "../../kit/nines.ts";
import { explanationOf } from "../http/support/app.ts";
import { judged, noon, snapshotOf } from "../support/snapshots.ts";
import { serving, type Listening } from "./support/server.ts";

const shop = snapshotOf([
  judged({
    consumed: 0.912,
    burn: { "5m": 22, "1h": 15.2 },
    fastBurn: true,
    slo: { description: "Orders are accepted" },
  }),
  judged({ consumed: 0.1, slo: { name: "latency" } }),
  judged({
    slo: { service: "search", groupBy: ["region"] },
    groups: [
      { group: { region: "us" }, consumed: 0.1 },
      { group: { region: "eu" }, consumed: 1.8 },
      { group: { region: "ap" }, consumed: 0.2, burn: { "5m": 30, "1h": 20 }, fastBurn: true },
    ],
  }),
  judged({ cause: "no-data", slo: { service: "mail" } }),
]);
let server: Listening;
beforeAll(async () => {
  server = await serving(shop);
});
afterAll(() => server[Symbol.asyncDispose]());
const explain = (...args: string[]) =>
  runNines(["explain", "--server", server.url, ...args], { env: { TZ: "UTC" } });

describe("nines explain", () => {
  it("tells the promise, the state, what is left, and the numbers it was made of", async () => {
    const { stdout, exitCode } = await explain("checkout.availability");
    expect(exitCode).toBe(0);
    expect(stdout.split("\n").slice(0, 7)).toEqual([
      "checkout.availability.production   99.9 % of events over 30d   ◕ restricted since 22 Nov 10:00 UTC",
      "Orders are accepted",
      "",
      "Budget",
      "  ▕█████████░▏ 91.2 % consumed   8.8 % = 88 bad events left",
      "  Never gone at this pace.",
      "  1\u2009000\u2009000 events · 912 bad · allowed 1\u2009000 · coverage 100 % · data 50 s old",
    ]);
  });

  it("tells the sum, the days, the recovery, the queries, the tiers and the source", async () => {
    const { stdout } = await explain("checkout.availability");
    expect(stdout).toContain("The sum\n  912 bad ÷ 1 000 000 = 0.0912 %\n");
    expect(stdout).toContain(
      "  █▁\n  bad events a day; most in the day to 23 Nov 12:00 UTC: 900, 90 % of the budget\n",
    );
    expect(stdout).toContain("  ◕ leaves restricted, below 85 %: 23 Nov 12:00 UTC\n");
    expect(stdout).toContain("  bad events in 30d = 912\n    sum_over_time(x[30d])\n");
    expect(stdout).toMatch(/fast +page +1h 15\.2× +5m 22× +14\.4× +▲ firing since 22 Nov 11:56 UTC\n/);
    expect(stdout).toContain(
      "slos/checkout.yaml:1\n  policy default (abcd1234)\n  rules 3f9c2a10, as in git\n",
    );
  });

  it("tells each group of a grouped SLO, worst first", async () => {
    const { stdout } = await explain("search");
    expect(stdout.indexOf("■ frozen  region=eu")).toBeGreaterThan(0);
    expect(stdout.indexOf("● healthy  region=us")).toBeGreaterThan(stdout.indexOf("■ frozen  region=eu"));
    expect(stdout).toContain("overspent by 800 bad events");
    expect(stdout).toMatch(/fast +page +1h 20× +5m 30× +14\.4× +▲ firing for region=ap since 22 Nov/);
  });

  it("says why nothing is known, in place of a number", async () => {
    const { stdout } = await explain("mail");
    expect(stdout).toContain("◌ unknown");
    expect(stdout).toContain("it is no-data");
    expect(stdout).not.toContain("▕");
  });

  it("tells last known numbers as such", async () => {
    await using silent = await serving(
      snapshotOf([judged({ consumed: 0.34, cause: "prometheus-unreachable" })]),
    );
    const { stdout } = await runNines(["explain", "--server", silent.url, "checkout"]);
    expect(stdout).toContain(
      "  Prometheus unreachable\n  data 50 s old\n  last known: ▕███░░░░░░░▏ 34 % consumed",
    );
    expect(stdout).not.toContain("pace");
  });

  it.each([
    ["once, where the cycle met the same", "it is prometheus-unreachable", 1, 0],
    ["as news, where the cycle did not", "connection refused", 1, 1],
  ])("tells that Prometheus could not be asked %s", async (_how, message, times, news) => {
    const snapshot = snapshotOf([judged({ consumed: 0.34, cause: "prometheus-unreachable" })]);
    const silent = { kind: "no-data", cause: "unreachable", message } as const;
    await using server = await serving(snapshot, {
      explain: (id) => Promise.resolve({ ...explanationOf(id, snapshot)!, silent }),
    });
    const { stdout } = await runNines(["explain", "--server", server.url, "checkout"]);
    expect(stdout.split(message)).toHaveLength(times + 1);
    expect(stdout.split("could not be asked anew")).toHaveLength(news + 1);
  });

  it("fits 80 columns, with queries that can be pasted as they are", async () => {
    const query =
      'sum_over_time(slo:ledger_bad:events{slo_id="checkout.availability.production", region="eu"}[30d])';
    const days = Array.from({ length: 90 }, (_, day) => ({ at: noon, bad: day, total: 100 }));
    await using server = await serving(shop, {
      explain: (id) => {
        const explanation = explanationOf(id, shop)!;
        const [group] = explanation.groups;
        const queries = [{ title: "bad events in 30d", promql: query, value: 912 }];
        return Promise.resolve({ ...explanation, groups: [{ ...group!, queries, days }] });
      },
    });
    const { stdout } = await runNines(["explain", "--server", server.url, "checkout.availability"], {
      env: { TZ: "UTC", COLUMNS: "80" },
    });
    expect(stdout.split("\n").filter((line) => Array.from(line).length > 80)).toEqual([]);
    expect(stdout.replaceAll(/\s/g, "")).toContain(query.replaceAll(" ", ""));
    expect(stdout).toContain("bad events in 2 days each; most in the day to");
  });

  it("is JSON when asked", async () => {
    expect(JSON.parse((await explain("mail", "--json")).stdout)).toMatchObject({ slo: { state: "unknown" } });
  });

  it("exits 1 on an id that fits several, or none, naming what could be meant", async () => {
    const several = await explain("checkout");
    expect([several.exitCode, several.stderr]).toEqual([
      1,
      'nines: "checkout" fits checkout.availability.production, checkout.latency.production; add the missing part\n',
    ]);
    const none = await explain("chekout.latency");
    expect(none.exitCode).toBe(1);
    expect(none.stderr).toContain("near it: checkout.latency.production");
  });
});
