import type { Identity } from "../../governance/people/identity.ts";
import { type ApiToken, isValid } from "../../governance/people/token.ts";
import type { Timestamp } from "../../model/units.ts";
import type { IdentityBody, TokenBody } from "../schemas/people.ts";
import { iso } from "./common.ts";

export const identityView = ({ subject, kind, roles, groups, services, via }: Identity): IdentityBody => ({
  subject,
  kind,
  roles: [...roles],
  groups: [...groups],
  services: [...services],
  via,
});

const stateOf = (token: ApiToken, now: Timestamp): TokenBody["state"] => {
  if (token.revokedAt !== undefined) return "revoked";
  return isValid(token, now) ? "valid" : "expired";
};

/** Everything but the digest. */
export const tokenView = (token: ApiToken, now: Timestamp): TokenBody => ({
  id: token.id,
  subject: token.subject,
  roles: [...token.roles],
  groups: [...token.groups],
  services: [...token.services],
  state: stateOf(token, now),
  createdBy: token.createdBy,
  createdAt: iso(token.createdAt),
  ...(token.expires !== undefined && { expires: iso(token.expires) }),
  ...(token.revokedAt !== undefined && { revokedAt: iso(token.revokedAt) }),
});
