import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { giveHistoryWithLedgers } from "../../../kit/backfill.ts";
import { type Feed, startFeed, upTo } from "../../../kit/feed.ts";
import { counter, during, hour, minute, share, type Span, steady } from "../../../kit/history.ts";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { type PrometheusServer, startPrometheus } from "../../../kit/prometheus.ts";
import { until } from "../../../kit/until.ts";
import { compileDefinitions } from "../../../src/compile/compile.ts";
import { defaultOptions } from "../../../src/compile/options.ts";
import { readSpecs } from "../../../src/files/read.ts";
import type { ExperimentDetailBody, SignalBody } from "../../../src/http/schemas/governance/experiment.ts";
import type { AttributionBody } from "../../../src/http/schemas/incidents/attribution.ts";
import type { VerdictBody } from "../../../src/http/schemas/verdict.ts";
import { loadDefinitions } from "../../../src/spec/load.ts";
import { type Governed, type Person, startGovernedOn } from "../people.ts";

/**
 * Stories 4 and 5: chaos in production with nothing excluded, no cap and no abort; then once more with selectors too
 * broad, checks skipped for time, and at peak. The same experiments against a policy. Prometheus is real, and so are
 * the errors that the experiment causes.
 */
const start = Math.floor(Date.now() / 1_000);
const dateOf = (at: number): string => new Date(at * 1_000).toISOString().slice(0, 10);

const policy = (name: string, experiments: string): string => `---
apiVersion: nines/v1
kind: Policy
metadata: { name: ${name} }
spec: { timeZone: UTC, gate: [{ then: allow }], experiments: ${experiments} }
`;
const service = (name: string, its: string, dependsOn = "[]"): string => `---
apiVersion: nines/v1
kind: Service
metadata: { name: ${name}, owner: team-${name} }
spec:
  policy: ${its}
  dependsOn: ${dependsOn}
  slos:
    - name: availability
      objective: 99.9%
      ledgerInterval: 1m
      alerting: { windows: hurried }
      sli:
        ratio:
          bad: http_requests_total{job="${name}", code="500"}
          total: http_requests_total{job="${name}"}
`;
const spec = `apiVersion: nines/v1
kind: Defaults
metadata: { name: world }
spec: { scrapeInterval: 15s, window: 7d }
---
apiVersion: nines/v1
kind: AlertWindows
metadata: { name: hurried }
spec:
  tiers:
    fast: { long: 10m, short: 1m, budget: 2%, for: 0s, keepFiringFor: 0s }
${policy("sale", `{ schedule: { from: '00:00', to: '24:00', excluded: [${dateOf(start)}, ${dateOf(start + 86_400)}] } }`)}
${policy("careful", "{ floor: 50%, approval: [sre] }")}
${service("cart", "sale")}${service("ledger", "careful")}${service("orders", "careful")}`;

const folder = temporaryFolder("chaos");
const slos = join(folder, "slos");
const requests = steady(20);
const world: Span = { from: start - 6 * hour, to: start + hour };

/** ledger has lost most of its budget three hours ago; orders fails while the experiment breaks it. */
function seriesUntil(chaos?: Span) {
  const spent = { from: start - 3 * hour, to: start - 3 * hour + 4 * minute };
  const failing = { cart: [], ledger: [spent], orders: chaos === undefined ? [] : [chaos] };
  return Object.entries(failing).flatMap(([job, spells]) => {
    const bad = share(job === "ledger" ? 0.09 : 0.3, during(spells, requests));
    const line = (code: string, count: (at: number) => number) =>
      counter({
        ...world,
        labels: { __name__: "http_requests_total", job, code },
        count,
        scrapes: { every: 15, phase: 3 },
      });
    return [line("500", bad), line("200", (at) => requests(at) - bad(at))];
  });
}

let prometheus: PrometheusServer;
let feed: Feed;
let of: Governed;
let alice: Person;
let sam: Person;

beforeAll(async () => {
  mkdirSync(slos, { recursive: true });
  writeFileSync(join(slos, "shop.yaml"), spec.replaceAll(/\n\n---/g, "\n---").replaceAll("---\n---", "---"));
  const { definitions, diagnostics } = loadDefinitions((await readSpecs([slos])).files);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const rules = compileDefinitions(definitions, defaultOptions)
    .filter(({ path }) => path.startsWith("rules/"))
    .map(({ text }) => text);
  const ruleFiles = rules.map((text, index) => {
    const path = join(folder, `rules-${index}.yaml`);
    writeFileSync(path, text);
    return path;
  });
  prometheus = await startPrometheus();
  const now = Math.floor(Date.now() / 1_000);
  await giveHistoryWithLedgers(prometheus, upTo(seriesUntil(), now * 1_000), {
    rules,
    start: world.from,
    end: now,
  });
  of = await startGovernedOn(prometheus.url, slos);
  alice = await of.person("alice@example.org", ["requester"]);
  sam = await of.person("sam@example.org", ["approver"], ["sre"]);
  feed = startFeed(prometheus.url, seriesUntil(), now * 1_000);
  await prometheus.reload({ ruleFiles });
  await until(
    async () => {
      const { body } = await alice.get<{ items: { state: string }[] }>("/api/v1/slos");
      return body.items.length === 3 && body.items.every(({ state }) => state !== "unknown");
    },
    { what: "all budgets are known", timeout: 200_000 },
  );
}, 300_000);
afterAll(async () => {
  await feed.stop();
  await Promise.all([of.stop(), prometheus.stop()]);
  removeFolder(folder);
});

const ask = async (name: string, more = ""): Promise<VerdictBody> =>
  (
    await alice.get<VerdictBody>(
      `/api/v1/gate?service=${name}&environment=production&change=experiment${more}`,
    )
  ).body;
const sentences = ({ reasons }: VerdictBody): string =>
  reasons
    .filter(({ kind }) => kind === "experiment")
    .map(({ sentence }) => sentence)
    .join("\n");

const plan = {
  service: "orders",
  environment: "production",
  title: "slow disks",
  blastRadius: "1 of 12 replicas",
  cost: 0.02,
  caps: { spend: 0.05, burn: 20 },
  length: "30m",
};
const request = (changes: object = {}) =>
  alice.post<ExperimentDetailBody>("/api/v1/experiments", { ...plan, ...changes });

describe("chaos in production", () => {
  it("does not begin outside its schedule: on the days of the sale nobody experiments", async () => {
    const verdict = await ask("cart");
    expect(verdict.decision).toBe("deny");
    expect(sentences(verdict)).toMatch(/policy sale lets experiments run .* next from \d{4}-/);
  });

  it("does not begin where the budget would fall below its floor", async () => {
    const verdict = await ask("ledger", "&cost=0.02");
    expect(verdict.decision).toBe("deny");
    expect(sentences(verdict)).toMatch(
      /of the budget of ledger\.availability\.production is left − 2 % declared = .*: the floor is 50 %/,
    );
  });

  it("does not begin without saying what it is confined to, what it costs and when to stop", async () => {
    const { blastRadius: _, caps: __, ...careless } = plan;
    const { status, body } = await alice.post<{ fields: { field: string }[] }>(
      "/api/v1/experiments",
      careless,
    );
    expect(status).toBe(400);
    expect(body.fields.map(({ field }) => field)).toEqual(expect.arrayContaining(["blastRadius", "caps"]));
  });

  it("does not begin unapproved, however little time there is for checks", async () => {
    expect((await ask("orders", "&cost=0.02")).decision).toBe("needs_exception");
    const { body } = await request();
    expect(body.state).toBe("pending");
    const { status, body: refusal } = await alice.post<{ detail: string }>(
      `/api/v1/experiments/${body.id}/start`,
    );
    expect(status).toBe(409);
    expect(refusal.detail).toContain("needs the approval of sre");
  });

  it("is watched once it runs, told to stop as soon as it burns too fast, and answers for what it cost", async () => {
    const { body: asked } = await request();
    const path = `/api/v1/experiments/${asked.id}`;
    const signal = () => alice.get<SignalBody>(`${path}/abort-signal`);
    expect((await signal()).status).toBe(503);
    await sam.post(`${path}/approve`, { requestHash: asked.requestHash });
    expect((await alice.post<ExperimentDetailBody>(`${path}/start`)).body.state).toBe("running");
    expect(await signal()).toMatchObject({ status: 200, body: { go: true, state: "running" } });
    // The disks turn out slower than anybody thought.
    const broke = Math.floor(Date.now() / 1_000);
    await feed.stop();
    feed = startFeed(prometheus.url, seriesUntil({ from: broke, to: world.to }), broke * 1_000);
    const stop = await until(
      async () => {
        const found = await signal();
        return found.status === 503 ? found.body : undefined;
      },
      { what: "the signal to stop", timeout: 180_000 },
    );
    expect(stop.reason).toMatch(
      /burns at .*: the cap is 20×|lost .* of its budget: the cap is 5 %|began to ring/,
    );
    const { body: ended } = await until(
      async () => {
        const found = await alice.get<ExperimentDetailBody>(path);
        return found.body.state === "aborted" ? found : undefined;
      },
      { what: "the abort on record" },
    );
    expect(ended.ended).toMatchObject({ by: "nines" });
    // Whoever ran it has heard the signal and takes the fault back.
    const mended = Math.floor(Date.now() / 1_000);
    await feed.stop();
    feed = startFeed(prometheus.url, seriesUntil({ from: broke, to: mended }), mended * 1_000);
    const attributed = await until(
      async () => {
        const { body } = await alice.get<AttributionBody>("/api/v1/slos/orders.availability/attribution");
        const [whole] = body.groups;
        return (whole?.shares[0]?.share ?? 0) > 0 ? whole : undefined;
      },
      { what: "its cost in the ledger", timeout: 180_000 },
    );
    expect(attributed.shares[0]).toMatchObject({ kind: "experiment", id: asked.id });
    const parts = attributed.shares.reduce((sum, { share: part }) => sum + part, attributed.unattributed);
    expect(parts).toBeCloseTo(attributed.consumed, 9);
  }, 420_000);

  it("leaves the whole story in the journal", async () => {
    const { body } = await of.admin.get<{ items: { kind: string }[] }>("/api/v1/journal?limit=1000");
    expect(body.items.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([
        "experiment-requested",
        "experiment-approved",
        "experiment-started",
        "experiment-aborted",
      ]),
    );
  });
});
