import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { instant, range, value } from "../../../kit/ask.ts";
import { counter, hour, minute, share, steady } from "../../../kit/history.ts";
import { type NinesServer, startNines } from "../../../kit/nines.ts";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { type PrometheusServer, startPrometheus } from "../../../kit/prometheus.ts";
import { writeHistory } from "../../../kit/remote-write.ts";
import { until } from "../../../kit/until.ts";
import { compileDefinitions } from "../../../src/compile/compile.ts";
import { defaultOptions } from "../../../src/compile/options.ts";
import { loadDefinitions } from "../../../src/spec/load.ts";

/** Two regions burn alike; the one under maintenance is quiet, and stays so after the window has ended. */
const spec = `
apiVersion: nines/v1
kind: Service
metadata: { name: checkout, owner: team-shop }
spec:
  environments: [production]
  slos:
    - name: availability
      objective: 99.9%
      groupBy: [region]
      sli:
        ratio:
          bad: http_requests_total{job="checkout", code="500"}
          total: http_requests_total{job="checkout"}
      alerting: { tiers: { fast: { for: 0s } } }
`;
const id = "checkout.availability.production";
const folder = temporaryFolder("mask");
const slos = join(folder, "slos");
const started = Math.floor(Date.now() / 1000);
let window: { id: string };
let prometheus: PrometheusServer;
let nines: NinesServer;

/** As compiled, but looked at every second rather than every half minute: the test has no time to wait. */
function hurriedRules(): string {
  const loaded = loadDefinitions([{ path: "checkout.yaml", text: spec }]);
  const [rules] = compileDefinitions(loaded.definitions, defaultOptions).filter(({ path }) =>
    path.startsWith("rules/"),
  );
  const file = join(folder, "rules.yaml");
  writeFileSync(file, rules!.text.replaceAll("interval: 30s", "interval: 1s"));
  return file;
}

function outage(region: string) {
  const span = { from: started - 1.2 * hour, to: started };
  const requests = steady(20);
  const line = (code: string, part: number) =>
    counter({
      ...span,
      labels: { __name__: "http_requests_total", job: "checkout", region, code },
      count: share(part, requests),
      scrapes: { every: 15, phase: 3 },
    });
  return [line("200", 0.7), line("500", 0.3)];
}

const iso = (at: number) => new Date(at * 1000).toISOString();
const lasting = (to: number) => ({ kind: "once", from: iso(started - 5 * minute), to: iso(to) });

/** Asks as the first administrator; before the first cycle nobody knows the service, so it is asked again. */
async function send(method: string, path: string, body: object): Promise<{ id: string }> {
  const token = readFileSync(join(folder, "data", "admin-token"), "utf8").trim();
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  return until(
    async () => {
      const answer = await fetch(`${nines.url}/api/v1/windows${path}`, {
        method,
        headers,
        body: JSON.stringify(body),
      });
      if (answer.status === 503) return undefined;
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} answered ${answer.status}: ${text}`);
      return JSON.parse(text) as { id: string };
    },
    { what: `nines takes ${method}` },
  );
}

beforeAll(async () => {
  mkdirSync(slos);
  writeFileSync(join(slos, "checkout.yaml"), spec);
  prometheus = await startPrometheus();
  await writeHistory(prometheus.url, ["eu", "us"].flatMap(outage));
  nines = await startNines([
    ...["--slos", slos, "--prometheus", prometheus.url],
    ...["--data", join(folder, "data"), "--cycle", "1s"],
    ...["--alertmanager", `main=${inject("servers").alertmanager}`],
  ]);
  const works = { kind: "maintenance", title: "network works", reason: "a switch is replaced" };
  const where = { service: "checkout", environments: ["production"], group: { region: "eu" } };
  window = await send("POST", "", { ...works, ...where, schedule: lasting(started + hour) });
  const scrape = {
    job_name: "nines",
    scrape_interval: "1s",
    scrape_timeout: "1s",
    honor_labels: true,
    // A target's own label of that name must not push the group's aside.
    static_configs: [{ targets: [`127.0.0.1:${nines.port}`], labels: { region: "us" } }],
  };
  await prometheus.reload({ config: { global: { evaluation_interval: "1s" }, scrape_configs: [scrape] } });
  const masked = `nines_maintenance_active{slo_id="${id}", region="eu"}`;
  await until(async () => (await value(prometheus.url, masked)) === 1, { what: "the mask is scraped" });
  await prometheus.reload({ ruleFiles: [hurriedRules()] });
});
afterAll(async () => {
  await nines.stop();
  await prometheus.stop();
  removeFolder(folder);
});

const pages = 'ALERTS{alertname="ErrorBudgetBurn", tier="fast", alertstate="firing"}';
const pagesEver = async (region: string): Promise<number> => {
  const grid = { start: started, end: Math.floor(Date.now() / 1000), step: 1 };
  const found = await range(prometheus.url, pages, grid);
  return found.filter(({ labels }) => labels.region === region).length;
};

describe("maintenance of one region, on a real Prometheus that scrapes nines", () => {
  it("pages for the other region, and for nobody else, while it lasts", async () => {
    await until(async () => (await pagesEver("us")) === 1, { what: "the other region pages" });
    expect(await pagesEver("eu")).toBe(0);
  });

  it("has its one silence in the Alertmanager that serve was told of", async () => {
    const silences = async () => {
      const all = (await (await fetch(`${inject("servers").alertmanager}/api/v2/silences`)).json()) as {
        status: { state: string };
        comment: string;
      }[];
      return all.filter(({ status, comment }) => status.state === "active" && comment.includes(window.id));
    };
    await until(async () => (await silences()).length > 0, { what: "the silence is there" });
    expect(await silences()).toHaveLength(1);
    const text = await (await fetch(`${nines.url}/metrics`)).text();
    expect(text).toContain('nines_alertmanager_up{alertmanager="main"} 1');
    expect(text).toContain('nines_alertmanager_silences{alertmanager="main"} 1');
  });

  it("does not page after it has ended for what happened during it", async () => {
    // The work is done early: its window is shortened, so that what comes after it can be watched.
    const over = Math.ceil(Date.now() / 1000) + 2;
    await send("PUT", `/${window.id}`, { schedule: lasting(over) });
    await until(async () => (await instant(prometheus.url, "nines_maintenance_active")).length === 0, {
      what: "the mask is gone",
      timeout: 30_000,
    });
    expect(Date.now() / 1000).toBeGreaterThanOrEqual(over);
    const evaluations = `count_over_time(slo:sli_error:ratio_rate5m{slo_id="${id}", region="eu"}[10m])`;
    const before = (await value(prometheus.url, evaluations)) ?? 0;
    // Several evaluations later it still burns by its numbers, and is still quiet.
    await until(async () => ((await value(prometheus.url, evaluations)) ?? 0) >= before + 5, {
      what: "the rules were evaluated five times without the mask",
    });
    const ratio = `slo:sli_error:ratio_rate5m{slo_id="${id}", region="eu"}`;
    expect(await value(prometheus.url, ratio)).toBeGreaterThan(0.2);
    expect(await pagesEver("eu")).toBe(0);
    expect(await pagesEver("us")).toBe(1);
  });
});
