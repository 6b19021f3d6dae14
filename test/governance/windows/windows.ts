import type { Occasion } from "../../../src/governance/act.ts";
import { isRefusal, type Act } from "../../../src/governance/act.ts";
import type { Facts } from "../../../src/governance/facts.ts";
import type { Identity } from "../../../src/governance/people/identity.ts";
import { emptyState, take, type GovernanceState } from "../../../src/governance/state.ts";
import type { MaintenanceWindow, WindowRequest } from "../../../src/governance/windows/window.ts";
import { timestamp, type Timestamp } from "../../../src/model/units.ts";
import type { JudgedSlo } from "../../../src/policy/judged.ts";
import { duration } from "../../support/slos.ts";
import { earlier, judged, later, noon, snapshotOf } from "../../support/snapshots.ts";

/** A moment in text: `2026-11-22T12:00:00Z`. */
export const at = (text: string): Timestamp => timestamp(Date.parse(text) / 1000);
export const iso = (moment: Timestamp): string => new Date(moment * 1000).toISOString().replace(".000", "");

/** Two hours from one o'clock, quieting the alerts of checkout in production, unless told otherwise. */
export const requestOf = (changes: Partial<WindowRequest> = {}): WindowRequest => ({
  kind: "maintenance",
  title: "database upgrade",
  reason: "version 15 is out of support",
  service: "checkout",
  slos: [],
  environments: ["production"],
  group: {},
  schedule: { kind: "once", from: later("1h"), to: later("3h") },
  acts: { alerts: true, budget: "count", gate: "none" },
  ...changes,
});

export const dropping = requestOf({ acts: { alerts: true, budget: "drop", gate: "none" } });
export const opening = requestOf({ acts: { alerts: true, budget: "count", gate: "open" } });

export const person = (name: string, changes: Partial<Identity> = {}): Identity => ({
  subject: `${name}@example.org`,
  kind: "person",
  roles: ["requester", "approver"],
  groups: [],
  services: ["checkout"],
  via: "token:tk-1",
  ...changes,
});
export const alice = person("alice", { groups: ["team-shop"] });
export const bob = person("bob", { groups: ["sre"] });
export const carol = person("carol", { groups: ["team-shop"] });

export const factsOf = (...slos: readonly JudgedSlo[]): Facts =>
  snapshotOf(slos.length === 0 ? [judged({ consumed: 0.1 })] : slos);

let ids = 0;
export const occasion = (now: Timestamp = noon): Occasion => ({
  now,
  newId: (prefix) => `${prefix}-${++ids}`,
});

/** Puts what a command came to into the state; fails when it was refused. */
export function accept<Answer>(state: GovernanceState, act: Act<Answer>): Answer {
  if (isRefusal(act)) throw new Error(`refused: ${act.refused}: ${act.message}`);
  for (const event of act.events) take(state, { ...event, seq: state.head.seq + 1, prevHash: "", hash: "" });
  return act.answer;
}

/** What was refused, or the names of the fields that were wrong. */
export const refusalOf = (act: Act<unknown>): unknown =>
  isRefusal(act) ? (act.fields?.map(({ field }) => field) ?? act.refused) : "accepted";

export const begin = (): GovernanceState => emptyState();

export const windowOf = (state: GovernanceState, id: string): MaintenanceWindow => {
  const window = state.windows.get(id);
  if (window === undefined) throw new Error(`no window ${id}`);
  return window;
};

export { duration, earlier, judged, later, noon };
