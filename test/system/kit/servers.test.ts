import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAlertmanager } from "../../../kit/alertmanager.ts";
import { instant, range, samplesRead, value } from "../../../kit/ask.ts";
import { giveHistoryWithLedgers } from "../../../kit/backfill.ts";
import { startFeed, upTo } from "../../../kit/feed.ts";
import { counter, day, diurnal, during, events, shown } from "../../../kit/history.ts";
import { runProgram } from "../../../kit/processes.ts";
import { type PrometheusServer, startPrometheus } from "../../../kit/prometheus.ts";
import { writeHistory } from "../../../kit/remote-write.ts";
import { generations, isLeftOut, repository } from "../../../kit/tools.ts";
import { until } from "../../../kit/until.ts";
import { series } from "../../../src/model/names.ts";

// A month that ended on a fixed day: what is known by construction is then the same in every run.
const end = Date.UTC(2026, 5, 30) / 1000;
const span = { from: end - 31 * day, to: end };
const total = diurnal(20, 0.8);
const bad = during([{ from: end - 20 * day, to: end - 20 * day + 3 * 3600 }], total);
const scraped = (code: string, count: typeof total) =>
  counter({ labels: { __name__: "x_total", code }, ...span, count, scrapes: { every: 60, phase: 13 } });
const history = [scraped("500", bad), scraped("200", total)];

const growth = (selector: string) =>
  `sum(last_over_time(${selector}[150s]) - last_over_time(${selector}[300s] offset 150s) >= 0)`;
const rule = (record: string, expr: string) => ({ record, expr, labels: { slo_id: "x" } });
const ledgerRules = JSON.stringify({
  groups: [
    {
      name: "ledger",
      interval: "2m30s",
      rules: [
        rule(series.ledgerBad, growth('x_total{code="500"}')),
        rule(series.ledgerTotal, growth('x_total{code="200"}')),
        rule("other:not:ledger", "vector(1)"),
      ],
    },
  ],
});

describe.each(generations)("a Prometheus %s with a past", (generation) => {
  const leftOut = isLeftOut(`prometheus-${generation}`);
  let server: PrometheusServer;
  beforeAll(async () => {
    if (leftOut) return;
    server = await startPrometheus({ generation });
    await giveHistoryWithLedgers(server, history, { rules: [ledgerRules], ...{ start: span.from, end } });
  });
  afterAll(async () => {
    if (!leftOut) await server.stop();
  });

  it.skipIf(leftOut)("holds every sample that was written", async () => {
    const counts = await instant(server.url, "count_over_time(x_total[32d])", end);
    expect(counts.map((one) => one.value)).toEqual(history.map(({ times }) => times.length));
  });

  it.skipIf(leftOut)("has ledgers that count exactly what the scrapes show", async () => {
    // One millisecond before the grid, so that both generations read the same 17,280 intervals.
    const sum = `sum_over_time(${series.ledgerBad}{slo_id="x"}[30d])`;
    const seen = { from: end - 150 - 30 * day, to: end - 150 };
    expect(await value(server.url, sum, end - 0.001)).toBe(shown(history[0]!, seen));
    expect(shown(history[0]!, seen)).toBe(events(bad, seen));
  });

  it.skipIf(leftOut)("has the past of the ledgers alone, not of other rules", async () => {
    expect(await instant(server.url, "count_over_time(other:not:ledger[32d])", end)).toEqual([]);
  });

  it.skipIf(leftOut)("says what a question costs", async () => {
    expect(await samplesRead(server.url, 'count_over_time(x_total{code="200"}[1d])', end)).toBe(1440);
  });

  it.skipIf(leftOut)("comes back on the same port with its data after kill -9", async () => {
    await server.kill();
    await expect(fetch(`${server.url}/-/ready`)).rejects.toThrow();
    await server.start();
    expect(await value(server.url, "count(count_over_time(x_total[32d]))", end)).toBe(2);
  });
});

describe("a feed", () => {
  it("lets series live on past the history that was written", async () => {
    const server = await startPrometheus();
    const now = Date.now();
    const alive = { from: now / 1000 - 60, to: now / 1000 + 60 };
    const raw = [
      counter({ labels: { __name__: "y_total" }, ...alive, count: total, scrapes: { every: 1, phase: 0 } }),
    ];
    await writeHistory(server.url, upTo(raw, now));
    const feed = startFeed(server.url, raw, now);
    const newest = async () => (await value(server.url, "timestamp(y_total)"))! > now / 1000 + 2;
    await until(newest, { what: "a sample of the feed is there" });
    await feed.stop();
    const [all] = await range(server.url, "y_total", { start: now / 1000, end: now / 1000 + 2, step: 1 });
    expect(all?.values.length).toBe(3);
    await server.stop();
  });
});

describe("servers", () => {
  it("die with the process that started them, even when it is killed", async () => {
    const program = `
      import { startPrometheus } from "${repository}/kit/prometheus.ts";
      console.log((await startPrometheus()).pid());
      process.kill(process.pid, "SIGKILL");`;
    const { stdout } = await runProgram(process.execPath, ["--input-type=module", "-e", program]);
    const pid = Number(stdout.trim());
    expect(pid).toBeGreaterThan(0);
    const isGone = () =>
      !existsSync(`/proc/${pid}/stat`) || / Z /.test(readFileSync(join("/proc", `${pid}`, "stat"), "utf8"));
    expect(await until(isGone, { what: "the orphan is gone", timeout: 5_000 })).toBe(true);
  });

  it("explain themselves when they do not start", async () => {
    await expect(startPrometheus({ flags: ["--no-such-flag"] })).rejects.toThrow(
      /did not start.*\n.*no-such-flag/s,
    );
    await expect(startAlertmanager({ config: "route: {}" })).rejects.toThrow(/did not start/);
  });
});
