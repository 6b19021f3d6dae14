import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Alert } from "../../../kit/alertmanager.ts";
import type { NinesServer } from "../../../kit/nines.ts";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { testRules } from "../../../kit/promtool.ts";
import { generations } from "../../../kit/tools.ts";
import { until } from "../../../kit/until.ts";
import { readSpecs } from "../../../src/files/read.ts";
import type { SloDetailBody } from "../../../src/http/schemas/slo.ts";
import type { Slo } from "../../../src/model/slo.ts";
import { loadDefinitions } from "../../../src/spec/load.ts";
import {
  burns,
  quiet,
  reaches,
  rulesOf,
  staysBelow,
  testFileOf,
  type Scenario,
} from "../../rules/scenario.ts";
import { dependencySpecs } from "../histories/dependencies.ts";
import { ask, startRoad } from "../road.ts";

/**
 * Story 1: one slow database took everything down. The breakers in front of it opened at 90 % and waited for 30
 * seconds: too late to protect anybody, and nobody watched the database itself.
 */
let nines: NinesServer;
beforeAll(async () => {
  nines = await startRoad(dependencySpecs);
}, 300_000);
afterAll(() => nines.stop());

const sloOf = async (id: string): Promise<SloDetailBody> =>
  (await (await fetch(`${nines.url}/api/v1/slos/${id}`)).json()) as SloDetailBody;
const burning = (id: string): Promise<SloDetailBody> =>
  until(
    async () => {
      const slo = await sloOf(id);
      return slo.fastBurn ? slo : undefined;
    },
    { what: `${id} burns fast`, timeout: 240_000 },
  );
const feature = (service: string) => ask(nines, `service=${service}&environment=production&change=feature`);

describe("the slow database", () => {
  it("burns fast itself, and so does the breaker in front of it, while the callers have budget left", async () => {
    await burning("slow-database.latency");
    await burning("slow-payments.breaker");
    const checkout = await until(
      async () => {
        const slo = await sloOf("slow-checkout.availability");
        return slo.budget === undefined ? undefined : slo;
      },
      { what: "checkout has a budget", timeout: 240_000 },
    );
    expect(checkout.fastBurn).toBe(false);
    expect(checkout.budget?.remaining).toBeGreaterThan(0.5);
  }, 300_000);

  it("pages the team of the database through Alertmanager, and nobody of its callers", async () => {
    const alerts = async () =>
      (await (await fetch(`${inject("servers").alertmanager}/api/v2/alerts`)).json()) as readonly Alert[];
    const pages = (all: readonly Alert[]) =>
      all.filter(({ labels }) => labels.tier === "fast").map(({ labels }) => labels.slo_id ?? "");
    const paged = await until(
      async () => {
        const ids = pages(await alerts());
        return ids.includes("slow-database.latency.production") ? ids : undefined;
      },
      { what: "the page is in Alertmanager", timeout: 120_000 },
    );
    expect(paged).not.toContain("slow-checkout.availability.production");
    expect(paged).not.toContain("slow-search.availability.production");
  }, 150_000);

  it.each([
    ["slow-search", "slow-database", "slow-database.latency.production"],
    ["slow-payments", "slow-database", "slow-database.latency.production"],
    ["slow-checkout", "slow-payments", "slow-payments.breaker.production"],
  ])("holds features of %s, and names the way to %s", async (service, dependency, slo) => {
    const verdict = await feature(service);
    expect(verdict.allowed).toBe(false);
    const because = verdict.reasons.find(({ kind }) => kind === "dependency");
    expect(because).toMatchObject({ path: [service, dependency], slo, decision: "needs_exception" });
    expect(because?.sentence).toContain(`${service} depends on ${dependency}: `);
    expect(because?.sentence).toContain("the fast burn alert fires");
  });

  it("lets repairs of the database and rollbacks of its callers pass", async () => {
    const of = (service: string, change: string) =>
      ask(nines, `service=${service}&environment=production&change=${change}`);
    expect((await of("slow-database", "fix")).allowed).toBe(true);
    expect((await of("slow-search", "rollback")).allowed).toBe(true);
  });
});

/** Values of a counter, scrape by scrape: so many scrapes that each add so much. */
function counted(...stretches: readonly (readonly [scrapes: number, each: number])[]): string {
  let value = 0;
  return stretches
    .map(([scrapes, each]) => {
      const first = value + each;
      value += scrapes * each;
      return `${first}+${each}x${scrapes - 1}`;
    })
    .join(" ");
}

/** Two hours as ever, then the database is slow; after ten minutes the breakers open, and the callers fail. */
const before = 240;
const opened = 20;
const rest = 160;

describe("the order of things", () => {
  const scenarioOf = (slos: readonly Slo[]): readonly Scenario[] => {
    const slo = (id: string): Slo => slos.find((each) => each.id === `${id}.production`)!;
    const bucket = (le: string) => `http_request_duration_seconds_bucket{job="slow-database",le="${le}"}`;
    const state = (name: string) =>
      `resilience4j_circuitbreaker_state{job="slow-payments",name="database",state="${name}"}`;
    const code = (of: string) => `http_requests_total{job="slow-checkout",code="${of}"}`;
    const all = [before + opened + rest, 600] as const;
    return [
      {
        ...{ title: "the database pages within five minutes", every: "30s", scrape: "30s" },
        slo: slo("slow-database.latency"),
        input: {
          [bucket("0.3")]: counted([before, 600], [opened + rest, 120]),
          [bucket("+Inf")]: counted(all),
          'http_request_duration_seconds_count{job="slow-database"}': counted(all),
        },
        expect: [quiet("fast", "2h"), burns("fast", "2h5m")],
      },
      {
        ...{ title: "the breaker pages within a quarter of an hour of opening", every: "30s", scrape: "30s" },
        slo: slo("slow-payments.breaker"),
        input: {
          [state("closed")]: `1x${before + opened - 1} 0x${rest}`,
          [state("open")]: `0x${before + opened - 1} 1x${rest}`,
        },
        expect: [quiet("fast", "2h10m"), burns("fast", "2h25m")],
      },
      {
        ...{ title: "the callers' week is gone after another half an hour", every: "2m30s", scrape: "30s" },
        slo: slo("slow-checkout.availability"),
        input: {
          [code("200")]: counted([before + opened, 600], [rest, 420]),
          [code("500")]: counted([before + opened, 0], [rest, 180]),
        },
        expect: [staysBelow("frozen", "2h25m"), staysBelow("frozen", "2h40m"), reaches("frozen", "2h50m")],
      },
    ];
  };

  it.each(generations)(
    "is database, breaker, and only then the callers' budgets (Prometheus %s)",
    async (generation) => {
      const { files } = await readSpecs([dependencySpecs]);
      const folder = temporaryFolder("slow-database");
      const tests = scenarioOf(loadDefinitions(files).definitions.slos).map((scenario, index) => {
        writeFileSync(join(folder, `rules-${index}.yaml`), rulesOf(scenario.slo));
        writeFileSync(join(folder, `test-${index}.json`), testFileOf(scenario, `rules-${index}.yaml`));
        return `test-${index}.json`;
      });
      const { output, ok } = await testRules(generation, tests, folder);
      removeFolder(folder);
      expect(ok, output).toBe(true);
    },
    120_000,
  );
});
