import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type PrometheusServer, startPrometheus } from "../../../kit/prometheus.ts";
import { freePort } from "../../../kit/processes.ts";
import { until } from "../../../kit/until.ts";
import { seconds } from "../../../src/model/units.ts";
import type { NoData, Reply } from "../../../src/query/port.ts";
import type { ClosableSource } from "../../../src/prometheus/source.ts";
import { openDoor } from "./door.ts";
import { sourceOf } from "../../prometheus/options.ts";

const ask = async (source: ClosableSource): Promise<Reply> => (await source.ask(["vector(1)"]))[0]!;
const silence = (reply: Reply): NoData => {
  if (reply.kind !== "no-data") throw new Error("it answered");
  return reply;
};

/** Undefined when it answered. */
async function timed(source: ClosableSource): Promise<{ reply: NoData; took: number } | undefined> {
  const start = performance.now();
  const reply = await ask(source);
  return reply.kind === "no-data" ? { reply, took: performance.now() - start } : undefined;
}

describe("a Prometheus in trouble", () => {
  let server: PrometheusServer;
  beforeAll(async () => {
    server = await startPrometheus();
  });
  afterAll(() => server.stop());

  it("that is killed is unreachable, opens the breaker, and is found again by itself after a restart", async () => {
    const source = sourceOf(server.url, { breaker: { failures: 4, openFor: seconds(0.3) } });
    expect((await ask(source)).kind).toBe("vector");
    await server.kill();
    await until(
      async () => {
        expect(silence(await ask(source)).cause).toBe("unreachable");
        return source.breaker() === "open";
      },
      { what: "the breaker is open" },
    );
    expect(silence(await ask(source)).message).toMatch(/connection refused.*circuit breaker is open/);
    await server.start();
    await until(async () => (await ask(source)).kind === "vector", { what: "the source answers again" });
    expect(source.breaker()).toBe("closed");
  });

  it("that hangs is given up after the time limit, once, and answers when it wakes up", async () => {
    const source = sourceOf(server.url, { timeout: seconds(0.5) });
    expect((await ask(source)).kind).toBe("vector");
    process.kill(server.pid(), "SIGSTOP");
    onTestFinished(() => void process.kill(server.pid(), "SIGCONT"));
    // The signal needs a moment: the first question may still be answered.
    const { reply, took } = await until(() => timed(source), { what: "the server hangs" });
    process.kill(server.pid(), "SIGCONT");
    expect(reply).toMatchObject({
      cause: "timeout",
      message: expect.stringMatching(/no answer in time/) as unknown,
    });
    expect(took).toBeGreaterThan(400);
    expect(took).toBeLessThan(4_000);
    await until(async () => (await ask(source)).kind === "vector", { what: "the source answers again" });
  });

  it("whose connection breaks in the middle of an answer is a gap, not a shorter answer", async () => {
    const door = await openDoor(server.url, { cutAfter: 1_000 });
    const wide = Array.from({ length: 500 }, (_, n) => `label_replace(vector(1), "n", "${n}", "", "")`);
    const query = wide.join(" or ");
    const [whole] = await sourceOf(server.url).ask([query]);
    const [cut] = await sourceOf(door.url, { retries: 0 }).ask([query]);
    await door.close();
    expect(whole).toMatchObject({ samples: { length: 500 } });
    expect(silence(cut!).cause).toBe("unreachable");
  });

  it("never makes one source's silence another's", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const dead = sourceOf(url, { name: "dead" });
    const [gone, there] = await Promise.all([ask(dead), ask(sourceOf(server.url))]);
    expect([gone.kind, there.kind]).toEqual(["no-data", "vector"]);
    expect(silence(gone).message).toContain(`Prometheus at ${url}: connection refused`);
  });

  it("with an unknown host name is unreachable, in words", async () => {
    const reply = silence(await ask(sourceOf("http://no-such-host.invalid", { retries: 0 })));
    expect(reply).toMatchObject({
      cause: "unreachable",
      message: expect.stringMatching(/no such host|name could not/) as unknown,
    });
  });
});
