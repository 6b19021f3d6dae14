import { z } from "zod";
import { createToken, revokeToken, tokensFor } from "../../governance/people/commands.ts";
import { everyService } from "../../governance/people/identity.ts";
import { hashSecret, tokenText } from "../../governance/people/secret.ts";
import { timestamp } from "../../model/units.ts";
import { identified, only, reading, requireIdentity } from "../access.ts";
import { answerOf } from "../acting.ts";
import { Problem } from "../problem.ts";
import { readQuery } from "../query.ts";
import { type Asked, type Route, writing } from "../route.ts";
import { loginPath, loginRoutes } from "./login.ts";
import {
  meSchema,
  newTokenSchema,
  personSchema,
  revocationSchema,
  tokenListSchema,
  tokenRequestSchema,
  tokenSchema,
} from "../schemas/people.ts";
import { identityView, peopleView, tokenView } from "../views/people.ts";
import { createSeen } from "../seen.ts";
import { pagingQuery } from "../paging.ts";
import { listSchema, paged } from "./governance/listing.ts";

const noQuery = z.object({});

const whoAmI: Route = {
  path: "/api/v1/me",
  id: "getMe",
  tag: "People",
  summary: "Who asks, as nines sees it",
  description: "Without an identity where reading needs nobody and the request brought nothing.",
  query: noQuery,
  access: reading,
  answers: { 200: { description: "Who asks", schema: meSchema } },
  problems: ["bad-query"],
  handle: ({ query, identity, deps: { people } }) => {
    readQuery(noQuery, query);
    return {
      json: {
        ...(identity !== undefined && { identity: identityView(identity) }),
        readsAreOpen: people?.readsAreOpen ?? true,
        ...(people?.login !== undefined && { login: loginPath }),
      },
    };
  },
};

const listTokens: Route = {
  path: "/api/v1/tokens",
  id: "listTokens",
  tag: "People",
  summary: "API tokens, without what makes them tokens",
  description: "All of them for admins and auditors; for everybody else their own.",
  query: noQuery,
  access: identified,
  answers: { 200: { description: "The tokens, oldest first", schema: tokenListSchema } },
  problems: ["bad-query"],
  handle: (asked) => {
    readQuery(noQuery, asked.query);
    const tokens = tokensFor(asked.deps.desk.state(), requireIdentity(asked));
    return { json: { items: tokens.map((token) => tokenView(token, asked.now, asked.deps.seen)) } };
  },
};

const peopleQuery = z.object({
  search: z.string().min(1).max(200).optional().meta({
    description: "Only those in whose name, groups or roles this stands",
  }),
  ...pagingQuery,
});

const listPeople: Route = {
  path: "/api/v1/people",
  id: "listPeople",
  tag: "People",
  summary: "People and machines, as nines sees them",
  description:
    "Those who hold a valid token, and those who have asked this replica for something since its start: who logs in " +
    "or runs in CI is known to nines only then.",
  query: peopleQuery,
  access: only("auditor", "admin"),
  answers: { 200: { description: "By name, in pages", schema: listSchema(personSchema, "PersonList") } },
  problems: ["bad-query"],
  handle: (asked) => {
    const query = readQuery(peopleQuery, asked.query);
    const { seen = createSeen(), desk } = asked.deps;
    const wanted = query.search?.toLowerCase() ?? "";
    const all = peopleView(desk.state().tokens.values(), seen, asked.now).filter(
      ({ subject, groups, roles }) =>
        [subject, ...groups, ...roles].some((text) => text.toLowerCase().includes(wanted)),
    );
    return { json: paged(all, query, asked, (person) => person) };
  },
};

/** @throws Problem `internal` when what was just recorded is not in the state */
function recorded({ deps, now }: Asked, id: string) {
  const token = deps.desk.state().tokens.get(id);
  if (token === undefined) throw new Problem("internal", `token ${id} was recorded but is not known`);
  return tokenView(token, now);
}

function secretFrom({ people }: Asked["deps"]): string {
  if (people === undefined) throw new Problem("identity-required", "nobody is known to this server");
  return people.newSecret();
}

const addToken: Route = writing({
  method: "post",
  path: "/api/v1/tokens",
  id: "createToken",
  tag: "People",
  summary: "Creates an API token",
  description:
    "The token stands in this answer and nowhere else. Asking again with the same key cannot show it again: that is " +
    "a `conflict`, and the token is to be revoked if nobody has it.",
  access: only("admin"),
  body: tokenRequestSchema,
  answers: { 201: { description: "The token, this once", schema: newTokenSchema } },
  problems: ["invalid", "conflict", "journal-unavailable"],
  handle: async (asked) => {
    const { body, deps, idempotency } = asked;
    const identity = requireIdentity(asked);
    const secret = secretFrom(deps);
    const services = body.services ?? (body.roles.includes("machine") ? [] : [everyService]);
    const request = {
      subject: body.subject,
      roles: body.roles,
      groups: body.groups,
      services,
      ...(body.expires !== undefined && { expires: timestamp(Date.parse(body.expires) / 1_000) }),
      hash: hashSecret(secret),
    };
    const result = await deps.desk.act(
      (state, occasion) => createToken(state, occasion, identity, request),
      idempotency === undefined ? {} : { idempotency },
    );
    const { id } = answerOf(result);
    if (result.ok && result.replayed)
      throw new Problem("conflict", `${id} was created by an earlier request with this key, and shown then`);
    return { status: 201, json: { ...recorded(asked, id), token: tokenText(id, secret) } };
  },
});

const endToken: Route = writing({
  method: "post",
  path: "/api/v1/tokens/{id}/revoke",
  id: "revokeToken",
  tag: "People",
  summary: "Revokes an API token, at once",
  description: "Admins may revoke every token but the last of an admin; everybody else their own.",
  params: { id: "The token's id: `tk-…`" },
  access: identified,
  body: revocationSchema,
  answers: { 200: { description: "The token as it is now", schema: tokenSchema } },
  problems: ["not-found", "conflict", "journal-unavailable"],
  handle: async (asked) => {
    const { params, body, deps, idempotency } = asked;
    const identity = requireIdentity(asked);
    const input = { id: params.id ?? "", ...(body.reason !== undefined && { reason: body.reason }) };
    const result = await deps.desk.act(
      (state, occasion) => revokeToken(state, occasion, identity, input),
      idempotency === undefined ? {} : { idempotency },
    );
    return { json: recorded(asked, answerOf(result).id) };
  },
});

export const peopleRoutes: readonly Route[] = [
  whoAmI,
  listPeople,
  listTokens,
  addToken,
  endToken,
  ...loginRoutes,
];
