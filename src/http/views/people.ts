import type { Identity } from "../../governance/people/identity.ts";
import { type ApiToken, identityOf, isValid } from "../../governance/people/token.ts";
import type { Timestamp } from "../../model/units.ts";
import type { IdentityBody, PersonBody, TokenBody } from "../schemas/people.ts";
import type { Seen } from "../seen.ts";
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
export const tokenView = (token: ApiToken, now: Timestamp, seen?: Seen): TokenBody => ({
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
  ...lastUse(token, seen),
});

function lastUse({ id, subject }: ApiToken, seen: Seen | undefined): Pick<TokenBody, "lastUsedAt"> {
  const at = seen?.lastOf(`token:${id}`, subject);
  return at === undefined ? {} : { lastUsedAt: iso(at) };
}

const union = <Item>(lists: readonly (readonly Item[])[]): Item[] => [...new Set(lists.flat())];

/** Everybody who has a valid token, or has asked since the start; one entry each, by name. */
export function peopleView(tokens: Iterable<ApiToken>, seen: Seen, now: Timestamp): PersonBody[] {
  const holding = [...tokens].filter((token) => isValid(token, now)).map(identityOf);
  const asking = [...seen.all()];
  const identities = [...holding, ...asking.map(({ identity }) => identity)];
  const lastSeen = new Map<string, Timestamp>();
  for (const { identity, lastAt } of asking) lastSeen.set(identity.subject, lastAt);
  return [...Map.groupBy(identities, ({ subject }) => subject)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([subject, ways]) => {
      const at = lastSeen.get(subject);
      return {
        subject,
        kind: ways.some(({ kind }) => kind === "person") ? "person" : "machine",
        roles: union(ways.map(({ roles }) => roles)),
        groups: union(ways.map(({ groups }) => groups)),
        services: union(ways.map(({ services }) => services)),
        ways: union([ways.map(({ via }) => via)]),
        ...(at !== undefined && { lastSeenAt: iso(at) }),
      };
    });
}
