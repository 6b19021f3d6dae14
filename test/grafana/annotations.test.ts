import { describe, expect, it } from "vitest";
import type { Asked } from "../../kit/grafana/grafana.ts";
import {
  correction,
  deployment,
  exception,
  incident,
  put,
  stateWith,
} from "../report/annotations/journal.ts";
import { earlier, noon } from "../support/snapshots.ts";
import { besideGrafana, seen } from "./world.ts";

const one = { deployments: [deployment()] };
const ended = deployment({ finishedAt: earlier("50m"), outcome: "succeeded" });
const isPost = ({ method }: Asked): boolean => method === "POST";

/** What goes wrong with the first so many requests of a kind. */
const firstOf = <Fault>(isIt: (asked: Asked) => boolean, many: number, fault: Fault) => {
  let left = many;
  return (asked: Asked): Fault | undefined => (isIt(asked) && left-- > 0 ? fault : undefined);
};

describe("annotations in Grafana", () => {
  it("show deployments, incidents, exceptions and corrections, each once", async () => {
    const { start, ids, writes, grafana } = await besideGrafana(
      stateWith({
        ...one,
        incidents: [incident()],
        exceptions: [exception()],
        corrections: [correction()],
      }),
    );
    const { clock, status } = start();
    await seen(() => status().reachable === true);
    expect(ids()).toEqual(["co-1", "dp-1", "ex-1", "in-1"]);
    expect(status()).toEqual({ reachable: true, annotations: 4 });
    const turns = clock.waits.length;
    await seen(() => clock.waits.length > turns + 5);
    expect(writes()).toHaveLength(4);
    const [first] = grafana.annotations.all();
    expect(first).toMatchObject({ time: earlier("1h") * 1_000, timeEnd: earlier("1h") * 1_000 });
  });

  it("are found by the tag of their kind together with a service's, and by `nines` alone", async () => {
    const { start, ids, grafana } = await besideGrafana(stateWith({ ...one, incidents: [incident()] }));
    start();
    await seen(() => ids().length === 2);
    const found = (query: string): number =>
      (grafana.annotations.search(new URLSearchParams(query)).json as unknown[]).length;
    expect(found("tags=nines:deployment&tags=service:checkout")).toBe(1);
    expect(found("tags=nines:deployment&tags=service:search")).toBe(0);
    expect(found("tags=nines")).toBe(2);
    expect(found("tags=nines:incident&tags=nines:deployment&matchAny=true")).toBe(2);
  });

  it("take an end that comes later into the annotation that stands", async () => {
    const state = stateWith(one);
    const { start, grafana, writes } = await besideGrafana(state);
    start();
    await seen(() => grafana.annotations.all().length === 1);
    put(state, { deployments: [ended] });
    await seen(() => writes().length === 2);
    expect(writes()).toEqual(["POST", "PATCH"]);
    await seen(() => grafana.annotations.all()[0]?.timeEnd === earlier("50m") * 1_000);
  });

  it("go when a correction is revoked", async () => {
    const state = stateWith({ corrections: [correction()] });
    const { start, ids } = await besideGrafana(state);
    start();
    await seen(() => ids().length === 1);
    put(state, { corrections: [correction({ state: "revoked" })] });
    await seen(() => ids().length === 0);
  });

  it("are written once, though nines is started again, and are read back rather than remembered", async () => {
    const { start, ids, writes } = await besideGrafana(stateWith({ ...one, incidents: [incident()] }));
    const before = start();
    await seen(() => ids().length === 2);
    await before.stop();
    const after = start();
    await seen(() => after.status().annotations === 2);
    expect(writes()).toEqual(["POST", "POST"]);
  });

  it("are written once, though the answer to a write was lost", async () => {
    const { start, ids, writes, grafana, logged } = await besideGrafana(stateWith(one));
    grafana.fault = firstOf(isPost, 1, { kind: "lost" });
    const { status } = start();
    await seen(() => status().reachable === true);
    expect(ids()).toEqual(["dp-1"]);
    expect(writes()).toEqual(["POST"]);
    expect(logged.map((line) => line.split(" {")[0])).toEqual([
      "Grafana cannot be given its annotations; it is tried again",
      "Grafana takes annotations again",
    ]);
  });

  it("are written by the replica that leads, and asked for by no other", async () => {
    const { start, ids, grafana } = await besideGrafana(stateWith(one));
    let leads = false;
    const { clock, status } = start({ epoch: () => (leads ? 2 : undefined) });
    await seen(() => clock.waits.length > 3);
    expect(grafana.asked).toEqual([]);
    expect(status().reachable).toBeUndefined();
    leads = true;
    await seen(() => ids().length === 1);
  });

  it("that two leaders wrote at once are one again after ten minutes", async () => {
    const { start, ids, grafana } = await besideGrafana(stateWith(one));
    start();
    await seen(() => ids().length === 1);
    const [written] = grafana.annotations.all();
    grafana.annotations.create({ ...written });
    expect(ids()).toEqual(["dp-1", "dp-1"]);
    await seen(() => ids().length === 1);
    expect(grafana.annotations.all()[0]?.id).toBe(written?.id);
  });

  it("come back when somebody removes them", async () => {
    const { start, ids, grafana } = await besideGrafana(stateWith(one));
    start();
    await seen(() => ids().length === 1);
    grafana.annotations.remove(1);
    await seen(() => grafana.annotations.all()[0]?.id === 2);
  });

  it("leave alone what people and another nines wrote", async () => {
    const { start, ids, grafana } = await besideGrafana(
      stateWith({ corrections: [correction({ state: "revoked" })], ...one }),
    );
    grafana.annotations.create({ time: noon * 1_000, text: "lunch", tags: ["nines:deployment"] });
    grafana.annotations.create({
      time: noon * 1_000,
      text: "x",
      tags: ["nines:deployment", "nines-id:dp-9"],
    });
    start();
    await seen(() => ids().includes("dp-1"));
    expect(grafana.annotations.all().map(({ text }) => text)).toEqual(expect.arrayContaining(["lunch", "x"]));
  });

  it("of what began before the time that is listed are found by their id", async () => {
    const state = stateWith({ deployments: [deployment({ startedAt: earlier("50d") })] });
    const { start, ids, grafana } = await besideGrafana(state);
    grafana.annotations.create({
      time: earlier("50d") * 1_000,
      text: "under way",
      tags: ["nines:deployment", "nines-id:dp-1"],
    });
    put(state, { deployments: [deployment({ startedAt: earlier("50d"), finishedAt: noon })] });
    start();
    await seen(() => grafana.annotations.all()[0]?.timeEnd === noon * 1_000);
    expect(ids()).toEqual(["dp-1"]);
  });

  it("are all found where Grafana answers a thousand at a time", async () => {
    const deployments = Array.from({ length: 1_500 }, (_, at) =>
      deployment({ id: `dp-${at}`, startedAt: earlier(`${at + 1}m`) }),
    );
    const { start, writes } = await besideGrafana(stateWith({ deployments }));
    const before = start();
    await seen(() => before.status().annotations === 1_500);
    await before.stop();
    const after = start();
    await seen(() => after.status().annotations === 1_500);
    expect(writes()).toHaveLength(1_500);
  });
});

describe("a Grafana in trouble", () => {
  it("is asked again after growing pauses, and holds nothing up", async () => {
    const { start, ids, grafana } = await besideGrafana(stateWith(one));
    grafana.fault = firstOf(() => true, 4, { kind: "answer", status: 503 });
    const { clock } = start();
    await seen(() => ids().length === 1);
    expect(clock.waits.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
  });

  it("is left alone for as long as it asks for", async () => {
    const { start, ids, grafana } = await besideGrafana(stateWith(one));
    grafana.fault = firstOf(() => true, 1, {
      kind: "answer",
      status: 429,
      headers: { "retry-after": "120" },
    });
    const { clock } = start();
    await seen(() => ids().length === 1);
    expect(clock.waits[0]).toBe(120_000);
  });

  it("that does not answer is given up on in time, and asked again", async () => {
    const { start, ids, grafana } = await besideGrafana(stateWith(one));
    grafana.fault = firstOf(() => true, 1, { kind: "hangs" });
    const { status } = start();
    await seen(() => status().reachable === false);
    expect(status().error).toBe(`Grafana at ${grafana.url}: no answer in time`);
    await seen(() => ids().length === 1);
  });

  it("that knows no such token is named with the reason, and the token is said nowhere", async () => {
    const { start, logged, grafana } = await besideGrafana(stateWith(one));
    const { status } = start({ token: "glsa_a-secret-of-yesterday" });
    await seen(() => status().reachable === false);
    expect(status().error).toBe(`Grafana at ${grafana.url}: the token is unknown or has expired (401)`);
    expect(JSON.stringify([logged, status()])).not.toContain("glsa_");
  });

  it("that will not have one annotation is given the others, and asked about that one no more until it changes", async () => {
    const state = stateWith({ deployments: [deployment({ id: "dp-0" }), deployment()] });
    const { start, ids, grafana, writes } = await besideGrafana(state);
    grafana.fault = ({ body }) =>
      JSON.stringify(body ?? "").includes("nines-id:dp-0") && !JSON.stringify(body).includes("succeeded")
        ? { kind: "answer", status: 400 }
        : undefined;
    const { status } = start();
    await seen(() => status().reachable === true);
    expect(status()).toMatchObject({
      annotations: 1,
      error: "1 annotations were refused, the first of dp-0",
    });
    put(state, { incidents: [incident()] });
    await seen(() => ids().length === 2);
    expect(writes()).toEqual(["POST", "POST", "POST"]);
    put(state, { deployments: [{ ...ended, id: "dp-0" }] });
    await seen(() => ids().length === 3);
    expect(status()).not.toHaveProperty("error");
  });

  it("whose address is another program's is told apart", async () => {
    const { start, grafana } = await besideGrafana(stateWith(one));
    grafana.fault = () => ({ kind: "answer", status: 200 });
    const { status } = start();
    await seen(() => status().reachable === false);
    expect(status().error).toContain("what answers there is not Grafana's API");
  });
});
