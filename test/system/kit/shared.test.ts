import { describe, expect, inject, it } from "vitest";
import { ruleGroups, value } from "../../../kit/ask.ts";
import { day, shown } from "../../../kit/history.ts";
import { until } from "../../../kit/until.ts";
import { kitCounter, kitLedger, kitRaw } from "../histories/kit.ts";

describe("the Prometheus that all system tests share", () => {
  const { prometheus, alertmanager, history } = inject("servers");

  it("knows the Alertmanager that they share", async () => {
    const known = async () => (await fetch(`${prometheus}/api/v1/alertmanagers`)).text();
    const isKnown = async () => (await known()).includes(`${alertmanager}/api/v2/alerts`);
    expect(await until(isKnown, { what: "Prometheus has found Alertmanager" })).toBe(true);
  });

  it("has thirty days of every contribution's ledgers, exact to the event", async () => {
    // A moment off the grid, where both generations read the same intervals.
    const at = Math.floor(history.to / 150) * 150 - 0.001;
    const last = Math.floor(at / 150) * 150;
    const counted = await value(prometheus, `sum_over_time(${kitLedger}[30d])`, at);
    expect(counted).toBe(shown(kitCounter(history), { from: last - 30 * day, to: last }));
  });

  it("goes on receiving their series while tests run", async () => {
    const age = async () => (await value(prometheus, `time() - timestamp(${kitRaw})`))!;
    await until(async () => (await value(prometheus, `timestamp(${kitRaw})`))! > history.to, {
      what: "a live sample",
    });
    expect(await age()).toBeLessThan(20);
  });

  it("evaluates their rules", async () => {
    const isEvaluated = async () => (await value(prometheus, "kit:requests:last")) !== undefined;
    expect(await until(isEvaluated, { what: "a recorded series of the contribution is there" })).toBe(true);
    const groups = await ruleGroups(prometheus);
    expect(groups.map(({ name }) => name)).toEqual(expect.arrayContaining(["kit-ledger", "kit-quick"]));
  });
});
