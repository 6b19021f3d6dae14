import type { JournalEvent } from "../../src/governance/journal.ts";
import { seconds, timestamp } from "../../src/model/units.ts";

/** Entries that one exception leaves: asked for, approved twice, used, and the answers to those who acted. */
const perException = 100;
/** Seconds between two entries: a million of them are a busy year. */
const pace = 30;
const start = 1_700_000_000;

const hex = (seed: number): string =>
  Array.from({ length: 5 }, (_, n) =>
    ((seed * 2_654_435_761 * (n + 1)) >>> 0).toString(16).padStart(8, "0"),
  ).join("");

/**
 * Entry number `n` of a busy company's journal: mostly gate decisions on ever new commits, a tenth of them under an
 * idempotency key, moves of a thousand SLOs, and an exception in every hundred.
 */
export function eventAt(n: number): JournalEvent {
  const at = timestamp(start + n * pace);
  const id = `ex-${String(Math.floor(n / perException)).padStart(10, "0")}`;
  const service = `service-${n % 250}`;
  switch (n % perException) {
    case 0:
      return {
        at,
        actor: "alice@example.org",
        kind: "exception-requested",
        subject: id,
        payload: request(n),
      };
    case 3:
    case 5:
      return {
        at,
        actor: n % perException === 3 ? "bob@example.org" : "carol@example.org",
        kind: "exception-approved",
        subject: id,
        payload: {
          requestHash: hex(n - (n % perException)),
          group: n % perException === 3 ? "sre" : "team-payments",
          standIn: false,
          spentAt: {},
        },
      };
    case 1:
    case 4:
    case 6:
      return {
        at,
        actor: "nines",
        kind: "act-answered",
        subject: hex(n),
        payload: {
          request: hex(n + 1),
          answer: { id, state: "pending", message: "waits for two approvals" },
        },
      };
    default:
      return n % 10 === 9 ? moved(n, `${service}.availability.production`) : decided(n, service, id);
  }
}

const moved = (n: number, slo: string): JournalEvent => ({
  at: timestamp(start + n * pace),
  actor: "nines",
  kind: "state-transition",
  subject: slo,
  payload: {
    ...(Math.floor(n / 1_000) % 2 === 0
      ? ({ from: "healthy", to: "watch" } as const)
      : ({ from: "watch", to: "healthy" } as const)),
    consumed: 0.51,
    coverage: 1,
    policy: "default",
    policyHash: hex(7),
    objective: "99.9%",
  },
});

function decided(n: number, service: string, exception: string): JournalEvent {
  const at = start + n * pace;
  const isUse = n % perException === 7;
  const use = { exception, service, environment: "production", sha: hex(n) };
  return {
    at: timestamp(at),
    actor: "ci:github:shop/checkout",
    kind: "gate-decision",
    subject: `gd-${n}`,
    payload: {
      key: { services: [service], environment: "production", change: "feature", sha: hex(n) },
      decision: isUse ? "warn" : "allow",
      allowed: true,
      validUntil: timestamp(at + 60),
      uses: isUse ? [use] : [],
      verdict: {
        decision: "allow",
        allowed: true,
        sentence: "allow: every SLO of it has budget left",
        slos: [
          { id: `${service}.availability.production`, state: "healthy", consumed: 0.4123, spent: 0.4123 },
        ],
        policy: { name: "default", hash: hex(7), rule: 9 },
      },
    },
  };
}

const request = (n: number): JournalEvent<"exception-requested">["payload"] => ({
  request: {
    service: `service-${n % 250}`,
    slos: [],
    environments: ["production"],
    change: { sha: hex(n), kinds: ["feature"] },
    reason: {
      category: "customer-commitment",
      text: "The import that a customer waits for, promised for today",
    },
    businessImpact: "A contract is at stake",
    risk: "Touches the import alone, behind a flag",
    rollbackPlan: "Switch the flag off",
    evidence: ["https://tickets.example/4711"],
    start: timestamp(start + n * pace),
    expiry: timestamp(start + n * pace + 86_400),
    maxUses: 1,
    silverBullet: false,
  },
  requestHash: hex(n),
  requirement: { state: "frozen", seats: ["owner", "sre"], policy: "default", policyHash: hex(7) },
  owner: "team-payments",
  answerWithin: seconds(4 * 3_600),
  spentAt: {},
});
