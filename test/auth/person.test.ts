import { describe, expect, it } from "vitest";
import { type ClaimMapping, personOf } from "../../src/auth/oidc/person.ts";

const mapping: ClaimMapping = {
  issuer: "https://login.example",
  subjectClaim: "email",
  groupsClaim: "groups",
  roles: { requester: ["dev"], approver: ["/sre"] },
};
const alice = {
  sub: "00u1",
  email: "alice@example.org",
  email_verified: true,
  groups: ["/sre", "dev", "guests"],
};

const identity = (claims: object, changes: Partial<ClaimMapping> = {}) => {
  const person = personOf({ ...alice, ...claims }, { ...mapping, ...changes });
  return person.ok ? person.identity : person.reason;
};

describe("whom claims are about", () => {
  it("has the roles of the groups, and reads", () => {
    expect(identity({})).toMatchObject({ roles: ["viewer", "requester", "approver"] });
    expect(identity({ groups: [] })).toMatchObject({ roles: ["viewer"] });
  });

  it("reads only as a member, where it is said who may", () => {
    const roles = { viewer: ["staff"], approver: ["/sre"] };
    expect(identity({}, { roles })).toMatchObject({ roles: ["approver"] });
    expect(identity({ groups: ["guests"] }, { roles })).toMatch(/in no group that has a role/);
  });

  it("sits for the groups as they are, or as they are mapped", () => {
    expect(identity({})).toMatchObject({ groups: ["sre", "dev", "guests"] });
    expect(identity({}, { groups: { "/sre": "sre", dev: "team-shop" } })).toMatchObject({
      groups: ["sre", "team-shop"],
    });
  });

  it("has no groups by a name that every object has", () => {
    const person = identity(
      { groups: ["constructor", "__proto__", "toString"] },
      { groups: { "/sre": "sre" } },
    );
    expect(person).toMatchObject({ groups: [], roles: ["viewer"] });
  });

  it("may have one group said as a text", () => {
    expect(identity({ groups: "/sre" })).toMatchObject({ groups: ["sre"] });
  });

  it.each([
    [{ email_verified: undefined }, /not say that the e-mail address is verified/],
    [{ email_verified: "false" }, /not say that the e-mail address is verified/],
    [{ email: undefined }, /sends no claim email/],
    [{ email: ["alice@example.org"] }, /sends no claim email/],
    [{ email: "ci:github:shop/checkout" }, /nobody may log in as/],
  ])("is nobody with %o", (claims, reason) => expect(identity(claims)).toMatch(reason));

  it("is as verified when it is said in words", () => {
    expect(identity({ email_verified: "true" })).toMatchObject({ subject: "alice@example.org" });
  });

  it("needs no verified address where another claim tells people apart", () => {
    expect(identity({ email_verified: false }, { subjectClaim: "sub" })).toMatchObject({ subject: "00u1" });
  });
});
