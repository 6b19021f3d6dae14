import { afterEach, describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/model/diagnostics.ts";
import { slo } from "../support/slos.ts";
import { readingOf, world, type World } from "./world.ts";

const id = "checkout.availability.production";
const broken: Diagnostic = {
  code: "objective-not-percent",
  severity: "error",
  path: "slos/checkout.yaml",
  line: 7,
  column: 14,
  endColumn: 18,
  message: "an objective is a percentage",
  remedy: 'write "99.9%"',
  excerpt: "  objective: 0.99",
};

let of: World;
const started = async (): Promise<World> => {
  of = world();
  of.says.set(id, { bad: 900 });
  await of.runtime.start();
  return of;
};
afterEach(() => of.runtime.stop());

describe("definitions that change", () => {
  it("act at once: an objective needs no new rules", async () => {
    await started();
    of.reading.now = readingOf([slo({ objective: "99%" })]);
    await of.runtime.reload();
    const judged = of.runtime.current()?.byId.get(id);
    expect(judged?.worst.assessment.raw?.consumed).toBeCloseTo(0.09, 12);
    expect(judged?.standing.state).toBe("healthy");
  });

  it("bring a new SLO into the very next snapshot, unknown until its rules are loaded", async () => {
    await started();
    of.reading.now = readingOf([slo(), slo({ name: "latency" })]);
    await of.runtime.reload();
    expect(of.runtime.current()?.byId.get("checkout.latency.production")).toMatchObject({
      standing: { state: "unknown", cause: "rules-behind" },
    });
  });

  it("take a removed SLO out", async () => {
    await started();
    of.reading.now = readingOf([slo({ name: "latency" })]);
    await of.runtime.reload();
    expect(of.runtime.current()?.byId.has(id)).toBe(false);
  });

  it("keep the last good ones while the files are broken, and say so loudly", async () => {
    await started();
    const before = of.runtime.current()?.spec;
    of.reading.now = { diagnostics: [broken] };
    const status = await of.runtime.reload();
    expect(status).toEqual({ ...before, broken: true, diagnostics: [broken] });
    expect(of.runtime.current()?.byId.get(id)?.standing.state).toBe("restricted");
    expect(of.logged).toContain("the definitions have errors: the last good ones stay in force");
    of.reading.now = readingOf([slo()]);
    expect(await of.runtime.reload()).toMatchObject({ broken: false, diagnostics: [] });
  });

  it("keep the last good ones when they cannot be read at all", async () => {
    await started();
    of.reading.now = new Error("permission denied");
    expect(await of.runtime.reload()).toMatchObject({ broken: true });
    expect(of.runtime.current()?.slos).toHaveLength(1);
  });

  it("may be broken from the start: nothing is judged, and that is said", async () => {
    of = world();
    of.reading.now = { diagnostics: [broken] };
    await of.runtime.start();
    expect(of.runtime.current()).toMatchObject({ slos: [], spec: { broken: true, diagnostics: [broken] } });
  });
});
