import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PrometheusServer, startPrometheus } from "../../../kit/prometheus.ts";
import { generations } from "../../../kit/tools.ts";
import { timestamp } from "../../../src/model/units.ts";
import { sourceOf } from "../../prometheus/options.ts";
import { openDoor } from "./door.ts";

describe.each(generations)("asking a Prometheus %s", (generation) => {
  let server: PrometheusServer;
  beforeAll(async () => {
    server = await startPrometheus({ generation });
  });
  afterAll(() => server.stop());

  it("answers each question in its place", async () => {
    const replies = await sourceOf(server.url).ask(["vector(1)", "scalar(vector(2))", "vector(3)"]);
    expect(replies).toMatchObject([
      { kind: "vector", samples: [{ value: 1, labels: {} }] },
      { kind: "scalar", value: 2 },
      { kind: "vector", samples: [{ value: 3 }] },
    ]);
  });

  it("keeps NaN and both infinities", async () => {
    const replies = await sourceOf(server.url).ask(["vector(0)/0", "vector(1)/0", "-vector(1)/0"]);
    const values = replies.map((reply) => (reply.kind === "vector" ? reply.samples[0]!.value : undefined));
    expect(values).toEqual([NaN, Infinity, -Infinity]);
  });

  it("evaluates at the moment it is asked about", async () => {
    const [reply] = await sourceOf(server.url).ask(["time()"], timestamp(1_700_000_000.25));
    expect(reply).toMatchObject({ kind: "scalar", value: 1_700_000_000.25 });
  });

  it("reads ranges as points", async () => {
    const [reply] = await sourceOf(server.url).ask(["vector(7)[3m:1m]"], timestamp(1_700_000_030));
    expect(reply).toMatchObject({
      kind: "matrix",
      series: [{ points: expect.arrayContaining([[1_699_999_980, 7]]) as unknown }],
    });
  });

  it("sends questions far longer than a URL may be", async () => {
    // Wide, not deep: 2.42 takes seconds for thousands of operators in a row.
    const jobs = Array.from({ length: 5_000 }, (_, n) => `job-${n}`).join("|");
    const [reply] = await sourceOf(server.url).ask([`vector(7) unless up{job=~"${jobs}"}`]);
    expect(reply).toMatchObject({ kind: "vector", samples: [{ value: 7 }] });
  });

  it("hands on what Prometheus refuses, in its words, and does not blame the source", async () => {
    const source = sourceOf(server.url, { breaker: { failures: 1, openFor: 10 as never } });
    const [bad, good] = await source.ask(["sum(", "vector(1)"]);
    expect(bad).toMatchObject({
      kind: "no-data",
      cause: "refused-query",
      message: expect.stringMatching(/parse error/) as unknown,
    });
    expect(good).toMatchObject({ kind: "vector" });
    expect(source.breaker()).toBe("closed");
  });

  it("reads a compressed answer from a server that is not on this machine's loopback address", async () => {
    const door = await openDoor(server.url, { host: "127.0.0.2" });
    const [reply] = await sourceOf(door.url).ask(["vector(1)"]);
    await door.close();
    expect(door.seen[0]!["accept-encoding"]).toBe("gzip");
    expect(reply).toMatchObject({ kind: "vector", samples: [{ value: 1 }] });
  });

  it("finds the API under a path prefix, with or without a closing slash", async () => {
    const door = await openDoor(server.url, { prefix: "/team/prometheus" });
    const replies = [door.url, `${door.url}/`].map((url) => sourceOf(url).ask(["vector(1)"]));
    expect((await Promise.all(replies)).map(([reply]) => reply!.kind)).toEqual(["vector", "vector"]);
    const [lost] = await sourceOf(new URL(door.url).origin).ask(["vector(1)"]);
    await door.close();
    expect(lost).toMatchObject({
      cause: "unusable-answer",
      message: expect.stringMatching(/check the URL's path/) as unknown,
    });
  });
});
