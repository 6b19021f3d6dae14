import type { Listed } from "../../../src/cli/top/state.ts";
import { countStates } from "../../../src/http/views/common.ts";
import { sloView } from "../../../src/http/views/slo.ts";
import { judged, later, snapshotOf } from "../../support/snapshots.ts";

type Wish = Parameters<typeof judged>[0];

/** What the server would answer: these SLOs as one stretch of a list of `total`. */
export function listing(
  wishes: readonly Wish[],
  { offset = 0, total = wishes.length, at = 0 }: Partial<Pick<Listed, "offset" | "total" | "at">> = {},
): Listed {
  const snapshot = snapshotOf(wishes.map((wish) => judged(wish)));
  const items = snapshot.slos.map((slo) => sloView(slo, { snapshot, now: later("10s") }));
  const cycle = { cycle: 7, at: "2026-11-22T12:00:00.000Z", ageSeconds: 10 };
  return { items, total, states: countStates(items.map(({ state }) => state)), snapshot: cycle, offset, at };
}

/** So many healthy ones, by number. */
export const many = (count: number, more: Partial<Pick<Listed, "offset" | "total">> = {}): Listed =>
  listing(
    Array.from({ length: count }, (_, index) => ({
      consumed: 0.1,
      slo: { name: `s${String((more.offset ?? 0) + index).padStart(5, "0")}` },
    })),
    more,
  );
