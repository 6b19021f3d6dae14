import { describe, expect, it } from "vitest";
import { journey, step } from "../../kit/journeys/definitions.ts";
import { noPhases, type RunResult, skippedStep, type StepResult } from "../../src/journey/result.ts";
import { createHistory, keptRuns } from "../../src/probes/history.ts";

const passed = (name: string): StepResult => ({
  step: name,
  result: "passed",
  startedAfter: 0.25,
  duration: 0.125,
  phases: { ...noPhases, dns: 0.001, transfer: 0.002 },
  attempts: 2,
  status: 200,
  bytes: 123_456,
  findings: [],
  exchanges: [],
});
const failed = (name: string, message: string): StepResult => ({
  ...passed(name),
  result: "failed",
  reason: "timeout",
  message,
  findings: [{ ok: false, severity: "fail", message }],
});
const run = (slot: number, steps: readonly StepResult[], more: Partial<RunResult> = {}): RunResult => ({
  journey: "buy",
  location: "eu-1",
  runId: `run-${slot}`,
  slot,
  startedAt: 1_790_000_000_000 + slot,
  late: 1.5,
  duration: 0.5,
  result: "passed",
  steps,
  ...more,
});

describe("history", () => {
  it("gives runs back as they were, newest first, with the waterfall of their steps", () => {
    const history = createHistory("eu-1");
    const good = run(1, [passed("login"), passed("pay")]);
    const bad = run(2, [failed("login", "no answer in time"), skippedStep("pay", "login failed before it")], {
      result: "failed",
      reason: "timeout",
    });
    history.add(good);
    history.add(bad);
    expect(history.of("buy")).toEqual([bad, good]);
    expect(history.of("other")).toEqual([]);
  });

  it(`keeps the last ${keptRuns} runs`, () => {
    const history = createHistory("eu-1");
    for (let slot = 0; slot < 3 * keptRuns + 7; slot++)
      history.add(run(slot, [failed("login", `message ${slot}`)], { result: "failed", reason: "timeout" }));
    const kept = history.of("buy");
    expect(kept.map(({ slot }) => slot)).toEqual(
      Array.from({ length: keptRuns }, (_, n) => 3 * keptRuns + 6 - n),
    );
    expect(kept.at(-1)!.steps[0]!.message).toBe(`message ${2 * keptRuns + 7}`);
  });

  it("forgets the oldest words before it grows without bound, and never their numbers", () => {
    const history = createHistory("eu-1");
    const long = "x".repeat(1024 * 1024);
    for (let slot = 0; slot < 40; slot++)
      history.add(run(slot, [failed("login", long)], { result: "failed", reason: "timeout" }));
    const kept = history.of("buy");
    expect(kept).toHaveLength(40);
    expect(kept[0]!.steps[0]!.message).toBe(long);
    expect(kept.at(-1)!.steps[0]).toMatchObject({ result: "failed", reason: "timeout", findings: [] });
    expect(kept.at(-1)!.steps[0]!.message).toBeUndefined();
  });

  it("forgets a journey that is gone or has other steps", () => {
    const history = createHistory("eu-1");
    history.add(run(1, [passed("login")]));
    history.retain([journey([step("login", "http://shop.test/")], { name: "buy" })]);
    expect(history.of("buy")).toHaveLength(1);
    history.retain([journey([step("sign-in", "http://shop.test/")], { name: "buy" })]);
    expect(history.of("buy")).toHaveLength(0);
  });
});
