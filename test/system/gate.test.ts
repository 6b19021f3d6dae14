import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runNines } from "../../kit/nines.ts";
import type { NinesServer } from "../../kit/nines.ts";
import { ask, sloOnce, startRoad } from "./road.ts";

let nines: NinesServer;
beforeAll(async () => {
  nines = await startRoad();
  await Promise.all(
    ["watchful", "cautious", "restricted", "frozen", "caller", "exact"].map((service) =>
      sloOnce(nines, service, (slo) => slo.state !== "unknown", "is judged"),
    ),
  );
  await sloOnce(nines, "burning", (slo) => slo.fastBurn, "burns fast");
}, 300_000);
afterAll(() => nines.stop());

const gate = (service: string, change = "feature", environment = "production") =>
  ask(nines, `service=${service}&environment=${environment}&change=${change}`);

describe("the gate on a real Prometheus, under the built-in policy", () => {
  it.each([
    ["watchful", "watch", "feature", "allow"],
    ["cautious", "caution", "feature", "warn"],
    ["restricted", "restricted", "feature", "needs_exception"],
    ["restricted", "restricted", "config", "allow"],
    ["frozen", "frozen", "feature", "needs_exception"],
    ["frozen", "frozen", "fix", "warn"],
    ["frozen", "frozen", "rollback", "allow"],
    ["burning", "watch", "feature", "deny"],
    ["burning", "watch", "rollback", "allow"],
  ])("%s stands in %s: a %s is answered %s", async (service, state, change, decision) => {
    const { reasons, ...verdict } = await gate(service, change);
    expect(verdict, JSON.stringify(reasons)).toMatchObject({ state, decision });
  });

  it("says why, in numbers and words a person can check", async () => {
    const { reasons, allowedNow } = await gate("restricted");
    expect(reasons[0]).toMatchObject({
      slo: "restricted.availability.production",
      decision: "needs_exception",
      policy: "default",
      ruleText: "restricted + feature → needs_exception",
    });
    expect(reasons[0]?.consumed).toBeCloseTo(0.94, 2);
    expect(reasons[0]?.dataAgeSeconds).toBeLessThan(300);
    expect(reasons[0]?.sentence).toMatch(/^9[34](\.\d)? % of the 30d budget is spent/);
    expect(allowedNow).toContain("fix");
  });

  it("holds a feature of a caller while its dependency burns, and names the path", async () => {
    const verdict = await gate("caller");
    expect(verdict.decision).toBe("needs_exception");
    expect(verdict.reasons[0]).toMatchObject({ kind: "dependency", path: ["caller", "burning"] });
    expect((await gate("caller", "fix")).decision).not.toBe("needs_exception");
  });

  it.each([
    ["silent", "production", "no-data", "warn"],
    ["ended", "production", "stale", "warn"],
    ["nobody", "production", "unknown-service", "deny"],
    ["exact", "moon", "unknown-environment", "deny"],
    ["bare", "production", "no-slo", "warn"],
  ])("%s in %s is %s: %s", async (service, environment, cause, decision) => {
    expect(await gate(service, "feature", environment)).toMatchObject({ state: "unknown", cause, decision });
  });

  it("takes an alias of an environment for it", async () => {
    expect(await gate("watchful", "feature", "prod")).toMatchObject({
      environment: "production",
      decision: "allow",
    });
  });

  it("answers CI in exit codes", async () => {
    const asked = (service: string, ...more: string[]) =>
      runNines(["gate", "--server", nines.url, "--service", service, "--environment", "production", ...more]);
    expect((await asked("watchful")).exitCode).toBe(0);
    const held = await asked("frozen");
    expect(held.exitCode).toBe(1);
    expect(held.stdout).toContain("frozen.availability");
    const nowhere = [
      "gate",
      "--server",
      "http://127.0.0.1:1",
      "--service",
      "x",
      "--environment",
      "production",
    ];
    expect((await runNines(nowhere)).exitCode).toBe(2);
    expect((await runNines([...nowhere, "--on-unreachable", "allow"])).exitCode).toBe(0);
  });
});
