import { describe, expect, it } from "vitest";
import { Group, prepare, type Prepared } from "../../../src/runtime/governance/group.ts";
import { emptyState } from "../../../src/governance/state.ts";
import type { JournalEvent } from "../../../src/governance/journal.ts";
import type { ActOptions } from "../../../src/runtime/governance/desk.ts";
import { later, noon } from "../../support/snapshots.ts";

const decision = (
  sha: string,
  uses: readonly { exception: string; service: string; environment: string }[] = [],
) =>
  ({
    ...{ at: noon, actor: "ci", kind: "gate-decision", subject: `gd-${sha}` },
    payload: {
      key: { services: ["checkout"], environment: "production", change: "feature", sha },
      ...{ decision: "allow", allowed: true, validUntil: later("1m"), uses, verdict: {} },
    },
  }) as JournalEvent;
const other: JournalEvent = {
  ...{ at: noon, actor: "nines", kind: "exception-expired", subject: "ex-1" },
  payload: {},
};

const act = (events: readonly JournalEvent[], options: ActOptions = {}): Prepared =>
  prepare(
    {
      decide: () => ({ events, answer: "done" }),
      options,
      resolve: () => undefined,
      reject: () => undefined,
    },
    emptyState(),
    noon,
    (prefix) => prefix,
  );
const grouped = (...acts: readonly Prepared[]): readonly boolean[] => {
  const group = new Group();
  return acts.map((each) => group.takes(each));
};

describe("acts that go to disk together", () => {
  it("are decisions on different questions that spend nothing", () => {
    expect(grouped(act([decision("a1")]), act([decision("a2")]), act([decision("a3")]))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("are never two on the same question: the second is the first one repeated", () => {
    expect(grouped(act([decision("a1")]), act([decision("a1")]))).toEqual([true, false]);
  });

  it("are never one that spends a use, nor anything else that the next would have to know of", () => {
    const spending = act([
      decision("a2", [{ exception: "ex-1", service: "checkout", environment: "production" }]),
    ]);
    for (const alone of [spending, act([other]), act([decision("a2")], { epoch: 1 })]) {
      expect(grouped(act([decision("a1")]), alone)).toEqual([true, false]);
      expect(grouped(alone, act([decision("a1")]))).toEqual([true, false]);
    }
  });

  it("include those that append nothing: they came before", () => {
    expect(grouped(act([decision("a1")]), act([]), act([decision("a2")]))).toEqual([true, true, true]);
  });

  it("are never two under one idempotency key", () => {
    const keyed = { idempotency: { key: "k", request: "r" } };
    expect(grouped(act([decision("a1")], keyed), act([decision("a2")], keyed))).toEqual([true, false]);
  });
});
