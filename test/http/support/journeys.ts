import { createShelf } from "../../../src/journey/reports/shelf.ts";
import type { JourneysReader } from "../../../src/http/deps.ts";
import { noPhases, skippedStep, type RunResult, type StepResult } from "../../../src/journey/result.ts";
import type { Journey } from "../../../src/model/journey.ts";
import { definitionsOf } from "../../spec/setup/load.ts";
import { noon } from "../../support/snapshots.ts";

export const journey = definitionsOf(`
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
export const run = (runId: string, changes: Partial<RunResult> = {}): RunResult => ({
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

/** A process at eu-1 that has made these runs, and has heard of no other. */
export const readerOf = (
  journeys: readonly Journey[],
  runs: readonly RunResult[],
  changes: Partial<JourneysReader> = {},
): JourneysReader => ({
  location: "eu-1",
  defined: () => journeys,
  history: (name) => (journeys.some((each) => each.name === name) ? runs : undefined),
  metrics: async () => [Buffer.from('journey_runs_total{journey="buy-a-book"} 2\n')],
  reports: createShelf({ memory: "first", own: "eu-1" }),
  received: () => undefined,
  counted: async () => ({ journeys: [], silent: [] }),
  ...changes,
});

/** buy-a-book, which ran twice and failed the second time. */
export const twoRuns: JourneysReader = readerOf([journey], [failed, run("r1")]);

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const pictured = createShelf({ memory: "first", own: "eu-1" });
pictured.take(
  {
    ...{ location: "office", sentAt: failed.startedAt },
    runs: [{ ...failed, runId: "o1" }],
    pictures: [{ run: "o1", step: "verify", image: png }],
  },
  { by: "prober-office", now: failed.startedAt, journeys: new Set([journey.name]) },
);

/** The same journey, and a run of it at the office of which there is a picture. */
export const picturedRun: JourneysReader = readerOf([journey], [run("r1")], { reports: pictured });
