import { describe, expect, it } from "vitest";
import { experimentsDue } from "../../../src/governance/experiments/due.ts";
import { signalOf, type Watch } from "../../../src/governance/experiments/signal.ts";
import { take } from "../../../src/governance/state.ts";
import { seconds } from "../../../src/model/units.ts";
import { duration } from "../../support/slos.ts";
import { earlier, later, noon } from "../../support/snapshots.ts";
import { company, running } from "./story.ts";

const calm = company({ consumed: 0.2, burn: { "5m": 1, "1h": 1 } });
const { state, experiment } = running(calm);
const watch = (facts = calm, changes: Partial<Watch> = {}): Watch => ({
  facts,
  state,
  dataAge: seconds(10),
  tooOld: duration("90s"),
  now: later("10m"),
  ...changes,
});
const signal = (facts = calm, changes: Partial<Watch> = {}) => signalOf(experiment(), watch(facts, changes));

describe("the abort signal of a running experiment", () => {
  it("says go on while everything is within its caps, and how near it is to them", () => {
    const found = signal(company({ consumed: 0.23, burn: { "5m": 4, "1h": 1 } }));
    expect(found.abort).toBeUndefined();
    expect(found).toMatchObject({
      burn: { slo: "checkout.availability.production", rate: 4 },
      spend: { slo: "checkout.availability.production", share: 0.03 },
    });
  });

  it.each([
    [
      "the burn over the shortest window passes its cap",
      { consumed: 0.21, burn: { "5m": 11, "1h": 1 } },
      "burn",
      "11×",
    ],
    [
      "it has cost more than its cap",
      { consumed: 0.25, burn: { "5m": 1 } },
      "spend",
      "lost 5 % of its budget: the cap is 4 %",
    ],
    ["a page begins to ring", { consumed: 0.2, fastBurn: true }, "page", "ErrorBudgetBurn (fast)"],
    ["nobody knows how it stands", { consumed: 0.2, state: "unknown", cause: "stale" }, "no-data", "(stale)"],
  ] as const)("says stop once %s", (_, said, cause, words) => {
    const facts = company(said);
    const at = { now: later("10m") };
    const { abort } = signalOf(
      { ...experiment(), startedAt: earlier("10m") },
      watch(facts, { ...at, now: noon }),
    );
    expect(abort?.cause).toBe(cause);
    expect(abort?.reason).toContain(words);
  });

  it("watches those who depend on the service as well", () => {
    const hurt = company({ consumed: 0.2 }, {}, { consumed: 0.16 });
    expect(signal(hurt).abort).toMatchObject({
      cause: "spend",
      reason: expect.stringContaining("shop.availability") as string,
    });
  });

  it("says stop when its time is over, and when nothing was read for cycles", () => {
    expect(signal(calm, { now: later("30m") }).abort?.cause).toBe("time");
    expect(signal(calm, { dataAge: duration("2m") }).abort?.cause).toBe("no-data");
  });

  it("is one of stop once it is not running: nobody goes on by mistake", () => {
    expect(signalOf({ ...experiment(), state: "approved" }, watch()).abort?.reason).toContain("is approved");
    const over = { ...experiment(), state: "aborted", abortedFor: "burn", reason: "too fast" } as const;
    expect(signalOf(over, watch()).abort).toMatchObject({ cause: "burn" });
  });

  it("is put on record by the leader, once", () => {
    const fast = company({ consumed: 0.2, burn: { "5m": 50 } });
    const own = running(fast);
    const due = () => experimentsDue(own.state, { ...watch(fast), state: own.state });
    expect(due()).toMatchObject([{ kind: "experiment-aborted", actor: "nines", payload: { cause: "burn" } }]);
    for (const event of due()) take(own.state, { ...event, seq: 99, prevHash: "", hash: "" });
    expect(own.experiment().state).toBe("aborted");
    expect(due()).toEqual([]);
  });
});
