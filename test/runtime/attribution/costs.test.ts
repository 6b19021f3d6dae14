import { describe, expect, it } from "vitest";
import type { Ask } from "../../../src/query/port.ts";
import { isSilent } from "../../../src/runtime/attribution/attribution.ts";
import { ledgerSource } from "../../support/ledgers.ts";
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

  it("is not held back once it is recorded, although somebody asked a moment before", async () => {
    const state = governed({});
    const of = asking(ledgerSource([half(checkout.slo, { 11: 1 })]), state);
    expect(await of.deployment("v1")).toBeUndefined();
    state.deployments.set("v1", deployment("v1", 1));
    expect(await of.deployment("v1")).toMatchObject({ from: ago(1) });
  });
});
