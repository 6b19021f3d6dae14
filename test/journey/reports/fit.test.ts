import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toldRunSchema } from "../../../src/http/schemas/journey-report.ts";
import { bounds } from "../../../src/journey/reports/bounds.ts";
import { fit } from "../../../src/journey/reports/fit.ts";
import { noPhases, type RunResult, type StepResult } from "../../../src/journey/result.ts";
import { failureReasons, runResults, stepResults } from "../../../src/model/journey.ts";

const long = (most: number) =>
  fc
    .tuple(fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }), fc.nat(most))
    .map(([text, times]) => text.repeat(times));
const words = fc.record({ message: long(200), body: long(4_000), lines: fc.nat(300) });
const name = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);

const step = fc
  .tuple(name, fc.constantFrom(...stepResults), words)
  .map(([named, result, { message, body, lines }]): StepResult => ({
    ...{ step: named, result, message, duration: 0.1, phases: noPhases, attempts: 1, bytes: 12 },
    findings: Array.from({ length: lines }, () => ({ ok: false, severity: "fail", message })),
    exchanges: Array.from({ length: Math.min(lines, 60) }, () => ({
      ...{ attempt: 1, method: "GET", url: `https://shop.example/${message}`, requestBody: body },
      ...{
        requestHeaders: { accept: message },
        responseHeaders: { [`x-${message}`]: body },
        responseBody: body,
      },
    })),
    console: Array.from({ length: lines }, () => body),
  }));
const run = fc
  .tuple(fc.array(step, { maxLength: 6 }), fc.constantFrom(...runResults), fc.constantFrom(...failureReasons))
  .map(([steps, result, reason]): RunResult => ({
    ...{ journey: "buy", location: "office", runId: "run-1", slot: 3, startedAt: 1_790_000_000_000 },
    ...{ late: 1.5, duration: 0.4, result, reason, steps },
  }));

describe("a run that is told", () => {
  it("is what nines takes, whatever it holds, with its waterfall and its reason whole", () => {
    fc.assert(
      fc.property(run, (whole) => {
        const text = fit(whole);
        expect(text.length).toBeLessThanOrEqual(bounds.run);
        const told = toldRunSchema.parse(JSON.parse(text));
        expect(told).toMatchObject({ runId: whole.runId, result: whole.result, reason: whole.reason });
        expect(told.steps.map(({ step, result, duration }) => [step, result, duration])).toEqual(
          whole.steps.map(({ step, result, duration }) => [step, result, duration]),
        );
      }),
      { numRuns: 40 },
    );
  });

  const one = (result: RunResult["result"]): RunResult => ({
    ...{
      journey: "buy",
      location: "office",
      runId: "run-1",
      slot: 3,
      startedAt: 1,
      late: 0,
      duration: 1,
      result,
    },
    steps: [
      {
        ...{ step: "login", result: "passed", duration: 0.1, phases: noPhases, attempts: 1, bytes: 12 },
        findings: [{ ok: true, severity: "fail", message: "status is 200" }],
        exchanges: [
          {
            attempt: 1,
            method: "GET",
            url: "https://shop.example/",
            requestHeaders: {},
            responseHeaders: {},
          },
        ],
      },
    ],
  });

  it("is left as it is where it is short", () => {
    const { location: _, slot: __, ...told } = one("failed");
    expect(JSON.parse(fit(one("failed")))).toEqual(told);
  });

  it("is numbers alone where it passed, as in nines' own memory", () => {
    const told = toldRunSchema.parse(JSON.parse(fit(one("passed"))));
    expect(told.steps).toEqual([{ ...one("passed").steps[0]!, findings: [], exchanges: [] }]);
  });
});
