import { authenticator } from "../../src/auth/authenticate.ts";
import { newSecret } from "../../src/auth/tokens.ts";
import { everyService, type Identity, type Role, roles } from "../../src/governance/people/identity.ts";
import { hashSecret, tokenText } from "../../src/governance/people/secret.ts";
import type { ApiToken } from "../../src/governance/people/token.ts";
import type { People } from "../../src/http/deps.ts";
import { timestamp, type Timestamp } from "../../src/model/units.ts";

/** A token as nines keeps it, and as its holder carries it. */
export interface Held {
  token: ApiToken;
  text: string;
  /** What its holder sends. */
  headers: Readonly<Record<"authorization", string>>;
}

let made = 0;

export function held(changes: Partial<ApiToken> = {}): Held {
  made += 1;
  const secret = newSecret();
  const id = `tk-test${made}`;
  const token: ApiToken = {
    id,
    subject: "alice@example.org",
    roles: ["viewer"],
    groups: [],
    services: [everyService],
    hash: hashSecret(secret),
    createdBy: "admin",
    createdAt: timestamp(0),
    ...changes,
  };
  const text = tokenText(token.id, secret);
  return { token, text, headers: { authorization: `Bearer ${text}` } };
}

/** One token for each role, of a person named after it. */
export const heldByRole = Object.fromEntries(
  roles.map((role) => [role, held({ subject: `${role}@example.org`, roles: [role] })]),
) as Readonly<Record<Role, Held>>;

/** A server that knows these tokens. */
export const knowing = (
  tokens: readonly Held[],
  { readsAreOpen = true, now = () => timestamp(0) }: { readsAreOpen?: boolean; now?: () => Timestamp } = {},
): People => {
  const known = new Map(tokens.map(({ token }) => [token.id, token]));
  return { authenticate: authenticator({ tokens: () => known, now }), readsAreOpen, newSecret };
};

export const person = (changes: Partial<Identity> = {}): Identity => ({
  subject: "alice@example.org",
  kind: "person",
  roles: ["viewer"],
  groups: [],
  services: [everyService],
  via: "token:tk-test",
  ...changes,
});
