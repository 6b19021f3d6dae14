import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRefusal, type Act, type Occasion } from "../../../src/governance/act.ts";
import {
  createFirstToken,
  createToken,
  hasAdmin,
  revokeToken,
  tokensFor,
  type TokenRequest,
} from "../../../src/governance/people/commands.ts";
import { emptyState, take, type GovernanceState } from "../../../src/governance/state.ts";
import { later, noon } from "../../support/snapshots.ts";
import { person } from "../../support/people.ts";

const admin = person({ subject: "root@example.org", roles: ["admin"] });
const alice = person();

let ids = 0;
const at = (now = noon): Occasion => ({ now, newId: (prefix) => `${prefix}-${++ids}` });

const request = (changes: Partial<TokenRequest> = {}): TokenRequest => ({
  subject: "alice@example.org",
  roles: ["requester"],
  groups: [],
  services: ["*"],
  hash: "ab".repeat(32),
  ...changes,
});

/** What the journal would make of an act, on top of a state. */
function record<Answer>(state: GovernanceState, act: Act<Answer>): Answer {
  if (isRefusal(act)) throw new Error(`refused: ${act.refused} ${act.message}`);
  for (const event of act.events) {
    const place = { seq: state.head.seq + 1, prevHash: state.head.hash, hash: "0".repeat(64) };
    take(state, { ...event, ...place });
  }
  return act.answer;
}
const created = (state: GovernanceState, changes: Partial<TokenRequest> = {}): string =>
  record(state, createToken(state, at(), admin, request(changes))).id;
const refusalOf = (act: Act<unknown>) => (isRefusal(act) ? act.refused : "done");
const fieldsOf = (act: Act<unknown>) => (isRefusal(act) ? act.fields?.map(({ field }) => field) : []);

describe("creating a token", () => {
  it("journals whom it speaks for and a digest, in the subject's one spelling", () => {
    const state = emptyState();
    const id = created(state, {
      subject: "Alice@Example.org",
      groups: ["sre", "sre "],
      roles: ["viewer", "viewer"],
    });
    expect(state.tokens.get(id)).toEqual({
      id,
      subject: "alice@example.org",
      roles: ["viewer"],
      groups: ["sre"],
      services: ["*"],
      hash: "ab".repeat(32),
      createdBy: "root@example.org",
      createdAt: noon,
    });
  });

  it("is for admins alone", () => {
    for (const role of ["viewer", "requester", "approver", "auditor", "machine"] as const)
      expect(refusalOf(createToken(emptyState(), at(), person({ roles: [role] }), request()))).toBe(
        "forbidden",
      );
  });

  it.each<[Partial<TokenRequest>, string]>([
    [{ subject: "two words" }, "subject"],
    [{ subject: "nines" }, "subject"],
    [{ subject: "ci:github:shop/checkout" }, "subject"],
    [{ roles: [] }, "roles"],
    [{ roles: ["machine", "approver"] }, "roles"],
    [{ roles: ["machine"], groups: ["sre"] }, "groups"],
    [{ groups: ["\u200B"] }, "groups"],
    [{ services: [] }, "services"],
    [{ services: ["Checkout!"] }, "services"],
    [{ expires: noon }, "expires"],
  ])("%o makes no sense, and the field is named", (changes, field) => {
    const act = createToken(emptyState(), at(), admin, request(changes));
    expect([refusalOf(act), fieldsOf(act)]).toEqual(["invalid", [field]]);
  });
});

describe("revoking a token", () => {
  it("is done once, and said again when asked again", () => {
    const state = emptyState();
    created(state, { roles: ["admin"] });
    const id = created(state);
    record(state, revokeToken(state, at(later("1m")), admin, { id, reason: "lost" }));
    expect(state.tokens.get(id)?.revokedAt).toBe(later("1m"));
    expect(revokeToken(state, at(later("2m")), admin, { id })).toEqual({ events: [], answer: { id } });
  });

  it("of one's own needs no role; of somebody else's it does, and does not tell that it exists", () => {
    const state = emptyState();
    const own = created(state);
    const other = created(state, { subject: "bob@example.org" });
    expect(refusalOf(revokeToken(state, at(), alice, { id: own }))).toBe("done");
    expect(revokeToken(state, at(), alice, { id: other })).toEqual({
      ...revokeToken(state, at(), alice, { id: "tk-none" }),
      message: `no token of yours is called ${other}`,
    });
  });

  it("leaves one token of an admin that is valid", () => {
    const state = emptyState();
    const first = created(state, { roles: ["admin"] });
    expect(refusalOf(revokeToken(state, at(), admin, { id: first }))).toBe("conflict");
    const over = created(state, { roles: ["admin"], expires: later("1h") });
    expect(refusalOf(revokeToken(state, at(later("2h")), admin, { id: first }))).toBe("conflict");
    expect(refusalOf(revokeToken(state, at(later("2h")), admin, { id: over }))).toBe("done");
    created(state, { roles: ["admin"] });
    expect(refusalOf(revokeToken(state, at(), admin, { id: first }))).toBe("done");
  });

  it("never leaves nobody who could make tokens, in any order", () => {
    const step = fc.record({ role: fc.constantFrom("admin", "viewer"), revoke: fc.nat({ max: 8 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const state = emptyState();
        record(state, createFirstToken(state, at(), { id: "tk-first", hash: "cd".repeat(32) }));
        for (const { role, revoke } of steps) {
          created(state, { roles: [role] });
          const id = [...state.tokens.keys()][revoke] ?? "tk-none";
          const act = revokeToken(state, at(), admin, { id });
          if (!isRefusal(act)) record(state, act);
          expect(hasAdmin(state, noon)).toBe(true);
        }
      }),
    );
  });
});

describe("the first token", () => {
  it("is made by nines itself, once", () => {
    const state = emptyState();
    const first = { id: "tk-first", hash: "cd".repeat(32) };
    expect(record(state, createFirstToken(state, at(), first))).toEqual({ created: true });
    expect(state.tokens.get("tk-first")).toMatchObject({
      subject: "admin",
      roles: ["admin"],
      createdBy: "nines",
    });
    expect(createFirstToken(state, at(), { ...first, id: "tk-second" })).toEqual({
      events: [],
      answer: { created: false },
    });
  });

  it("is made anew once every token of an admin is over", () => {
    const state = emptyState();
    created(state, { roles: ["admin"], expires: later("1h") });
    expect(hasAdmin(state, noon)).toBe(true);
    const act = createFirstToken(state, at(later("1h")), { id: "tk-new", hash: "cd".repeat(32) });
    expect(record(state, act)).toEqual({ created: true });
  });
});

describe("the list of tokens", () => {
  it("is whole for admins and auditors; everybody else sees their own", () => {
    const state = emptyState();
    const own = created(state);
    const other = created(state, { subject: "bob@example.org" });
    const seenBy = (roles: Parameters<typeof person>[0]) =>
      tokensFor(state, person(roles)).map(({ id }) => id);
    expect(seenBy({ roles: ["admin"] })).toEqual([own, other]);
    expect(seenBy({ roles: ["auditor"] })).toEqual([own, other]);
    expect(seenBy({ roles: ["approver"] })).toEqual([own]);
  });
});
