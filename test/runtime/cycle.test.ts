import { afterEach, describe, expect, it } from "vitest";
import { decide } from "../../src/gate/decide.ts";
import { emptyState } from "../../src/governance/state.ts";
import type { Slo } from "../../src/model/slo.ts";
import { slo } from "../support/slos.ts";
import { noon } from "../support/snapshots.ts";
import { pageFor } from "../support/observations.ts";
import { world, type Given, type World } from "./world.ts";

let open: World[] = [];
const started = async (given: Given = {}): Promise<World> => {
  const made = world(given);
  open.push(made);
  await made.runtime.start();
  return made;
};
afterEach(async () => {
  await Promise.all(open.map(({ runtime }) => runtime.stop()));
  open = [];
});
const id = "checkout.availability.production";
const stateOf = (of: World) => of.runtime.current()?.byId.get(id)?.standing;

describe("a cycle", () => {
  it("publishes what it found, whole", async () => {
    const of = await started();
    of.says.set(id, { bad: 912, firing: [pageFor()] });
    const snapshot = await of.cycle();
    expect(snapshot).toMatchObject({
      cycle: 2,
      sources: [{ name: "default", reachable: true, failures: 0, queries: 7 }],
    });
    expect(snapshot.byId.get(id)).toMatchObject({
      standing: { state: "restricted" },
      worst: { assessment: { fastBurn: true } },
    });
    expect(snapshot.slosOf("checkout", "production")).toEqual(snapshot.slos);
  });

  it("asks each source at most ten questions", async () => {
    const of = await started({ slos: Array.from({ length: 50 }, (_, n) => slo({ service: `s-${n}` })) });
    of.asked.length = 0;
    await of.cycle();
    expect(of.asked.length).toBeLessThanOrEqual(10);
  });

  it("never overlaps with another", async () => {
    const of = await started();
    const [one, other] = await Promise.all([of.runtime.cycle(), of.runtime.cycle()]);
    expect(one).toBe(other);
  });

  it("hides no SLO behind a broken one", async () => {
    const broken: Slo = {
      ...slo({ name: "broken" }),
      objective: {
        ...slo().objective,
        get budget(): never {
          throw new RangeError("no such budget");
        },
      },
    };
    const of = await started({ slos: [broken, slo()] });
    const [first, second] = of.runtime.current()!.slos;
    expect(first).toMatchObject({
      standing: { state: "unknown", cause: "no-data" },
      assessment: { detail: "nines could not assess it: no such budget" },
    });
    expect(second?.standing.state).toBe("healthy");
    expect(of.logged).toContain("an SLO could not be assessed");
  });

  it("hides no source behind a broken one", async () => {
    const of = await started({
      slos: [slo({ prometheus: "eu" }), slo({ name: "latency", prometheus: "us" })],
      sources: ["eu", "us"],
    });
    of.down.add("eu");
    await of.cycle();
    const snapshot = await of.cycle();
    expect(snapshot.sources.map(({ name, reachable }) => [name, reachable])).toEqual([
      ["eu", false],
      ["us", true],
    ]);
    expect(snapshot.slos.map(({ standing }) => standing.state)).toEqual(["unknown", "healthy"]);
  });

  it("says that a source is not configured", async () => {
    const of = await started({ slos: [slo({ prometheus: "elsewhere" })] });
    expect(of.runtime.current()?.byId.get(id)?.assessment).toMatchObject({
      cause: "prometheus-unreachable",
      detail: expect.stringContaining("no source named elsewhere") as string,
    });
  });

  it("lets a single source serve what names none, whatever its name", async () => {
    const of = await started({ sources: ["main"] });
    expect(stateOf(of)?.state).toBe("healthy");
  });
});

describe("a Prometheus that dies", () => {
  it("is forgiven for one cycle, then every state is unknown, and all recovers by itself", async () => {
    const of = await started();
    of.says.set(id, { bad: 950 });
    await of.cycle();
    of.down.add("default");
    const seen = [];
    for (let each = 0; each < 3; each++) {
      await of.cycle();
      seen.push([stateOf(of)?.state, stateOf(of)?.cause, of.runtime.current()?.sources[0]?.failures]);
    }
    expect(seen).toEqual([
      ["restricted", undefined, 1],
      ["unknown", "prometheus-unreachable", 2],
      ["unknown", "prometheus-unreachable", 3],
    ]);
    of.down.clear();
    of.says.set(id, { bad: 870 });
    const back = await of.cycle();
    expect(back.sources[0]).toMatchObject({ reachable: true, failures: 0 });
    expect(stateOf(of)?.state).toBe("restricted");
  });

  it("is said at the gate, which decides as the policy says", async () => {
    const of = await started();
    of.down.add("default");
    await of.cycle();
    const snapshot = await of.cycle();
    const subject = { kind: "service", service: "checkout", environment: "prod" } as const;
    const verdict = decide(
      { subject, change: "feature", group: {} },
      snapshot,
      emptyState(),
      snapshot.finishedAt,
    );
    expect(verdict).toMatchObject({ decision: "warn", state: "unknown", cause: "prometheus-unreachable" });
    expect(verdict.reasons[0]?.sentence).toMatch(/connection refused/);
  });

  it("keeps its last numbers in sight, with their growing age", async () => {
    const of = await started();
    of.down.add("default");
    await of.cycle();
    const snapshot = await of.cycle("5m");
    const { assessment } = snapshot.byId.get(id)!.worst;
    expect(assessment.raw).toBeDefined();
    expect(assessment.dataAge).toBeCloseTo(60 + 30 + 300, 0);
  });

  it("leaves states unknown that were never known", async () => {
    const of = world();
    open.push(of);
    of.down.add("default");
    await of.runtime.start();
    expect(stateOf(of)).toMatchObject({ state: "unknown", cause: "prometheus-unreachable", since: noon });
  });
});

describe("rules behind git", () => {
  it("are tolerated for the grace since they were first noticed, then unknown", async () => {
    const of = await started();
    of.says.set(id, { rules: { hash: "00000000" } });
    await of.cycle();
    expect(stateOf(of)?.state).toBe("healthy");
    await of.cycle("59m");
    expect(stateOf(of)?.state).toBe("healthy");
    await of.cycle("1m");
    expect(stateOf(of)).toMatchObject({ state: "unknown", cause: "rules-behind" });
    of.says.set(id, {});
    await of.cycle();
    expect(stateOf(of)?.state).toBe("healthy");
  });
});
