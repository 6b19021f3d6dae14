import { describe, expect, it } from "vitest";
import type { Deployment } from "../../../src/governance/deployments/deployment.ts";
import type { Incident } from "../../../src/governance/incidents/incident.ts";
import { emptyState, type GovernanceState } from "../../../src/governance/state.ts";
import { timestamp } from "../../../src/model/units.ts";
import type { Ask } from "../../../src/query/port.ts";
import { isSilent } from "../../../src/runtime/attribution/attribution.ts";
import { attributor } from "../../../src/runtime/attribution/attributor.ts";
import { ledgerSource, type Written } from "../../support/ledgers.ts";
import { judged, noon, serviceOf, snapshotOf } from "../../support/snapshots.ts";

const checkout = judged({ consumed: 0.1 });
const payments = judged({ consumed: 0.1, slo: { service: "payments" } });
const regional = judged({ consumed: 0.1, slo: { service: "search", groupBy: ["region"] } });

const snapshot = snapshotOf([checkout, payments, regional], {
  services: new Map(
    [
      serviceOf("checkout", { dependsOn: [{ kind: "serial", service: "payments" }] }),
      serviceOf("payments"),
      serviceOf("search"),
    ].map((service) => [service.name, service]),
  ),
});
const now = noon;

/** So many hours before noon. */
const ago = (hours: number) => timestamp(noon - 3_600 * hours);

/** Twelve hours until noon, 100 events an interval, bad in hours counted from their beginning. */
const half = (of: Written["slo"], bad: Readonly<Record<number, number>>, group = {}): Written => ({
  slo: of,
  group,
  first: ago(12) + 150,
  events: Array.from({ length: 288 }, (_, index) => [bad[Math.floor(index / 24)] ?? 0, 100]),
});

const deployment = (id: string, hours: number, changes: Partial<Deployment> = {}): Deployment => ({
  ...{ id, service: "checkout", environment: "production", version: id, startedAt: ago(hours) },
  ...{ recordedBy: "ci", recordedAt: ago(hours) },
  ...changes,
});

const incident = (changes: Partial<Incident> = {}): Incident => ({
  ...{ id: "inc-1", service: "checkout", environment: "production", title: "errors" },
  ...{ openedAt: ago(6), openedBy: "alertmanager", byAlert: true, alerts: [], notes: [], actions: [] },
  spells: [{ from: ago(6), to: ago(3) }],
  ...changes,
});

const governed = (changes: Partial<GovernanceState>): GovernanceState => ({ ...emptyState(), ...changes });
const byId = <Item extends { id: string }>(...items: readonly Item[]) =>
  new Map(items.map((item) => [item.id, item]));

const asking = (ask: Ask, state: GovernanceState) =>
  attributor({
    sources: [{ name: "default", ask, breaker: () => "closed" }],
    now: () => now,
    snapshots: { current: () => snapshot },
    governance: () => state,
  });

/** The interval that ends at noon is recorded after it. Of 28,700 events and a budget of 0.1 % one bad event is: */
const one = 1 / 28_700 / 0.001;

async function attributed(written: readonly Written[], state: GovernanceState, id = checkout.slo.id) {
  const answer = await asking(ledgerSource(written), state).slo(id);
  if (answer === undefined || isSilent(answer)) throw new Error("no answer");
  return answer;
}

describe("the budget of an SLO", () => {
  it("goes to the deployment in whose hours it burned, until the next one there", async () => {
    const state = governed({
      deployments: byId(deployment("v1", 8), deployment("v2", 6), deployment("v3", 5)),
    });
    const { groups } = await attributed([half(checkout.slo, { 6: 10, 1: 1 })], state);
    const [{ consumed, shares, unattributed } = groups[0]!] = groups;
    expect(consumed).toBeCloseTo(264 * one, 9);
    expect(shares.map(({ source, share }) => [source.id, share / one])).toEqual([
      ["v2", expect.closeTo(240, 6)],
      ["v1", 0],
      ["v3", 0],
      ["payments", 0],
    ]);
    expect(unattributed).toBeCloseTo(24 * one, 9);
  });

  it("is a deployment's for four hours after its end, and no longer", async () => {
    const state = governed({
      deployments: byId(deployment("v1", 12, { finishedAt: ago(11), outcome: "succeeded" })),
    });
    const every = Object.fromEntries(Array.from({ length: 12 }, (_, hour) => [hour, 1]));
    const { groups } = await attributed([half(checkout.slo, every)], state);
    expect(groups[0]?.shares[0]?.share).toBeCloseTo(5 * 24 * one, 9);
    expect(groups[0]?.unattributed).toBeCloseTo((7 * 24 - 1) * one, 9);
  });

  it("is split with a dependency that burned meanwhile, and the incident gets what neither covers", async () => {
    const state = governed({
      deployments: byId(deployment("v1", 6), deployment("v2", 4)),
      incidents: byId(incident()),
    });
    const { groups, missing } = await attributed(
      [half(checkout.slo, { 6: 12, 7: 12, 8: 12 }), half(payments.slo, { 7: 50 })],
      { ...state, deployments: byId(deployment("v1", 6), deployment("v2", 4, { environment: "staging" })) },
    );
    expect(missing).toEqual([]);
    const shares = Object.fromEntries(
      groups[0]!.shares.map(({ source, share, during }) => [source.id, [share / one, during / one]]),
    );
    expect(shares).toEqual({
      v1: [expect.closeTo(288 + 144 + 288, 6), expect.closeTo(864, 6)],
      payments: [expect.closeTo(144, 6), expect.closeTo(288, 6)],
      "inc-1": [0, expect.closeTo(864, 6)],
    });
    expect(groups[0]?.unattributed).toBeCloseTo(0, 9);
  });

  it("does not blame a dependency for single errors that its pages do not ring for", async () => {
    const { groups } = await attributed(
      [half(checkout.slo, { 7: 12 }), half({ ...payments.slo }, { 7: 0.5 })],
      governed({}),
    );
    expect(groups[0]).toMatchObject({ shares: [{ source: { id: "payments" }, share: 0 }] });
  });

  it("of each group is its own; an incident counts where its alerts were", async () => {
    const alert = {
      ...{ id: "al-1", fingerprint: "a", startsAt: ago(6), receivedAt: ago(6), alertname: "ErrorBudgetBurn" },
      ...{ service: "search", environment: "production", slo: regional.slo.id, opens: true },
      group: { region: "eu" },
    };
    const state = governed({
      incidents: byId(incident({ service: "search", alerts: ["al-1"] })),
      alerts: byId(alert),
    });
    const { groups } = await attributed(
      [half(regional.slo, { 6: 20 }, { region: "eu" }), half(regional.slo, { 6: 1 }, { region: "us" })],
      state,
      regional.slo.id,
    );
    expect(
      groups.map(({ group, shares, unattributed }) => [group.region, shares.length, unattributed > 0]),
    ).toEqual([
      ["eu", 1, false],
      ["us", 0, true],
    ]);
  });

  it("is not guessed when Prometheus does not answer; a silent dependency is named", async () => {
    const silent = { kind: "no-data", cause: "timeout", message: "no answer within 10 s" } as const;
    const dead = asking((queries) => Promise.resolve(queries.map(() => silent)), governed({}));
    expect(await dead.slo(checkout.slo.id)).toEqual({ silent });
    const whole = ledgerSource([half(checkout.slo, { 6: 1 })]);
    const halfDead: Ask = async (queries, at) =>
      queries[0]!.includes("payments") ? queries.map(() => silent) : whole(queries, at);
    expect(await asking(halfDead, governed({})).slo(checkout.slo.id)).toMatchObject({
      missing: ["payments: no answer within 10 s"],
    });
    expect(await dead.slo("nobody.nothing.production")).toBeUndefined();
  });
});

describe("what one of them has cost", () => {
  it("a deployment: what burned since it began, beside as long a time before", async () => {
    const state = governed({ deployments: byId(deployment("v1", 2)) });
    const answer = await asking(ledgerSource([half(checkout.slo, { 9: 1, 10: 5, 11: 5 })]), state).deployment(
      "v1",
    );
    expect(answer).toMatchObject({ from: ago(2), to: now, lasting: true });
    const [cost] = answer !== undefined && !isSilent(answer) ? (answer.slos[0]?.groups ?? []) : [];
    expect(cost?.during).toBeCloseTo((240 - 5) * one, 9);
    expect(cost?.before).toBeCloseTo(24 * one, 9);
  });

  it("an incident: each of its actions by the region that it was done in", async () => {
    const action = { by: "alice", what: "failing over", startedAt: ago(5), finishedAt: ago(4) };
    const state = governed({
      incidents: byId(
        incident({
          service: "search",
          actions: [
            { ...action, id: "act-eu", region: "eu" },
            { ...action, id: "act-us", region: "us", startedAt: ago(6) },
          ],
        }),
      ),
    });
    const ledgers = [
      half(regional.slo, { 6: 10, 7: 10 }, { region: "eu" }),
      half(regional.slo, { 6: 1, 7: 1 }, { region: "us" }),
    ];
    const answer = await asking(ledgerSource(ledgers), state).incident("inc-1");
    if (answer === undefined || isSilent(answer)) throw new Error("no answer");
    expect(answer.slos[0]?.groups.map(({ group, during }) => [group.region, during / one])).toEqual([
      ["eu", expect.closeTo(480, 6)],
      ["us", expect.closeTo(48, 6)],
    ]);
    expect(
      answer.actions.map(({ source, slos }) => [
        source.id,
        slos[0]?.groups.map(({ group, share }) => [group.region, share / one]),
      ]),
    ).toEqual([
      ["act-eu", [["eu", expect.closeTo(240, 6)]]],
      ["act-us", [["us", expect.closeTo(48, 6)]]],
    ]);
  });

  it("is asked of Prometheus once a cycle, however often somebody wants to know", async () => {
    let asked = 0;
    const counting: Ask = (queries, at) => {
      asked += 1;
      return ledgerSource([half(payments.slo, { 1: 1 })])(queries, at);
    };
    const of = asking(counting, governed({}));
    await Promise.all([of.slo(payments.slo.id), of.slo(payments.slo.id)]);
    await of.slo(payments.slo.id);
    expect(asked).toBe(2);
  });
});
