import { z } from "zod";
import { everybody } from "../access.ts";
import type { AppDeps, Login, LoginStep } from "../deps.ts";
import { Problem } from "../problem.ts";
import { readQuery } from "../query.ts";
import { type Reply, type Route, writing } from "../route.ts";

export const loginPath = "/login";

const query = z.object({
  to: z
    .string()
    .max(1_000, "is too long")
    .optional()
    .meta({ description: "Path of this server to come back to; `/` for anything else" }),
});

function loginOf({ people }: AppDeps): Login {
  if (people?.login !== undefined) return people.login;
  throw new Problem(
    "not-found",
    "nobody logs in here: `oidc` is not configured; tokens are (nines token create)",
  );
}

function answer(step: LoginStep): Reply {
  if (step.ok) return step;
  throw new Problem("login-failed", step.reason);
}

const begin: Route = {
  path: loginPath,
  id: "login",
  tag: "People",
  summary: "Sends a browser to the identity provider",
  description: "For people with a browser. Programs bring a token.",
  query,
  access: everybody,
  answers: { 303: { description: "To the identity provider", type: "text/html" } },
  problems: ["bad-query", "not-found", "login-failed"],
  handle: async ({ query: raw, deps }) => answer(await loginOf(deps).begin(readQuery(query, raw).to)),
};

const finish: Route = {
  path: "/login/callback",
  id: "finishLogin",
  tag: "People",
  summary: "Where the identity provider sends the browser back to",
  description: "Sets the session cookie and goes on to where the person wanted to be.",
  access: everybody,
  answers: { 303: { description: "To where the person wanted to be", type: "text/html" } },
  problems: ["not-found", "login-failed"],
  handle: async ({ url, cookies, deps }) => {
    const from = url.indexOf("?");
    return answer(await loginOf(deps).finish(from === -1 ? "" : url.slice(from), cookies));
  },
};

const end: Route = writing({
  method: "post",
  path: "/logout",
  id: "logout",
  tag: "People",
  summary: "Ends the session of this browser",
  description: "The browser forgets its session. The identity provider keeps its own.",
  access: everybody,
  body: z.strictObject({}).meta({ id: "Logout" }),
  answers: {
    200: { description: "Nobody is logged in any more", schema: z.object({ loggedOut: z.literal(true) }) },
  },
  problems: ["not-found"],
  handle: ({ deps }) => ({ json: { loggedOut: true }, headers: { "set-cookie": loginOf(deps).end() } }),
});

export const loginRoutes: readonly Route[] = [begin, finish, end];
