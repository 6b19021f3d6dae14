import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isRunning } from "../../demo/stack/supervisor.ts";
import { until } from "../../kit/until.ts";
import type { ReadinessBody } from "../../src/http/schemas/operations.ts";
import type { SloListBody } from "../../src/http/schemas/slo.ts";
import type { VerdictBody } from "../../src/http/schemas/verdict.ts";
import { addressOf, json, pidOf, startDemo, type Demo } from "./demo-process.ts";

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

let before: Record<string, string>;

beforeAll(async () => {
  demo = startDemo("--cycle", `${cycle}s`, "--restart-after", `${down}s`);
  nines = await addressOf(demo, "nines");
  killed = await pidOf(demo, "Prometheus");
  before = await statesOf();
  process.kill(killed, "SIGKILL");
  killedAt = performance.now();
});
afterAll(() => demo.signal("SIGTERM"));

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

  it("ends cleanly on Ctrl-C afterwards, the new Prometheus included", async () => {
    const pid = Number(/Prometheus is back \(pid (\d+)\)/.exec(demo.output())?.[1]);
    demo.signal("SIGINT");
    expect(await demo.gone).toBe(0);
    expect(demo.output()).toContain("stopped: nothing is left running");
    expect([pid, killed].filter(isRunning)).toEqual([]);
  });
});
