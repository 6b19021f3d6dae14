import type { Timestamp } from "../../model/units.ts";
import type { Act, Occasion, Refusal } from "../act.ts";
import { systemActor } from "../journal.ts";
import type { GovernanceState } from "../state.ts";
import {
  everyService,
  holds,
  type Identity,
  machineRoles,
  type Role,
  rolesApart,
  standsApart,
} from "./identity.ts";
import { isReserved, toGroup, toSubject } from "./subject.ts";
import { type ApiToken, isValid } from "./token.ts";

type Tokens = Pick<GovernanceState, "tokens">;

export interface TokenRequest {
  subject: string;
  roles: readonly Role[];
  groups: readonly string[];
  services: readonly string[];
  expires?: Timestamp;
  /** SHA-256 of the secret, hex. */
  hash: string;
}

type Field = NonNullable<Refusal["fields"]>[number];

/** What a person may not be given together with being a machine: those are decisions of people. */
const ofMachines: readonly Role[] = ["machine", "viewer"];

/** Creates a token. The secret stays with who calls: the answer, which may be journalled, does not hold it. */
export function createToken(
  _state: Tokens,
  { now, newId }: Occasion,
  identity: Identity,
  request: TokenRequest,
): Act<{ id: string }> {
  if (!holds(identity, "admin")) return adminsOnly(identity);
  const subject = toSubject(request.subject) ?? "";
  const groups = request.groups.map((group) => toGroup(group) ?? "");
  const fields = faults({ ...request, subject, groups }, now);
  if (fields.length > 0) return invalid(fields);
  const id = newId("tk");
  const payload = { ...request, subject, groups: [...new Set(groups)], roles: [...new Set(request.roles)] };
  return {
    events: [{ at: now, actor: identity.subject, kind: "token-created", subject: id, payload }],
    answer: { id },
  };
}

function faults({ subject, roles, groups, services, expires }: TokenRequest, now: Timestamp): Field[] {
  const found: (Field | false)[] = [
    subject === "" && {
      field: "subject",
      message:
        "is no subject: an address such as alice@example.org or a name such as deploy-bot, ASCII letters",
    },
    isReserved(subject) && { field: "subject", message: `${subject} is kept for nines and for CI jobs` },
    roles.length === 0 && { field: "roles", message: "names no role" },
    roles.includes("machine") &&
      roles.some((role) => !ofMachines.includes(role)) && {
        field: "roles",
        message: "a machine decides nothing: machine goes with viewer alone",
      },
    standsApart({ roles }) &&
      roles.length > 1 && {
        field: "roles",
        message: `${rolesApart.join(" and ")} stand alone: a token that tells of alerts or runs does nothing else`,
      },
    roles.some((role) => machineRoles.includes(role)) &&
      groups.length > 0 && { field: "groups", message: "a machine sits in no quorum: leave them out" },
    groups.includes("") && { field: "groups", message: "holds an empty or unprintable group" },
    services.length === 0 && { field: "services", message: "names no service; * is every service" },
    services.some((service) => service !== everyService && !/^[a-z0-9-]{1,63}$/.test(service)) && {
      field: "services",
      message: "holds what is no service name; * is every service",
    },
    expires !== undefined && expires <= now && { field: "expires", message: "is in the past" },
  ];
  return found.filter((each) => each !== false);
}

const invalid = (fields: readonly Field[]): Refusal => ({
  refused: "invalid",
  message: fields.map(({ field, message }) => `${field}: ${message}`).join("; "),
  fields,
});

const adminsOnly = ({ subject }: Identity): Refusal => ({
  refused: "forbidden",
  message: `tokens are for admins; ${subject} is none`,
});

/**
 * Revokes a token, at once. Admins may revoke every token but the last that can make others; everybody else may
 * revoke their own. A token of somebody else is not known to those who are no admins.
 */
export function revokeToken(
  { tokens }: Tokens,
  { now }: Occasion,
  identity: Identity,
  { id, reason }: { id: string; reason?: string },
): Act<{ id: string }> {
  const token = tokens.get(id);
  const mayKnow = token !== undefined && (holds(identity, "admin") || token.subject === identity.subject);
  if (!mayKnow) return { refused: "not-found", message: `no token of yours is called ${id}` };
  if (token.revokedAt !== undefined) return { events: [], answer: { id } };
  if (isLastAdmin(tokens, token, now))
    return {
      refused: "conflict",
      message: "this is the last token of an admin: create another one first, or nobody could",
    };
  const payload = reason === undefined ? {} : { reason };
  return {
    events: [{ at: now, actor: identity.subject, kind: "token-revoked", subject: id, payload }],
    answer: { id },
  };
}

const isAdmin = (token: ApiToken, now: Timestamp): boolean =>
  token.roles.includes("admin") && isValid(token, now);

/** Whether anybody can make tokens. */
export const hasAdmin = ({ tokens }: Tokens, now: Timestamp): boolean =>
  [...tokens.values()].some((token) => isAdmin(token, now));

const isLastAdmin = (tokens: GovernanceState["tokens"], token: ApiToken, now: Timestamp): boolean =>
  isAdmin(token, now) && ![...tokens.values()].some((other) => other.id !== token.id && isAdmin(other, now));

/** Those that an identity may know of: all for admins and auditors, their own for everybody else. */
export const tokensFor = ({ tokens }: Tokens, identity: Identity): ApiToken[] =>
  [...tokens.values()].filter(
    (token) => holds(identity, "admin", "auditor") || token.subject === identity.subject,
  );

/** Whom the first token speaks for, until people have tokens or logins of their own. */
export const firstAdmin = "admin";

/** The first token of all, made by nines itself while no admin has a valid one; otherwise nothing happens. */
export function createFirstToken(
  state: Tokens,
  { now }: Occasion,
  { id, hash }: { id: string; hash: string },
): Act<{ created: boolean }> {
  if (hasAdmin(state, now)) return { events: [], answer: { created: false } };
  const payload = {
    subject: firstAdmin,
    roles: ["admin"] as const,
    groups: [],
    services: [everyService],
    hash,
  };
  return {
    events: [{ at: now, actor: systemActor, kind: "token-created", subject: id, payload }],
    answer: { created: true },
  };
}
