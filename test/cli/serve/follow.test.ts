import { describe, expect, it } from "vitest";
import { knowingOthers } from "../../../src/cli/serve/follow.ts";
import type { Authentication } from "../../../src/governance/people/authentication.ts";
import { emptyState } from "../../../src/governance/state.ts";
import type { Desk } from "../../../src/runtime/governance/desk.ts";

const postgres = { data: "postgres://db.example/nines" } as Parameters<typeof knowingOthers>[0];

/** A replica that learns of each token with the first look into the journal that begins after it was made. */
function replica() {
  const made = new Set<string>();
  let known = new Set<string>();
  let looks = 0;
  const desk = {
    refresh: async () => {
      looks += 1;
      const seen = new Set(made);
      await new Promise((resolve) => setTimeout(resolve, 20));
      known = seen;
      return emptyState();
    },
  } as unknown as Desk;
  const authenticate = ({ authorization = "" }): Authentication =>
    known.has(authorization)
      ? { kind: "known", identity: { subject: authorization } as never, byCookie: false }
      : { kind: "refused" };
  const ask = knowingOthers(postgres, desk, authenticate);
  const kindOf = async (token: string) => (await ask({ authorization: token })).kind;
  return { made, kindOf, looks: () => looks };
}

describe("a token that another replica has just made", () => {
  it("is known to everybody who brings it at the same instant", async () => {
    const { made, kindOf } = replica();
    made.add("a").add("b").add("c");
    expect(await Promise.all(["a", "b", "c"].map(kindOf))).toEqual(["known", "known", "known"]);
  });

  it("is known although somebody was looked up a moment before it was made", async () => {
    const { made, kindOf } = replica();
    const early = kindOf("other");
    await new Promise((resolve) => setTimeout(resolve, 5));
    made.add("a");
    expect([await kindOf("a"), await early]).toEqual(["known", "refused"]);
  });

  it("costs the journal a few looks a second, however many wrong ones are brought", async () => {
    const { kindOf, looks } = replica();
    await Promise.all(Array.from({ length: 500 }, (_, n) => kindOf(`wrong-${n}`)));
    expect(looks()).toBe(1);
    await Promise.all(Array.from({ length: 500 }, (_, n) => kindOf(`wrong-${n}`)));
    expect(looks()).toBe(2);
  });
});
