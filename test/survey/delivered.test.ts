import { describe, expect, it } from "vitest";
import { label, surveyLabel } from "../../src/model/names.ts";
import type { Reply } from "../../src/query/port.ts";
import { askDelivered, proposedObjective } from "../../src/survey/delivered.ts";
import { slo } from "../support/slos.ts";
import { play, vector } from "./rounds.ts";

const one = slo({ objective: "99.9%" });
const other = slo({ name: "other", objective: "99%" });

/** Error ratios of the last windows, the newest first, and the share of each that was seen. */
const told =
  (byId: Readonly<Record<string, readonly number[]>>, coverage = 1) =>
  (): Reply =>
    vector(
      ...Object.entries(byId).flatMap(([id, ratios]) =>
        ratios.flatMap((ratio, back) => [
          { labels: { [surveyLabel]: String(2 * back), [label.id]: id }, value: ratio },
          { labels: { [surveyLabel]: String(2 * back + 1), [label.id]: id }, value: coverage * 17_280 },
        ]),
      ),
    );

const found = (ratios: readonly number[], coverage?: number) =>
  play(askDelivered([one]), told({ [one.id]: ratios }, coverage)).result.findings;

describe("what was delivered over the last windows", () => {
  it("is asked in one query for all SLOs of one window", () => {
    const { rounds, result } = play(
      askDelivered([one, other]),
      told({ [one.id]: [0.0005], [other.id]: [0.004] }),
    );
    expect(rounds.map((queries) => queries.length)).toEqual([1]);
    expect(result.delivered.get(other.id)).toEqual([{ back: 0, errorRatio: 0.004, coverage: 1 }]);
  });

  it("below the objective in each window is said, with one that would have been held", () => {
    const [finding] = found([0.003, 0.0035, 0.002]);
    expect(finding).toMatchObject({ code: "objective-missed", at: "objective" });
    expect(finding?.message).toContain("99.7 %, 99.65 %, 99.8 %");
    expect(finding?.remedy).toContain("99.5% would have been held");
  });

  it("below it in one window of several is what budgets are for", () => {
    expect(found([0.003, 0.0004])).toEqual([]);
  });

  it("far above it in every window is said, but one quiet window proves nothing", () => {
    expect(found([0.00001, 0.00002])).toMatchObject([{ code: "objective-loose" }]);
    expect(found([0.00001, 0.00002])[0]?.remedy).toContain("99.99%");
    expect(found([0.00001])).toEqual([]);
  });

  it("in a window that was hardly seen is not held against anybody", () => {
    expect(found([0.5, 0.5], 0.3)).toEqual([]);
  });

  it("is nothing where no rule records it", () => {
    expect(found([])).toEqual([]);
  });
});

describe("a proposed objective", () => {
  it.each([
    [0.0005, 0.8, "99.9%"],
    [0.0009, 0.8, "99.8%"],
    [0.011, 0.8, "98%"],
    [0.00004, 0.5, "99.99%"],
    [0.9, 0.8, undefined],
  ])("for an error ratio of %d that may spend %d of the budget is %s", (errorRatio, share, objective) => {
    expect(proposedObjective([{ back: 0, errorRatio, coverage: 1 }], share)).toBe(objective);
  });
});
