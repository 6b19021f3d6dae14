import { everyService, type Identity, type Role } from "../../governance/people/identity.ts";
import { isReserved, toGroup, toSubject } from "../../governance/people/subject.ts";

/** How an issuer's claims become one of ours. */
export interface ClaimMapping {
  issuer: string;
  subjectClaim: string;
  groupsClaim: string;
  groups?: Readonly<Record<string, string>>;
  roles: Readonly<Partial<Record<Role, readonly string[]>>>;
}

type Claims = Readonly<Record<string, unknown>>;
export type Person = { ok: true; identity: Identity } | { ok: false; reason: string };

const no = (reason: string): Person => ({ ok: false, reason });

/** Whom claims are about, or why nobody may log in with them. */
export function personOf(claims: Claims, mapping: ClaimMapping): Person {
  const { issuer, subjectClaim, roles: byRole } = mapping;
  const written = claims[subjectClaim];
  if (typeof written !== "string") return no(`the identity provider sends no claim ${subjectClaim}`);
  // Whoever can register an address without proving it could be anybody.
  if (subjectClaim === "email" && !isTrue(claims.email_verified))
    return no("the identity provider does not say that the e-mail address is verified");
  const subject = toSubject(written);
  if (subject === undefined)
    return no(`the claim ${subjectClaim} is no subject: ASCII without spaces, at most 200 letters`);
  if (isReserved(subject)) return no(`nobody may log in as ${subject}`);
  const theirs = groupsIn(claims[mapping.groupsClaim]);
  const roles = rolesOf(theirs, byRole);
  if (roles.length === 0) return no(`${subject} is in no group that has a role here`);
  const groups = seatsOf(theirs, mapping.groups);
  return {
    ok: true,
    identity: { subject, kind: "person", roles, groups, services: [everyService], via: `oidc:${issuer}` },
  };
}

/** Some providers write it as a text. */
const isTrue = (claim: unknown): boolean => claim === true || claim === "true";

/** Some providers send a single group as a text. */
const groupsIn = (claim: unknown): string[] =>
  (Array.isArray(claim) ? claim : [claim]).filter((group) => typeof group === "string");

/** Everybody who logs in reads, unless it is said who may. */
function rolesOf(theirs: readonly string[], byRole: ClaimMapping["roles"]): Role[] {
  const given = Object.entries(byRole)
    .filter(([, groups]) => groups.some((group) => theirs.includes(group)))
    .map(([role]) => role as Role);
  return byRole.viewer === undefined && !given.includes("viewer") ? ["viewer", ...given] : given;
}

/** Keycloak writes groups as paths: `/sre`. */
function seatsOf(theirs: readonly string[], mapping: ClaimMapping["groups"]): string[] {
  const mapped = mapping && new Map(Object.entries(mapping));
  const seats = theirs.map((group) =>
    mapped === undefined ? toGroup(group.replace(/^\//, "")) : mapped.get(group),
  );
  return [...new Set(seats.filter((seat) => seat !== undefined))];
}
