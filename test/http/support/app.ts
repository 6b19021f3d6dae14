import type { Express } from "express";
import { pino } from "pino";
import request from "supertest";
import { decide } from "../../../src/gate/decide.ts";
import { emptyState } from "../../../src/governance/state.ts";
import { createApp } from "../../../src/http/app.ts";
import type { AppDeps } from "../../../src/http/deps.ts";
import { createOwnMetrics } from "../../../src/http/metrics/metrics.ts";
import { openDesk } from "../../../src/runtime/governance/open-desk.ts";
import { openMemoryJournal } from "../../../src/store/memory.ts";
import type { Explanation } from "../../../src/runtime/explanation.ts";
import { firingOf } from "../../../src/policy/burning-group.ts";
import type { Outlooks } from "../../../src/runtime/outlooks.ts";
import type { SloHistory } from "../../../src/runtime/history.ts";
import type { Snapshot } from "../../../src/runtime/snapshot.ts";
import { earlier, later, noon } from "../../support/snapshots.ts";
import { duration } from "../../support/slos.ts";

const nothing = () => Promise.resolve(undefined);

/** What stands behind the app in a test: a snapshot, asked ten seconds after it was finished. */
export const depsWith = (snapshot: Snapshot | undefined, changes: Partial<AppDeps> = {}): AppDeps => ({
  snapshots: { current: () => snapshot },
  decide,
  desk: openDesk({ journal: openMemoryJournal(), now: () => later("10s"), pause: async () => undefined }),
  governance: emptyState,
  attribute: { slo: nothing, deployment: nothing, incident: nothing, proposals: nothing },
  explain: async (id) => explanationOf(id, snapshot),
  history: async (id) => historyOf(id, snapshot),
  outlooks: async (id) => outlooksOf(id, snapshot),
  courses: async () => ({ courses: new Map(), silent: [] }),
  burnLines: async () => ({ lines: new Map(), silent: [] }),
  // A test waits for the end of every answer.
  streams: { poll: 1, heartbeat: 1_000, life: 50 },
  metrics: createOwnMetrics(),
  logger: pino({ level: "silent" }),
  allowedHosts: [],
  now: () => later("10s"),
  version: "0.1.0",
  ...changes,
});

export const appWith = (snapshot: Snapshot | undefined, changes: Partial<AppDeps> = {}): Express =>
  createApp(depsWith(snapshot, changes));

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
  body: unknown;
}
type Headers = Readonly<Record<string, string>>;

export const get = async (app: Express, path: string, headers: Headers = {}): Promise<Answer> =>
  request(app).get(path).set(headers);

export const send = async (
  app: Express,
  method: "post" | "put" | "delete",
  path: string,
  headers: Headers = {},
  body?: string | object,
): Promise<Answer> => request(app)[method](path).set(headers).send(body);

/** A step of events, ten of them bad, and a page in it. */
function historyOf(id: string, snapshot: Snapshot | undefined): SloHistory | undefined {
  const judged = snapshot?.byId.get(id);
  if (judged === undefined) return undefined;
  return {
    judged,
    windowFrom: earlier("30d"),
    from: earlier("30d"),
    first: earlier("30d"),
    to: noon,
    step: duration("2h"),
    groups: judged.groups.map(({ assessment: { group } }) => ({
      group,
      carried: { bad: 0, total: 0 },
      points: [{ at: noon, bad: 10, total: 1_000 }],
      fired: [{ tier: "fast", from: noon, to: later("5m", noon) }],
    })),
  };
}

/** Every tier that does not fire yet does so in 41 minutes. */
function outlooksOf(id: string, snapshot: Snapshot | undefined): Outlooks | undefined {
  const judged = snapshot?.byId.get(id);
  if (judged === undefined) return undefined;
  const quiet = judged.slo.alerting.tiers.filter((tier) => firingOf(tier, judged.worst) === undefined);
  const outlook = { kind: "in", seconds: duration("41m"), isOver: false } as const;
  return {
    judged,
    present: duration("5m"),
    tiers: quiet.map((tier) => ({ tier, group: judged.worst, outlook })),
  };
}

/** An explanation with figures that are easy to find again. */
export function explanationOf(id: string, snapshot: Snapshot | undefined): Explanation | undefined {
  const judged = snapshot?.byId.get(id);
  if (judged === undefined) return undefined;
  return {
    judged,
    unit: "events",
    ledgerInterval: duration("2m30s"),
    explainedAt: noon,
    groups: judged.groups.map(({ assessment: { group } }) => ({
      group,
      queries: [{ title: "bad events in 30d", promql: "sum_over_time(x[30d])", value: 912 }],
      samples: { present: 17_280, expected: 17_280 },
      days: [
        { at: later("1d", noon), bad: 900, total: 500_000 },
        { at: later("2d", noon), bad: 12, total: 500_000 },
      ],
      recovery: [{ leaves: "restricted", below: 0.85, at: later("1d") }],
      steps: ["912 bad ÷ 1 000 000 = 0.0912 %", "0.0912 % ÷ 0.1 % = 91.2 % of the budget"],
    })),
  };
}
