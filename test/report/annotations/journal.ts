import type { Correction } from "../../../src/governance/corrections/correction.ts";
import type { Deployment } from "../../../src/governance/deployments/deployment.ts";
import type { Exception } from "../../../src/governance/exceptions/exception.ts";
import type { Incident } from "../../../src/governance/incidents/incident.ts";
import { emptyState, type GovernanceState } from "../../../src/governance/state.ts";
import { seconds } from "../../../src/model/units.ts";
import { earlier, later, noon } from "../../support/snapshots.ts";

export const deployment = (changes: Partial<Deployment> = {}): Deployment => ({
  id: "dp-1",
  service: "checkout",
  environment: "production",
  version: "v7",
  startedAt: earlier("1h"),
  recordedBy: "deploy-bot",
  recordedAt: earlier("1h"),
  ...changes,
});

export const incident = (changes: Partial<Incident> = {}): Incident => ({
  id: "in-1",
  service: "checkout",
  environment: "production",
  title: "orders are refused",
  openedAt: earlier("50m"),
  openedBy: "alice@example.org",
  byAlert: false,
  spells: [{ from: earlier("50m") }],
  alerts: [],
  notes: [],
  actions: [],
  ...changes,
});

export const exception = (changes: Partial<Exception> = {}): Exception => ({
  id: "ex-1",
  request: {
    service: "payments",
    slos: ["payments.availability.production"],
    environments: ["production"],
    change: { kinds: [] },
    reason: { category: "legal", text: "the tax law changes" },
    businessImpact: "invoices would be wrong",
    risk: "one more deploy",
    rollbackPlan: "redeploy",
    evidence: [],
    start: earlier("2h"),
    expiry: later("2h"),
    maxUses: 1,
    silverBullet: false,
  },
  requestHash: "",
  requestedBy: "alice@example.org",
  requestedAt: earlier("3h"),
  requirement: { state: "frozen", seats: ["owner"], policy: "default", policyHash: "" },
  approvals: [],
  answerWithin: seconds(86_400),
  waitingSince: earlier("3h"),
  spentAt: {},
  inForceAt: earlier("2h"),
  uses: [],
  ...changes,
});

export const correction = (changes: Partial<Correction> = {}): Correction => ({
  id: "co-1",
  request: {
    service: "search",
    slos: [],
    environments: ["production"],
    from: earlier("2d"),
    to: earlier("47h"),
    effect: "drop",
    reason: "a load test",
    evidence: [],
  },
  requestHash: "",
  requestedBy: "alice@example.org",
  requestedAt: earlier("1d"),
  requirement: { state: "healthy", seats: ["any"], policy: "default", policyHash: "" },
  approvals: [],
  state: "approved",
  ...changes,
});

/** Puts things on record; each stands in the journal by an entry of its own. */
export function put(
  state: GovernanceState,
  things: {
    deployments?: readonly Deployment[];
    incidents?: readonly Incident[];
    exceptions?: readonly Exception[];
    corrections?: readonly Correction[];
  },
): void {
  for (const each of things.deployments ?? []) state.deployments.set(each.id, each);
  for (const each of things.incidents ?? []) state.incidents.set(each.id, each);
  for (const each of things.exceptions ?? []) state.exceptions.set(each.id, each);
  for (const each of things.corrections ?? []) state.corrections.set(each.id, each);
  state.head = { ...state.head, seq: state.head.seq + 1, at: noon };
}

export function stateWith(things: Parameters<typeof put>[1]): GovernanceState {
  const state = emptyState();
  put(state, things);
  return state;
}
