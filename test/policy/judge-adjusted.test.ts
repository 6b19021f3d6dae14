import { describe, expect, it } from "vitest";
import { assess } from "../../src/budget/assess.ts";
import type { SloCorrections } from "../../src/budget/adjust/adjust.ts";
import { assessInSilence } from "../../src/budget/silence.ts";
import { judgeSlo } from "../../src/policy/judge-slo.ts";

import { seconds } from "../../src/model/units.ts";
import { observation } from "../support/observations.ts";
import { slo } from "../support/slos.ts";
import { earlier, noon, policyOf } from "../support/snapshots.ts";

const adjusting = policyOf({ judge: "adjusted" });
/** An hour in which 800 of the window's 1 200 bad events lie. */
const outage: SloCorrections = {
  taken: new Map([
    [
      "",
      [
        {
          effect: "count-good",
          from: earlier("3h"),
          to: earlier("2h"),
          after: earlier("3h") * 1_000,
          until: earlier("2h") * 1_000,
          asked: [{ id: "co-1", from: earlier("3h"), to: earlier("2h") }],
          clipped: false,
          count: { bad: 800, total: 1_400, samples: 24 },
        },
      ],
    ],
  ]),
};
const silent: SloCorrections = { taken: new Map(), silent: "corrections could not be counted: timeout" };
const judged = (policy = adjusting, corrections?: SloCorrections) =>
  judgeSlo(
    slo(),
    policy,
    assess(slo(), policy, observation({ bad: 1_200 }), undefined, corrections),
    new Map(),
    noon,
  ).judged;

describe("an overspent budget of which most was forgiven", () => {
  it("is frozen where the policy judges what was recorded, and healthy where it judges what is left of it", () => {
    const [raw, adjusted] = [judged(policyOf(), outage), judged(adjusting, outage)];
    expect([raw.standing.state, adjusted.standing.state]).toEqual(["frozen", "healthy"]);
    for (const { worst } of [raw, adjusted]) {
      expect(worst.assessment.raw).toMatchObject({ bad: 1_200 });
      expect(worst.assessment.adjusted).toMatchObject({ bad: 400, total: 1_000_000 });
    }
    expect(adjusted.standing.spent).toBeCloseTo(0.4);
  });

  it("is exhausted or not by the number that is judged", () => {
    expect(judged(policyOf(), outage).worst.assessment.exhaustion.kind).toBe("exhausted");
    expect(judged(adjusting, outage).worst.assessment.exhaustion.kind).not.toBe("exhausted");
  });

  it("shows the raw number as the adjusted one where nothing was corrected", () => {
    const { raw, adjusted, taken } = judged().worst.assessment;
    expect(adjusted).toBe(raw);
    expect(taken).toBeUndefined();
  });
});

describe("an adjusted budget that cannot be had", () => {
  it("is unknown where it is judged, and never the raw one in its place", () => {
    const { standing, worst } = judged(adjusting, silent);
    expect(standing).toMatchObject({ state: "unknown", cause: "prometheus-unreachable" });
    expect(standing.spent).toBeUndefined();
    expect(worst.assessment).toMatchObject({ raw: { bad: 1_200 }, unadjusted: silent.silent });
    expect(worst.assessment.adjusted).toBeUndefined();
    expect(worst.assessment.exhaustion.kind).toBe("unknown");
  });

  it("changes nothing where the raw one is judged", () => {
    expect(judged(policyOf(), silent).standing.state).toBe("frozen");
  });

  it("stands for one missed answer with everything else, as it was last known", () => {
    const silence = { failures: 1, lasting: seconds(30), message: "timeout" };
    const aged = assessInSilence(slo(), adjusting, observation({ bad: 1_200 }), silence, undefined, outage);
    expect(aged.groups[0]).toMatchObject({ adjusted: { bad: 400 } });
  });
});
