import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { promiseEvents } from "../../../src/governance/loosening/watch.ts";
import type { Definitions } from "../../../src/model/definitions.ts";
import type { GradedState } from "../../../src/model/policy.ts";
import { slo } from "../../support/slos.ts";
import { policyOf } from "../../support/snapshots.ts";
import { git, id, watch } from "./git.ts";

const lenient = policyOf({ name: "lenient", hash: "11111111", gate: [{ then: "allow" }], loosening: {} });
const policies = [policyOf(), lenient];

/** Any state that the promise may be left in by an edit of git: easier in some ways, in others not. */
const anyEdit: fc.Arbitrary<Definitions> = fc
  .record({
    objective: fc.constantFrom("99.9%", "99.95%", "99.5%", "99%", "95%"),
    window: fc.constantFrom("30d", "7d"),
    rulesHash: fc.constantFrom("3f9c2a10", "00000000"),
    gate: fc.boolean(),
    policy: fc.constantFrom("default", "lenient"),
    deleted: fc.boolean(),
  })
  .map(({ deleted, ...changes }) =>
    git([...(deleted ? [] : [slo(changes)]), slo({ name: "other" })], policies),
  );

const before = git([slo(), slo({ name: "other" })], policies);
const anyState = fc.constantFrom<GradedState>("healthy", "watch", "caution", "restricted", "frozen");

const holdsOf = (of: ReturnType<typeof watch>) =>
  of.held().map(({ slo: held, before: promised, after, state, policy, kinds }) => ({
    slo: held,
    promised,
    after,
    state,
    policy: policy.name,
    kinds,
  }));

describe("an easier promise in pieces", () => {
  it("is held as much as in one edit, whatever the SLO seems to be under the pieces in between", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyEdit, anyState), { minLength: 1, maxLength: 6 }),
        anyEdit,
        (pieces, last) => {
          const whole = watch(before);
          whole.reads(last, "frozen");
          const pieced = watch(before);
          // Only while something is held are the pieces judged more leniently: the first one meets the true standing.
          for (const [piece] of pieces) {
            if (pieced.held().length > 0) pieced.reads(piece, "healthy");
            else pieced.reads(piece, "frozen");
          }
          pieced.reads(last, pieced.held().length > 0 ? "healthy" : "frozen");
          // A piece may have promised more for a while, which was then accepted: that is held to, too.
          if (pieced.state.promises.get(id)?.objective === "99.9%" && isAsBefore(pieced))
            expect(holdsOf(pieced)).toEqual(holdsOf(whole));
          else expect(holdsOf(pieced).length).toBeGreaterThanOrEqual(holdsOf(whole).length);
        },
      ),
    );
  });

  it("leaves at most one hold an SLO, and none once git promises as accepted", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyEdit, anyState), { maxLength: 8 }), (edits) => {
        const of = watch(before);
        for (const [edit, state] of edits) {
          of.reads(edit, state);
          expect(of.held().filter((each) => each.slo === id).length).toBeLessThanOrEqual(1);
          for (const each of of.held()) expect(each.after).toEqual(promiseIn(edit, each.slo, of));
        }
        of.reads(git([slo({ objective: "99.99%" }), slo({ name: "other" })], policies), "frozen");
        const accepted = of.state.promises.get(id);
        if (accepted?.objective === "99.99%") expect(of.held()).toEqual([]);
      }),
    );
  });

  it("is never said twice: reading the same again changes nothing, in whatever state", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyEdit, anyState), { minLength: 1, maxLength: 6 }),
        anyState,
        (edits, now) => {
          const of = watch(before);
          for (const [edit, state] of edits) of.reads(edit, state);
          expect(of.reads(edits.at(-1)![0], now)).toEqual([]);
        },
      ),
    );
  });

  it("accepts nothing at frozen that is easier than what was accepted, until approved or a week has passed", () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 6 }), (edits) => {
        const of = watch(before);
        for (const edit of edits) {
          const accepted = of.state.promises.get(id);
          of.reads(edit, "frozen");
          const now = of.state.promises.get(id);
          if (accepted?.gate === true)
            expect(rank(now?.objective)).toBeGreaterThanOrEqual(rank(accepted.objective));
        }
      }),
    );
  });
});

const rank = (objective = "0%"): number => Number(objective.replace("%", ""));

const isAsBefore = (of: ReturnType<typeof watch>): boolean => {
  const accepted = of.state.promises.get(id);
  return (
    accepted?.window === String(30 * 86_400) &&
    accepted.gate &&
    accepted.rulesHash === "3f9c2a10" &&
    accepted.policy === "default"
  );
};

/** What the definitions promise for an SLO, as the journal would keep it. */
const promiseIn = (definitions: Definitions, of: string, { state, now }: ReturnType<typeof watch>) => {
  const fresh = { ...state, promises: new Map(), loosenings: new Map() };
  const [event] = promiseEvents(fresh, definitions, new Map(), now(), (prefix) => prefix);
  return event?.kind === "promises-changed" ? event.payload.set[of] : undefined;
};
