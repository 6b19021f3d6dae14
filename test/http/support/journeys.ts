import type { JourneysReader } from "../../../src/http/deps.ts";
import { noPhases, skippedStep, type RunResult, type StepResult } from "../../../src/journey/result.ts";
import type { Journey } from "../../../src/model/journey.ts";
import { definitionsOf } from "../../spec/setup/load.ts";
import { noon } from "../../support/snapshots.ts";

const journey = definitionsOf(`
apiVersion: nines/v1
kind: Journey
metadata: { name: buy-a-book }
spec:
  every: 1m
  steps:
    - { name: login, url: https://shop.example/login }
    - { name: verify, url: https://shop.example/orders }
    - { name: cancel, url: https://shop.example/cancel, always: true }
`).journeys[0]!;

const step = (name: string, changes: Partial<StepResult> = {}): StepResult => ({
  ...{ step: name, result: "passed", startedAfter: 0, duration: 0.1, phases: noPhases },
  ...{ attempts: 1, status: 200, bytes: 10, findings: [], exchanges: [] },
  ...changes,
});
const run = (runId: string, changes: Partial<RunResult> = {}): RunResult => ({
  ...{ journey: "buy-a-book", location: "eu-1", runId, startedAt: noon * 1_000, late: 4, duration: 0.3 },
  ...{ result: "passed", steps: [step("login"), step("verify"), step("cancel")] },
  ...changes,
});
const failed = run("r2", {
  result: "failed",
  reason: "assertion",
  startedAt: (noon + 60) * 1_000,
  steps: [
    step("login"),
    step("verify", {
      result: "failed",
      reason: "assertion",
      message: '$.state is "captured", expected "verified"',
      exchanges: [
        {
          attempt: 1,
          method: "GET",
          url: "https://shop.example/orders",
          requestHeaders: {},
          responseHeaders: {},
        },
      ],
    }),
    skippedStep("cancel", "order was never found"),
  ],
});

const reader = (journeys: readonly Journey[], runs: readonly RunResult[]): JourneysReader => ({
  location: "eu-1",
  journeys: () => journeys,
  history: (name) => (journeys.some((each) => each.name === name) ? runs : undefined),
  metrics: async () => [Buffer.from('journey_runs_total{journey="buy-a-book"} 2\n')],
});

/** buy-a-book, which ran twice and failed the second time. */
export const twoRuns: JourneysReader = reader([journey], [failed, run("r1")]);
