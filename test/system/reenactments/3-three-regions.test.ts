import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AlertmanagerServer, startAlertmanager } from "../../../kit/alertmanager.ts";
import { giveHistoryWithLedgers } from "../../../kit/backfill.ts";
import { type Feed, startFeed, upTo } from "../../../kit/feed.ts";
import { counter, during, hour, minute, share, type Span, steady } from "../../../kit/history.ts";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { type PrometheusServer, startPrometheus } from "../../../kit/prometheus.ts";
import { repository } from "../../../kit/tools.ts";
import { until } from "../../../kit/until.ts";
import { compileDefinitions } from "../../../src/compile/compile.ts";
import { defaultOptions } from "../../../src/compile/options.ts";
import { readSpecs } from "../../../src/files/read.ts";
import type { IncidentBody, IncidentDetailBody } from "../../../src/http/schemas/incidents/incident.ts";
import type { AttributionBody, IncidentCostBody } from "../../../src/http/schemas/incidents/attribution.ts";
import { loadDefinitions } from "../../../src/spec/load.ts";
import { type Governed, type Person, startGovernedOn } from "../people.ts";

/**
 * Story 3: one region's database dragged the world down, and three teams worked against each other without shared
 * sight of what was done. The same night with one SLO grouped by region and one timeline. Real parts throughout:
 * Prometheus evaluates the rules, Alertmanager is told by it and tells nines by the webhook of docs/incidents.md.
 */
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
---
apiVersion: nines/v1
kind: Service
metadata: { name: orders, owner: team-orders }
spec:
  slos:
    - name: availability
      objective: 99.9%
      groupBy: [region]
      ledgerInterval: 1m
      alerting: { windows: hurried }
      sli:
        ratio:
          bad: http_requests_total{job="orders", code="500"}
          total: http_requests_total{job="orders"}
`;

const folder = temporaryFolder("three-regions");
const slos = join(folder, "slos");
const start = Math.floor(Date.now() / 1_000);
const regions = ["ap", "eu", "us"] as const;
const requests = steady(20);
const world: Span = { from: start - 6 * hour, to: start + hour };

/** The database of Europe has been ill for twelve minutes, until its failover has worked. */
function seriesUntil(recovered: number) {
  const ill = { from: start - 12 * minute, to: recovered };
  return regions.flatMap((region) => {
    const failing = share(0.3, during(region === "eu" ? [ill] : [], requests));
    const line = (code: string, count: (at: number) => number) =>
      counter({
        ...world,
        labels: { __name__: "http_requests_total", job: "orders", region, code },
        count,
        scrapes: { every: 15, phase: 3 },
      });
    return [line("500", failing), line("200", (at) => requests(at) - failing(at))];
  });
}

let prometheus: PrometheusServer;
let alertmanager: AlertmanagerServer;
let feed: Feed;
let of: Governed;
let people: Record<(typeof regions)[number], Person>;
let incident: string;

/** As docs/incidents.md shows it, with this nines and its token. */
function webhook(url: string, tokenFile: string): string {
  const page = readFileSync(join(repository, "docs", "incidents.md"), "utf8");
  const [, text = ""] = /```yaml\n([^`]*)```/.exec(page) ?? [];
  return text
    .replace("http://127.0.0.1:8090", url)
    .replace("/etc/alertmanager/nines-token", tokenFile)
    .replace("group_wait: 5s", "group_wait: 1s")
    .replace("group_interval: 30s", "group_interval: 5s");
}

beforeAll(async () => {
  mkdirSync(slos, { recursive: true });
  writeFileSync(join(slos, "orders.yaml"), spec);
  const { definitions, diagnostics } = loadDefinitions((await readSpecs([slos])).files);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const rules = compileDefinitions(definitions, defaultOptions)
    .filter(({ path }) => path.startsWith("rules/"))
    .map(({ text }) => text);
  const rulesFile = join(folder, "rules.yaml");
  writeFileSync(rulesFile, rules.join("\n"));
  [prometheus, alertmanager] = await Promise.all([startPrometheus(), startAlertmanager()]);
  const now = Math.floor(Date.now() / 1_000);
  const past = upTo(seriesUntil(world.to), now * 1_000);
  await giveHistoryWithLedgers(prometheus, past, { rules, start: world.from, end: now });
  of = await startGovernedOn(prometheus.url, slos);
  const bot = await of.person("alertmanager", ["alertmanager"]);
  writeFileSync(join(folder, "token"), bot.token);
  await alertmanager.reload(webhook(of.nines.url, join(folder, "token")));
  const person = (region: string) => of.person(`oncall-${region}@example.org`, ["requester"]);
  const [ap, eu, us] = await Promise.all([person("ap"), person("eu"), person("us")]);
  people = { ap, eu, us };
  feed = startFeed(prometheus.url, seriesUntil(Date.now() / 1_000 + 60), now * 1_000);
  await prometheus.reload({ ruleFiles: [rulesFile], alertmanagers: [alertmanager.address] });
}, 240_000);
afterAll(async () => {
  await feed.stop();
  await Promise.all([of.stop(), prometheus.stop(), alertmanager.stop()]);
  removeFolder(folder);
});

const detail = async (): Promise<IncidentDetailBody> =>
  (await people.us.get<IncidentDetailBody>(`/api/v1/incidents/${incident}`)).body;

describe("one region's database", () => {
  it("opens one incident by Alertmanager's own webhook, and the page names the one region", async () => {
    const opened = await until(
      async () => {
        const { body } = await people.eu.get<{ items: IncidentBody[] }>("/api/v1/incidents?state=open");
        return body.items[0];
      },
      { what: "an incident", timeout: 240_000 },
    );
    incident = opened.id;
    expect(opened).toMatchObject({ service: "orders", environment: "production", byAlert: true });
    const { alerts } = await detail();
    expect(alerts.map(({ group, tier, severity }) => [group, tier, severity])).toEqual([
      [{ region: "eu" }, "fast", "page"],
    ]);
  }, 250_000);

  it("is worked on by three regions on one timeline, each seeing what the others do before doing it", async () => {
    const say = async (region: (typeof regions)[number], verb: string, body: object) =>
      (await people[region].post<IncidentDetailBody>(`/api/v1/incidents/${incident}/${verb}`, body)).body;
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();
    await say("us", "note", { region: "us", text: "we see nothing here; is it the database of eu?" });
    const begun = { region: "eu", what: "failing over to the replica", startedAt: ago(240) };
    const after = await say("eu", "action", begun);
    const action = after.actions.find(({ region }) => region === "eu")?.id;
    await say("ap", "action", {
      ...{ region: "ap", what: "raising the pool of connections" },
      ...{ startedAt: ago(120), finishedAt: ago(60), outcome: "taken back: it only adds load" },
    });
    const seen = await detail();
    expect(seen.timeline.map(({ kind, region }) => [kind, region])).toEqual(
      expect.arrayContaining([
        ["note", "us"],
        ["action-started", "eu"],
        ["action-started", "ap"],
        ["action-finished", "ap"],
      ]),
    );
    await say("eu", "finish", { action, outcome: "the replica serves" });
  });

  it("ends when Prometheus says that it has: the webhook closes what it opened", async () => {
    await until(async () => (await detail()).state === "closed", { what: "the end", timeout: 240_000 });
    expect((await detail()).spells.at(-1)?.closed?.cause).toBe("alerts-resolved");
  }, 250_000);

  it("cost Europe its budget and nobody else: the incident, and each action in its own region", async () => {
    const { body } = await people.us.get<IncidentCostBody>(`/api/v1/incidents/${incident}/cost`);
    const costs: Readonly<Record<string, number>> = Object.fromEntries(
      body.slos.map(({ group, during: burned }) => [group.region ?? "", burned]),
    );
    expect(costs.eu).toBeGreaterThan(0.05);
    expect([costs.us, costs.ap]).toEqual([0, 0]);
    const dearest = Object.fromEntries(body.actions.map(({ what, slos: of }) => [what, of]));
    const failover = dearest["failing over to the replica"] ?? [];
    expect(failover.map(({ group }) => group.region)).toEqual(["eu"]);
    expect(failover[0]?.share).toBeGreaterThan(0.05);
    // What was done in Asia cost Asia nothing: it was not ill.
    expect(dearest["raising the pool of connections"]).toMatchObject([{ group: { region: "ap" }, share: 0 }]);
    expect(body.sentence).toMatch(
      /of the budget of orders\.availability\.production \(region=eu\) burned in/,
    );
  });

  it("stands in the month's attribution as the incident, and as burn that nobody had noticed yet", async () => {
    const { body } = await people.us.get<AttributionBody>("/api/v1/slos/orders.availability/attribution");
    const [europe, ...others] = body.groups;
    expect(europe?.group).toEqual({ region: "eu" });
    const { shares = [], unattributed = 0, consumed = 0 } = europe ?? {};
    expect(shares[0]).toMatchObject({ kind: "incident", id: incident });
    expect(unattributed).toBeGreaterThan(0);
    expect(shares.reduce((sum, { share: part }) => sum + part, unattributed)).toBeCloseTo(consumed, 9);
    expect(others.map((group) => group.consumed)).toEqual([0, 0]);
  });
});
