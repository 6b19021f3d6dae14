import { isRefusal, type Act } from "../../../src/governance/act.ts";
import type { NotifiedAlert } from "../../../src/governance/incidents/alert.ts";
import { receive, type Receipt } from "../../../src/governance/incidents/receive.ts";
import { defaultRules, type IncidentRules } from "../../../src/governance/incidents/rules.ts";
import type { Identity } from "../../../src/governance/people/identity.ts";
import { emptyState, take, type GovernanceState } from "../../../src/governance/state.ts";
import { timestamp, type Timestamp } from "../../../src/model/units.ts";
import { judged, noon, serviceOf, snapshotOf } from "../../support/snapshots.ts";

export const alertmanager: Identity = {
  subject: "alertmanager",
  kind: "machine",
  roles: ["alertmanager"],
  groups: [],
  services: ["*"],
  via: "token:tk-am",
};

/** checkout and payments, each with an SLO. */
export const shop = snapshotOf([judged({ consumed: 0.1 })], {
  services: new Map(["checkout", "payments"].map((name) => [name, serviceOf(name)])),
});

export const never: Timestamp = timestamp(-62_135_596_800);

/** A page of checkout's fast tier, firing since noon unless told otherwise. */
export const page = (
  changes: Partial<NotifiedAlert> & { tier?: string; service?: string } = {},
): NotifiedAlert => {
  const { tier = "fast", service = "checkout", ...said } = changes;
  return {
    status: "firing",
    labels: {
      alertname: "ErrorBudgetBurn",
      slo_id: `${service}.availability.production`,
      slo_service: service,
      slo_environment: "prod",
      tier,
      severity: tier === "fast" || tier === "medium" ? "page" : "ticket",
    },
    startsAt: noon,
    endsAt: never,
    fingerprint: Buffer.from(`${service} ${tier}`).toString("hex"),
    summary: `${service} burns its error budget`,
    ...said,
  };
};

export const resolved = (alert: NotifiedAlert, endsAt: Timestamp): NotifiedAlert => ({
  ...alert,
  status: "resolved",
  endsAt,
});

export interface Desk {
  state: GovernanceState;
  /** Takes a notification in. */
  tell: (now: Timestamp, ...alerts: readonly NotifiedAlert[]) => Receipt;
  /** Carries out a command; fails when it is refused. */
  accept: <Answer>(act: Act<Answer>) => Answer;
  newId: (prefix: string) => string;
}

export function openBook(rules: IncidentRules = defaultRules, identity = alertmanager): Desk {
  const state = emptyState();
  let ids = 0;
  const newId = (prefix: string): string => `${prefix}-${++ids}`;
  const accept = <Answer>(act: Act<Answer>): Answer => {
    if (isRefusal(act)) throw new Error(`refused: ${act.refused}: ${act.message}`);
    for (const event of act.events)
      take(state, { ...event, seq: state.head.seq + 1, prevHash: "", hash: "" });
    return act.answer;
  };
  return {
    state,
    accept,
    newId,
    tell: (now, ...alerts) => accept(receive(state, { now, newId }, identity, alerts, shop, rules)),
  };
}
