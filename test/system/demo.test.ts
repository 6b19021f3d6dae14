import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isRunning } from "../../demo/stack/supervisor.ts";
import type { Alert } from "../../kit/alertmanager.ts";
import { until } from "../../kit/until.ts";
import type { IncidentBody } from "../../src/http/schemas/incidents/incident.ts";
import type { RunBody } from "../../src/http/schemas/journey.ts";
import type { SloDetailBody, SloListBody } from "../../src/http/schemas/slo.ts";
import type { VerdictBody } from "../../src/http/schemas/verdict.ts";
import { addressOf, json, pidOf, startDemo, type Demo } from "../../kit/demo.ts";

/** Long enough for the page and for two minutes from a fault of the bookshop to the gate, and what the tests take. */
const lasting = "150s";

let demo: Demo;
let nines: string;
let alertmanager: string;
let bookshop: string;
let database: string;
let calm: VerdictBody;
let brokenAt: number;
let pids: number[];
let upAfter: number;

beforeAll(async () => {
  const began = performance.now();
  demo = startDemo("--for", lasting);
  nines = await addressOf(demo, "nines");
  upAfter = (performance.now() - began) / 1_000;
  alertmanager = await addressOf(demo, "Alertmanager");
  bookshop = `http://127.0.0.1:${(await demo.says(/bookshop .*open on (\d+)/))[1]!}`;
  database = (await demo.says(/shop .*database on (\d+)/))[1]!;
  before = await judgement();
  calm = await gate("search");
  await switchOn(`http://127.0.0.1:${database}`, { latencyMs: 400 });
  await switchOn(bookshop, { neverVerified: true });
  brokenAt = performance.now();
  pids = [await pidOf(demo, "Prometheus"), await pidOf(demo, "nines")];
});
afterAll(() => demo.signal("SIGTERM"));

const isPage = ({ labels }: Alert): boolean =>
  labels.severity === "page" && labels.slo_id === "checkout.availability.production";
const switchOn = (service: string, faults: object) =>
  fetch(`${service}/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(faults),
  });
/** How buying a book stands, and what the gate would say. */
const judgement = async () => {
  const { burn, state } = await json<SloDetailBody>(`${nines}/api/v1/slos/bookshop.buy`);
  return { state, burn: burn.find(({ window }) => window === "5m")?.rate, gate: await gate("bookshop") };
};
let before: Awaited<ReturnType<typeof judgement>>;
const gate = (service: string, change = "feature"): Promise<VerdictBody> =>
  json(`${nines}/api/v1/gate?service=${service}&environment=production&change=${change}`);

describe("npm run demo -- --for", () => {
  // Alone on a machine it takes under ten seconds; other tests share the cores with this one.
  it("is up within a minute once the tools are there", () => expect(upAfter).toBeLessThan(60));

  it("shows services in different states at once: frozen, watch and healthy", async () => {
    const { items } = await json<SloListBody>(`${nines}/api/v1/slos`);
    expect(Object.fromEntries(items.map(({ id, state }) => [id, state]))).toEqual({
      "payments.availability.production": "frozen",
      "checkout.availability.production": "watch",
      "checkout.latency.production": "healthy",
      "checkout.experience.production": "healthy",
      "payments.database-breaker.production": "healthy",
      "database.latency.production": "healthy",
      "database.availability.production": "healthy",
      "search.availability.production": "healthy",
      "search.contract.production": "healthy",
      "search.up.production": "healthy",
      "bookshop.buy.production": "healthy",
      "bookshop.buy-latency.production": "healthy",
    });
  });

  it("answers with the budgets of thirty days, not of the minute it has run", async () => {
    const { items } = await json<SloListBody>(`${nines}/api/v1/slos`);
    const consumed = (id: string) => items.find((slo) => slo.id === id)?.budget?.consumed;
    expect(consumed("payments.availability.production")).toBeCloseTo(1.18, 2);
    expect(consumed("checkout.latency.production")).toBeCloseTo(0.34, 2);
    const contract = items.find(({ id }) => id === "search.contract.production");
    expect(contract).toMatchObject({
      window: "month (Europe/Berlin)",
      budget: { period: { to: expect.any(String) as string } },
    });
    expect(items.every(({ budget }) => budget?.coverage !== undefined && budget.coverage > 0.999)).toBe(true);
  });

  it("lets the burning checkout reach Alertmanager as a page", async () => {
    const page = await until(
      async () => (await json<readonly Alert[]>(`${alertmanager}/api/v2/alerts`)).find(isPage),
      { what: "a page is in Alertmanager", timeout: 110_000, every: 500 },
    );
    expect(page.labels).toMatchObject({
      alertname: "ErrorBudgetBurn",
      tier: "fast",
      severity: "page",
      slo_id: "checkout.availability.production",
      owner: "team-shop",
    });
    expect(page.receivers.map(({ name }) => name).sort()).toEqual(["nines", "team-shop-page"]);
  });

  it("opens an incident of it, told by Alertmanager as the teams are", async () => {
    const { items } = await until(
      async () => {
        const open = await json<{ items: IncidentBody[] }>(`${nines}/api/v1/incidents?state=open`);
        return open.items.some(({ service }) => service === "checkout") ? open : undefined;
      },
      { what: "an incident of checkout is open" },
    );
    expect(items.find(({ service }) => service === "checkout")).toMatchObject({ byAlert: true, firing: 1 });
  });

  it("refuses a feature of the burning service then, and lets its rollback pass", async () => {
    await until(async () => (await gate("checkout")).decision === "deny", {
      what: "checkout's features are denied",
    });
    expect((await gate("checkout", "rollback")).allowed).toBe(true);
    expect((await gate("payments")).decision).toBe("needs_exception");
    expect(calm.decision).toBe("allow");
  });

  it("shows the slow database as fast burn there first, and names it to everyone who calls it", async () => {
    const held = await until(
      async () => {
        const asked = await gate("search");
        return asked.allowed ? undefined : asked;
      },
      { what: "features of search are held by the database", timeout: 125_000, every: 500 },
    );
    expect(held.decision).toBe("needs_exception");
    expect(held.reasons[0]).toMatchObject({
      kind: "dependency",
      slo: "database.latency.production",
      path: ["search", "database"],
      sentence: expect.stringMatching(
        /^search depends on database: .*the fast burn alert fires; dependencies.fastBurn: hold/,
      ) as string,
    });
    const { reasons } = await gate("payments");
    expect(reasons.map(({ path }) => path)).toContainEqual(["payments", "database"]);
    expect((await gate("search", "rollback")).allowed).toBe(true);
    expect((await gate("database")).decision).toBe("deny");
    const { items } = await json<SloListBody>(`${nines}/api/v1/slos`);
    const burning = items.filter(({ fastBurn }) => fastBurn).map(({ service }) => service);
    expect(burning).toContain("database");
    expect(burning).not.toContain("search");
    expect(burning).not.toContain("payments");
  });

  it("moves SLO and gate within two minutes when payments are captured and never verified", async () => {
    expect(before.gate.decision).toBe("allow");
    expect(before.burn ?? 0).toBe(0);
    const verdict = await until(
      async () => {
        const asked = await gate("bookshop");
        return asked.decision === "deny" ? asked : undefined;
      },
      { what: "features of the bookshop are denied", timeout: 125_000, every: 500 },
    );
    expect((performance.now() - brokenAt) / 1_000).toBeLessThan(120);
    expect(verdict.reasons[0]).toMatchObject({ slo: "bookshop.buy.production", fastBurn: true });
    expect((await judgement()).burn).toBeGreaterThan(14.4);
  });

  it("says which step of the journey failed, and why, without the customer's password", async () => {
    const url = `${nines}/api/v1/journeys/buy-a-book/runs/latest`;
    const run = await json<RunBody>(url);
    expect(run.steps.map(({ step, result }) => `${step} ${result}`)).toEqual([
      "login passed",
      "token passed",
      "basket passed",
      "payment passed",
      "verify failed",
      "clean-up passed",
    ]);
    expect(run.steps[4]).toMatchObject({
      reason: "assertion",
      message: expect.stringContaining("captured") as string,
    });
    const everything = await Promise.all(
      [url, `${nines}/api/v1/journeys/buy-a-book/runs`, `${nines}/metrics`].map(async (from) =>
        (await fetch(from)).text(),
      ),
    );
    for (const text of [...everything, demo.output()]) expect(text).not.toContain("an-open-book");
  });

  it("stops by itself with the table and the page, and leaves nothing running", async () => {
    expect(await demo.gone).toBe(0);
    const last = demo.output().slice(demo.output().lastIndexOf("nines demo"));
    expect(last).toMatch(/■ frozen +payments\.availability\.production/);
    expect(last).toMatch(/◔ watch +checkout\.availability\.production/);
    expect(last).toMatch(/▲ page +ErrorBudgetBurn fast checkout\.availability\.production +→ team-shop-page/);
    expect(last).toContain("stopped: nothing is left running");
    expect(pids.filter(isRunning)).toEqual([]);
    for (const address of [nines, alertmanager]) await expect(fetch(address)).rejects.toThrow();
  }, 170_000);
});
