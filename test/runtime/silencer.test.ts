import { describe, expect, it } from "vitest";
import { createWindow } from "../../src/governance/windows/commands/create.ts";
import type { SilenceText } from "../../src/governance/windows/silences/silence.ts";
import { createSilencer, type SilenceStore } from "../../src/runtime/silencer.ts";
import { accept, alice, begin, factsOf, occasion, requestOf } from "../governance/windows/windows.ts";
import { noon } from "../support/snapshots.ts";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Silencing of windows with these titles, on an Alertmanager that answers `put` so. */
function silencing(
  titles: readonly string[],
  put: (silence: SilenceText) => Promise<void>,
  isLeader = () => true,
) {
  const state = begin();
  for (const title of titles)
    accept(state, createWindow(state, occasion(), alice, requestOf({ title }), factsOf()));
  let looks = 0;
  const store: SilenceStore = {
    name: "main",
    list: async () => {
      looks += 1;
      return [];
    },
    put,
    expire: async () => undefined,
  };
  const silencer = createSilencer({
    stores: [store],
    state: () => state,
    isLeader,
    now: () => noon,
    log: quiet,
  });
  return { silencer, looks: () => looks };
}

const titleOf = ({ comment }: SilenceText): string => comment.split(":")[0]!;

describe("keeping silences", () => {
  it("goes on with the others when one is refused, and says which reason it was given", async () => {
    const written: string[] = [];
    const { silencer } = silencing(["bad", "good"], async (silence) => {
      if (titleOf(silence) === "bad") throw Object.assign(new Error("bad matcher"), { refused: true });
      written.push(titleOf(silence));
    });
    await silencer.reconcile();
    expect(written).toEqual(["good"]);
    expect(silencer.status()).toEqual([
      { name: "main", reachable: false, since: noon, silences: 0, error: "bad matcher" },
    ]);
  });

  it("ends its turn when the Alertmanager is gone", async () => {
    let tried = 0;
    const { silencer } = silencing(["one", "two"], async () => {
      tried += 1;
      throw new Error("connection refused");
    });
    await silencer.reconcile();
    expect(tried).toBe(1);
  });

  it("looks once at a time, and not at all where another replica leads", async () => {
    const alone = silencing([], async () => undefined);
    await Promise.all([alone.silencer.reconcile(), alone.silencer.reconcile()]);
    expect(alone.looks()).toBe(1);
    const follower = silencing(
      [],
      async () => undefined,
      () => false,
    );
    await follower.silencer.reconcile();
    expect(follower.looks()).toBe(0);
  });

  it("forgets a former error once it works", async () => {
    let down = true;
    const { silencer } = silencing(["one"], async () => {
      if (down) throw new Error("connection refused");
    });
    await silencer.reconcile();
    down = false;
    await silencer.reconcile();
    expect(silencer.status()).toEqual([{ name: "main", reachable: true, since: noon, silences: 1 }]);
  });
});
