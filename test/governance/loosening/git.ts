import { isRefusal, type Act } from "../../../src/governance/act.ts";
import type { JournalEvent } from "../../../src/governance/journal.ts";
import type { Identity } from "../../../src/governance/people/identity.ts";
import { isHeld } from "../../../src/governance/loosening/held.ts";
import type { Loosening } from "../../../src/governance/loosening/promise.ts";
import { promiseEvents, type Stood } from "../../../src/governance/loosening/watch.ts";
import { emptyState, take, type GovernanceState } from "../../../src/governance/state.ts";
import type { Definitions } from "../../../src/model/definitions.ts";
import type { GradedState, Policy } from "../../../src/model/policy.ts";
import type { Slo } from "../../../src/model/slo.ts";
import { timestamp, type Timestamp } from "../../../src/model/units.ts";
import { duration, slo } from "../../support/slos.ts";
import { noon, policyOf, production, serviceOf } from "../../support/snapshots.ts";

export const id = slo().id;

/** What `slos/` says: these SLOs, under these policies. */
export const git = (slos: readonly Slo[], policies: readonly Policy[] = [policyOf()]): Definitions => ({
  services: [...new Set(slos.map(({ service }) => service))].map((name) => serviceOf(name)),
  environments: [production],
  policies,
  slos,
  journeys: [],
});

/** A journal in memory, a clock, and where every SLO stands: `healthy` unless told. */
export interface Watch {
  state: GovernanceState;
  /** Reads definitions as a leader would; returns the events that this journalled. */
  reads: (definitions: Definitions, stands?: GradedState) => readonly JournalEvent[];
  passes: (time: string) => void;
  now: () => Timestamp;
  accept: <Answer>(act: Act<Answer>) => Answer;
  held: () => readonly Loosening[];
}

export function watch(...accepted: readonly Definitions[]): Watch {
  const state = emptyState();
  let now = noon;
  let ids = 0;
  const add = (events: readonly JournalEvent[]): void => {
    for (const event of events) take(state, { ...event, seq: state.head.seq + 1, prevHash: "", hash: "" });
  };
  const reads: Watch["reads"] = (definitions, stands = "healthy") => {
    const known = new Set([...definitions.slos.map((each) => each.id), ...state.promises.keys()]);
    const stood = new Map([...known].map((each): [string, Stood] => [each, { state: stands, spent: 0.95 }]));
    const events = promiseEvents(state, definitions, stood, now, (prefix) => `${prefix}-${++ids}`);
    add(events);
    return events;
  };
  for (const each of accepted) reads(each);
  return {
    state,
    reads,
    passes: (time) => void (now = timestamp(now + duration(time))),
    now: () => now,
    accept: (act) => {
      if (isRefusal(act)) throw new Error(`refused: ${act.refused}: ${act.message}`);
      add(act.events);
      return act.answer;
    },
    held: () => [...state.loosenings.values()].filter((each) => isHeld(each, now)),
  };
}

export const kindsOf = (events: readonly JournalEvent[]): readonly string[] => events.map(({ kind }) => kind);

export const person = (name: string, ...groups: readonly string[]): Identity => ({
  subject: `${name}@example.org`,
  kind: "person",
  roles: ["approver"],
  groups,
  services: ["*"],
  via: "token:tk-1",
});
