import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isRunning } from "../../demo/stack/supervisor.ts";
import type { Alert } from "../../kit/alertmanager.ts";
import { until } from "../../kit/until.ts";
import type { SloListBody } from "../../src/http/schemas/slo.ts";
import type { VerdictBody } from "../../src/http/schemas/verdict.ts";
import { addressOf, json, pidOf, startDemo, type Demo } from "./demo-process.ts";

/** Long enough for the page: at most 30 s to the first evaluation, a minute of `for`, and what the tests take. */
const lasting = "110s";

let demo: Demo;
let nines: string;
let alertmanager: string;
let pids: number[];
let upAfter: number;

beforeAll(async () => {
  const began = performance.now();
  demo = startDemo("--for", lasting);
  nines = await addressOf(demo, "nines");
  upAfter = (performance.now() - began) / 1_000;
  alertmanager = await addressOf(demo, "Alertmanager");
  pids = [await pidOf(demo, "Prometheus"), await pidOf(demo, "nines")];
});
afterAll(() => demo.signal("SIGTERM"));

const isPage = ({ labels }: Alert): boolean => labels.severity === "page";
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
      "search.availability.production": "healthy",
      "search.up.production": "healthy",
    });
  });

  it("answers with the budgets of thirty days, not of the minute it has run", async () => {
    const { items } = await json<SloListBody>(`${nines}/api/v1/slos`);
    const consumed = (id: string) => items.find((slo) => slo.id === id)?.budget?.consumed;
    expect(consumed("payments.availability.production")).toBeCloseTo(1.18, 2);
    expect(consumed("checkout.latency.production")).toBeCloseTo(0.34, 2);
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
    expect(page.receivers.map(({ name }) => name)).toEqual(["team-shop-page"]);
  });

  it("refuses a feature of the burning service then, and lets its rollback and the healthy search pass", async () => {
    await until(async () => (await gate("checkout")).decision === "deny", {
      what: "checkout's features are denied",
    });
    expect((await gate("checkout", "rollback")).allowed).toBe(true);
    expect((await gate("payments")).decision).toBe("needs_exception");
    expect((await gate("search")).decision).toBe("allow");
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
  }, 130_000);
});
