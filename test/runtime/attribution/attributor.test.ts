import { describe, expect, it } from "vitest";
import type { Projection } from "../../../src/budget/assessment.ts";
import { emptyState, type GovernanceState } from "../../../src/governance/state.ts";
import { calendarWindow } from "../../../src/model/window.ts";
import type { Ask } from "../../../src/query/port.ts";
import { isSilent } from "../../../src/runtime/attribution/attribution.ts";
import { attributor } from "../../../src/runtime/attribution/attributor.ts";
import { ledgerSource, type Written } from "../../support/ledgers.ts";
import { judged, snapshotOf } from "../../support/snapshots.ts";
import {
  ago,
  asking,
  byId,
  checkout,
  deployment,
  governed,
  half,
  incident,
  now,
  one,
  payments,
  regional,
} from "./world.ts";

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

describe("the budget of a calendar window", () => {
  const monthly = judged({
    slo: { service: "billing", window: { ...calendarWindow("month", "UTC") } },
    consumed: 0.1,
  });
  const [group] = monthly.groups;
  const period = { promised: 100_000 } as Projection;
  const raw = { ...group!.assessment.raw!, period };
  const promising = {
    ...monthly,
    groups: [{ ...group!, assessment: { ...group!.assessment, raw } }],
  };

  it("is measured by the events that the period is expected to hold, and begins with the period", async () => {
    // Noon of 22 November, and bad events of October that no longer count.
    const october = {
      slo: monthly.slo,
      first: Date.UTC(2026, 9, 31, 12) / 1_000,
      events: [[50, 100]] as const,
    };
    const november = half(monthly.slo, { 6: 1 });
    const ask = ledgerSource([{ ...october, events: [...october.events] }]);
    const both: Ask = async (queries, at) => {
      const [own, former] = await Promise.all([ledgerSource([november])(queries, at), ask(queries, at)]);
      return own.map((reply, index) => {
        const other = former[index];
        if (reply.kind !== "matrix" || other?.kind !== "matrix") return reply;
        const points = [...(other.series[0]?.points ?? []), ...(reply.series[0]?.points ?? [])];
        return { ...reply, series: [{ labels: reply.series[0]!.labels, points }] };
      });
    };
    const of = attributor({
      sources: [{ name: "default", ask: both, breaker: () => "closed" }],
      now: () => now,
      snapshots: { current: () => snapshotOf([promising]) },
      governance: emptyState,
    });
    const answer = await of.slo(monthly.slo.id);
    if (answer === undefined || isSilent(answer)) throw new Error("no answer");
    expect(answer.groups[0]).toMatchObject({ bad: 24, total: 100_000 });
    expect(answer.groups[0]?.consumed).toBeCloseTo(24 / 100_000 / 0.001, 9);
    expect(answer.from).toBe(Date.UTC(2026, 10, 1) / 1_000 + 30);
  });
});
