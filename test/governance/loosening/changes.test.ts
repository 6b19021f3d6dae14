import { describe, expect, it } from "vitest";
import type { JournalEntry } from "../../../src/governance/journal.ts";
import { foldPromiseChanges, type PromiseChange } from "../../../src/governance/loosening/changes.ts";
import { foldPromises } from "../../../src/governance/loosening/fold.ts";
import type { SloPromise } from "../../../src/governance/loosening/promise.ts";
import type { Timestamp } from "../../../src/model/units.ts";
import { earlier, noon } from "../../support/snapshots.ts";

const id = "checkout.availability.production";
const promise: SloPromise = {
  ...{ service: "checkout", environment: "production", objective: "99.9%", window: "2592000" },
  ...{ rulesHash: "3f9c2a10", gate: true, policy: "default", policyHash: "abcd1234" },
};

/** The changes that are left after these promises were accepted one after the other. */
function changesOf(...accepted: readonly (readonly [Timestamp, SloPromise | undefined])[]) {
  const changes = new Map<string, readonly PromiseChange[]>();
  const promises = new Map<string, SloPromise>();
  for (const [at, to] of accepted) {
    const payload = to === undefined ? { set: {}, gone: [id] } : { set: { [id]: to }, gone: [] };
    const entry = { kind: "promises-changed", at, payload } as unknown as JournalEntry;
    foldPromiseChanges(changes, promises, entry);
    foldPromises(promises, entry);
  }
  return changes.get(id)?.map(({ at, before, after }) => [at, before.objective, after.objective]);
}

describe("changes of what is promised", () => {
  it("begin with the second promise: the first one changes nothing", () => {
    expect(changesOf([noon, promise])).toBeUndefined();
    const tighter = { ...promise, objective: "99.95%" };
    expect(changesOf([earlier("2d"), promise], [earlier("1d"), tighter])).toEqual([
      [earlier("1d"), "99.9%", "99.95%"],
    ]);
  });

  it("leave out what people do not see as one, such as another owner", () => {
    expect(changesOf([earlier("1d"), promise], [noon, { ...promise, owner: "team-shop" }])).toBeUndefined();
  });

  it("keep the newest fifty, and end with the SLO", () => {
    const many = Array.from({ length: 60 }, (_, index): readonly [Timestamp, SloPromise] => [
      earlier(`${60 - index}d`),
      { ...promise, objective: `99.${index + 10}%` },
    ]);
    expect(changesOf(...many)).toHaveLength(50);
    expect(changesOf(...many, [noon, undefined])).toBeUndefined();
  });
});
