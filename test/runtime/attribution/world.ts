import type { Deployment } from "../../../src/governance/deployments/deployment.ts";
import type { Incident } from "../../../src/governance/incidents/incident.ts";
import { emptyState, type GovernanceState } from "../../../src/governance/state.ts";
import { timestamp } from "../../../src/model/units.ts";
import type { Ask } from "../../../src/query/port.ts";
import { attributor } from "../../../src/runtime/attribution/attributor.ts";
import type { Written } from "../../support/ledgers.ts";
import { judged, noon, serviceOf, snapshotOf } from "../../support/snapshots.ts";

export const checkout = judged({ consumed: 0.1 });
export const payments = judged({ consumed: 0.1, slo: { service: "payments" } });
export const regional = judged({ consumed: 0.1, slo: { service: "search", groupBy: ["region"] } });

export const snapshot = snapshotOf([checkout, payments, regional], {
  services: new Map(
    [
      serviceOf("checkout", { dependsOn: [{ kind: "serial", service: "payments" }] }),
      serviceOf("payments"),
      serviceOf("search"),
    ].map((service) => [service.name, service]),
  ),
});
export const now = noon;

/** So many hours before noon. */
export const ago = (hours: number) => timestamp(noon - 3_600 * hours);

/** Twelve hours until noon, 100 events an interval, bad in hours counted from their beginning. */
export const half = (of: Written["slo"], bad: Readonly<Record<number, number>>, group = {}): Written => ({
  slo: of,
  group,
  first: ago(12) + 150,
  events: Array.from({ length: 288 }, (_, index) => [bad[Math.floor(index / 24)] ?? 0, 100]),
});

export const deployment = (id: string, hours: number, changes: Partial<Deployment> = {}): Deployment => ({
  ...{ id, service: "checkout", environment: "production", version: id, startedAt: ago(hours) },
  ...{ recordedBy: "ci", recordedAt: ago(hours) },
  ...changes,
});

export const incident = (changes: Partial<Incident> = {}): Incident => ({
  ...{ id: "inc-1", service: "checkout", environment: "production", title: "errors" },
  ...{ openedAt: ago(6), openedBy: "alertmanager", byAlert: true, alerts: [], notes: [], actions: [] },
  spells: [{ from: ago(6), to: ago(3) }],
  ...changes,
});

export const governed = (changes: Partial<GovernanceState>): GovernanceState => ({
  ...emptyState(),
  ...changes,
});
export const byId = <Item extends { id: string }>(...items: readonly Item[]) =>
  new Map(items.map((item) => [item.id, item]));

export const asking = (ask: Ask, state: GovernanceState) =>
  attributor({
    sources: [{ name: "default", ask, breaker: () => "closed" }],
    now: () => now,
    snapshots: { current: () => snapshot },
    governance: () => state,
  });

/** The interval that ends at noon is recorded after it. Of 28,700 events and a budget of 0.1 % one bad event is: */
export const one = 1 / 28_700 / 0.001;
