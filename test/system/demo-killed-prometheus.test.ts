import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isRunning } from "../../demo/stack/supervisor.ts";
import { visit } from "../../kit/browser.ts";
import { instant } from "../../kit/ask.ts";
import { repository } from "../../kit/tools.ts";
import { until } from "../../kit/until.ts";
import type { ReadinessBody } from "../../src/http/schemas/operations.ts";
import type { SloListBody } from "../../src/http/schemas/slo.ts";
import type { VerdictBody } from "../../src/http/schemas/verdict.ts";
import { addressOf, json, pidOf, startDemo, type Demo } from "../../kit/demo.ts";
import { sharedBrowser } from "./shared.ts";
import { obstaclesEverywhere } from "./web/axe.ts";
import { openAs, reads } from "./web/support.ts";

const cycle = 2;
const down = 20;

let demo: Demo;
let nines: string;
let killed: number;
/** Moments in milliseconds. */
let killedAt: number;

const slos = (): Promise<SloListBody> => json(`${nines}/api/v1/slos`);
const statesOf = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await slos()).items.map(({ id, state }) => [id, state]));
const gate = (change: string): Promise<VerdictBody> =>
  json(`${nines}/api/v1/gate?service=search&environment=production&change=${change}`);
const ready = async (): Promise<ReadinessBody & { status: number }> => {
  const answer = await fetch(`${nines}/readyz`);
  return { ...((await answer.json()) as ReadinessBody), status: answer.status };
};

/** The queries as the pages of docs/integrations have them, for a service instead of their checkout. */
function queriesOfPages(): readonly (readonly [page: string, query: (service: string) => string])[] {
  const folder = join(repository, "docs", "integrations");
  const found = readdirSync(folder).flatMap((page) =>
    [...readFileSync(join(folder, page), "utf8").matchAll(/nines_gate_open\{[^}]*(?:\}\}[^}]*)*\}(?: > 0)?/g)]
      .map(([text]) => text)
      .filter((text) => text.includes("slo_service"))
      .map(
        (text) =>
          [
            page,
            (service: string) => text.replace(/slo_service="[^"]*"/, `slo_service="${service}"`),
          ] as const,
      ),
  );
  expect(new Set(found.map(([page]) => page))).toEqual(
    new Set(["flagger.md", "keptn.md", "litmus.md", "prometheus.md"]),
  );
  return found;
}

let before: Record<string, string>;
/** Of somebody who looks at the overview all the while. */
let browser: Browser;
let page: Page;

beforeAll(async () => {
  demo = startDemo("--cycle", `${cycle}s`, "--restart-after", `${down}s`);
  nines = await addressOf(demo, "nines");
  killed = await pidOf(demo, "Prometheus");
  before = await statesOf();
  browser = await sharedBrowser();
  ({ page } = await openAs(browser));
  await visit(page, nines);
  process.kill(killed, "SIGKILL");
  killedAt = performance.now();
});
afterAll(async () => {
  await browser.close();
  demo.signal("SIGTERM");
});

describe("kill -9 on the demo's Prometheus", () => {
  it("makes nines unready and every state unknown within three cycles", async () => {
    await until(async () => (await ready()).status === 503, { what: "/readyz fails" });
    await until(async () => new Set(Object.values(await statesOf())).size === 1, {
      what: "all states are alike",
    });
    expect((performance.now() - killedAt) / 1_000).toBeLessThan(3 * cycle);
    expect(new Set(Object.values(await statesOf()))).toEqual(new Set(["unknown"]));
    expect((await ready()).problems.map(({ code }) => code)).toContain("no-source-reachable");
  });

  it("is said by the page to whoever looks at it, which keeps what was last known, greyed", async () => {
    await reads(page.getByRole("alert"), /Prometheus .*unreachable since.*last known/);
    // One missed answer is an accident: the numbers turn grey with the second.
    await expect
      .poll(() => page.locator("tr[data-row]:not(.stale)").count(), { timeout: 3_000 * cycle })
      .toBe(0);
    expect(await page.locator("tr[data-row]").count()).toBeGreaterThan(9);
    const frozen = page.locator("tr[data-row]", {
      has: page.locator('[href="/slos/payments.availability.production"]'),
    });
    await reads(frozen, /region=eu.*11[78] %.*Prometheus unreachable, data .* old/);
    await reads(page.getByRole("group", { name: "SLOs by state" }), /0 frozen.*12 unknown/);
    expect(await obstaclesEverywhere(page)).toEqual([]);
  });

  it("leaves the gate to the policy, which says why", async () => {
    const feature = await gate("feature");
    expect(feature).toMatchObject({ decision: "warn", state: "unknown", cause: "prometheus-unreachable" });
    expect(feature.reasons[0]).toMatchObject({ rule: 2, cause: "prometheus-unreachable" });
    expect((await gate("rollback")).decision).toBe("allow");
  });

  it("is over by itself: Prometheus comes back and every state is what it was", async () => {
    const restarted = await demo.says(/Prometheus is back \(pid (\d+)\)/, (down + 40) * 1_000);
    expect(Number(restarted[1])).not.toBe(killed);
    await until(async () => (await ready()).status === 200, {
      what: "/readyz is well again",
      timeout: 60_000,
    });
    await until(async () => JSON.stringify(await statesOf()) === JSON.stringify(before), {
      what: "every state is what it was",
      timeout: 60_000,
    });
  });

  it("and the page is what it was, without anybody having touched it", async () => {
    await reads(page.locator("tr[data-row]").first(), /frozen/);
    await expect.poll(() => page.locator("tr[data-row].stale").count(), { timeout: 10_000 }).toBe(0);
    await expect.poll(() => page.getByRole("alert").count(), { timeout: 10_000 }).toBe(0);
  });

  it("answers the PromQL of every controller's page by then: open, closed, and nothing for who is not known", async () => {
    const prometheus = await addressOf(demo, "Prometheus");
    for (const [page, query] of queriesOfPages()) {
      const asked = async (service: string) =>
        (await instant(prometheus, query(service))).map(({ value }) => value);
      // A comparison keeps what is open and drops the rest; whoever compares by itself gets the number.
      const closed = query("").endsWith("> 0") ? [] : [0];
      // What was scraped while nothing was known says that the gate was open, with a warning.
      await expect
        .poll(async () => [page, await asked("search"), await asked("payments")], { timeout: 30_000 })
        .toEqual([page, [1], closed]);
      expect(await asked("nobody")).toEqual([]);
    }
  });

  it("ends cleanly on Ctrl-C afterwards, the new Prometheus included", async () => {
    const pid = Number(/Prometheus is back \(pid (\d+)\)/.exec(demo.output())?.[1]);
    demo.signal("SIGINT");
    expect(await demo.gone).toBe(0);
    expect(demo.output()).toContain("stopped: nothing is left running");
    expect([pid, killed].filter(isRunning)).toEqual([]);
  });
});
