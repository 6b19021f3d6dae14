import { describe, expect, it } from "vitest";
import { roles, type Role } from "../../src/governance/people/identity.ts";
import { type Method, methodOf } from "../../src/http/route.ts";
import { apiRoutes } from "../../src/http/routes.ts";
import { held, heldByRole, knowing } from "../support/people.ts";
import { judged, snapshotOf } from "../support/snapshots.ts";
import { appWith, depsWith, get, send } from "./support/app.ts";

/** Who is let in: `all` needs nobody, `readers` everybody where reading is open, `known` every role, or these roles. */
type Who = "all" | "readers" | "known" | readonly Role[];

const admin = ["admin"] as const;
const requesters = ["requester", "admin"] as const;
const deciders = ["approver", "admin"] as const;
const drivers = ["requester", "approver", "admin"] as const;
const operators = ["requester", "machine", "admin"] as const;

/**
 * Every route: who may, and what an empty request then answers (of the command's own refusals, tests of their own
 * tell). A route that is not here, or no longer there, fails.
 */
const table: Readonly<Record<string, readonly [who: Who, answers: number]>> = {
  "GET /api/v1/gate": ["readers", 400],
  "GET /api/v1/gate/status": ["readers", 400],
  "POST /api/v1/gate/flagger/confirm-rollout": ["all", 403],
  "POST /api/v1/gate/flagger/confirm-promotion": ["all", 403],
  "POST /api/v1/gate/flagger/rollback": ["all", 403],
  "POST /api/v1/gate/flagger/event": ["all", 403],
  "GET /api/v1/overview": ["readers", 200],
  "GET /api/v1/burn-lines": ["readers", 400],
  "GET /api/v1/slos": ["readers", 200],
  "GET /api/v1/slos/{id}": ["readers", 404],
  "GET /api/v1/slos/{id}/explain": ["readers", 404],
  "GET /api/v1/slos/{id}/history": ["readers", 404],
  "GET /api/v1/slos/{id}/burn": ["readers", 404],
  "GET /api/v1/slos/{id}/groups": ["readers", 404],
  "GET /badge/{id}.svg": ["all", 404],
  "GET /image/{id}.svg": ["readers", 404],
  "GET /api/v1/services": ["readers", 200],
  "GET /api/v1/services/{name}": ["readers", 404],
  "GET /api/v1/graph": ["readers", 200],
  "POST /api/v1/gate/decisions": [[...drivers, "machine"], 400],
  "GET /api/v1/gate/decisions": ["readers", 200],
  "GET /api/v1/gate/decisions/{id}": ["readers", 404],
  "GET /api/v1/gate/decisions/{id}/replay": ["readers", 404],
  "GET /api/v1/gate/decisions/{id}/diff": ["readers", 404],
  "GET /api/v1/gate/claims": ["readers", 200],
  "GET /api/v1/exceptions": ["readers", 200],
  "POST /api/v1/exceptions": [requesters, 400],
  "GET /api/v1/exceptions/{id}": ["readers", 404],
  "PUT /api/v1/exceptions/{id}": [requesters, 400],
  "POST /api/v1/exceptions/{id}/approve": [["approver"], 400],
  "POST /api/v1/exceptions/{id}/deny": [deciders, 400],
  "POST /api/v1/exceptions/{id}/withdraw": [requesters, 404],
  "POST /api/v1/exceptions/{id}/revoke": [deciders, 400],
  "POST /api/v1/exceptions/{id}/review": [deciders, 400],
  "POST /api/v1/exceptions/{id}/follow-up": [deciders, 400],
  "POST /api/v1/break-glass": [requesters, 400],
  "GET /api/v1/corrections": ["readers", 200],
  "POST /api/v1/corrections": [drivers, 400],
  "GET /api/v1/corrections/{id}": ["readers", 404],
  "POST /api/v1/corrections/{id}/approve": [deciders, 400],
  "POST /api/v1/corrections/{id}/deny": [deciders, 400],
  "POST /api/v1/corrections/{id}/withdraw": [drivers, 404],
  "POST /api/v1/corrections/{id}/revoke": [deciders, 400],
  "GET /api/v1/windows": ["readers", 200],
  "POST /api/v1/windows": [operators, 400],
  "GET /api/v1/windows/{id}": ["readers", 404],
  "PUT /api/v1/windows/{id}": [operators, 404],
  "POST /api/v1/windows/{id}/approve": [deciders, 400],
  "POST /api/v1/windows/{id}/deny": [deciders, 400],
  "POST /api/v1/windows/{id}/cancel": [operators, 404],
  "GET /api/v1/loosenings": ["readers", 200],
  "GET /api/v1/loosenings/{id}": ["readers", 404],
  "POST /api/v1/loosenings/{id}/approve": [deciders, 404],
  "GET /api/v1/deployments": ["readers", 200],
  "POST /api/v1/deployments": [operators, 400],
  "GET /api/v1/deployments/{id}": ["readers", 404],
  "GET /api/v1/experiments": ["readers", 200],
  "POST /api/v1/experiments": [operators, 400],
  "GET /api/v1/experiments/{id}": ["readers", 404],
  "GET /api/v1/experiments/{id}/abort-signal": ["readers", 404],
  "POST /api/v1/experiments/{id}/approve": [deciders, 400],
  "POST /api/v1/experiments/{id}/deny": [deciders, 400],
  "POST /api/v1/experiments/{id}/start": [operators, 404],
  "POST /api/v1/experiments/{id}/finish": [operators, 404],
  "POST /api/v1/experiments/{id}/abort": [[...drivers, "machine"], 400],
  "GET /api/v1/calendar": ["readers", 200],
  "GET /api/v1/journal": [["auditor", "admin"], 200],
  "GET /api/v1/journal/verification": [["auditor", "admin"], 404],
  "POST /api/v1/journal/verification": [["auditor", "admin"], 404],
  "GET /api/v1/incidents": ["readers", 200],
  "POST /api/v1/incidents": [[...drivers, "machine"], 400],
  "GET /api/v1/incidents/{id}": ["readers", 404],
  "PUT /api/v1/incidents/{id}": [[...drivers, "machine"], 404],
  "POST /api/v1/incidents/{id}/note": [[...drivers, "machine"], 400],
  "POST /api/v1/incidents/{id}/action": [[...drivers, "machine"], 400],
  "POST /api/v1/incidents/{id}/finish": [[...drivers, "machine"], 400],
  "POST /api/v1/incidents/{id}/close": [[...drivers, "machine"], 404],
  "POST /api/v1/incidents/{id}/reopen": [[...drivers, "machine"], 404],
  "GET /api/v1/alerts": ["readers", 200],
  "POST /api/v1/alerts/{id}/mark": [drivers, 400],
  "POST /api/v1/alerts/missed": [drivers, 400],
  "GET /api/v1/alerts/quality": ["readers", 200],
  "GET /api/v1/slos/{id}/alerts/proposals": ["readers", 404],
  "GET /api/v1/events": ["readers", 200],
  "GET /api/v1/slos/{id}/attribution": ["readers", 404],
  "GET /api/v1/deployments/{id}/cost": ["readers", 404],
  "GET /api/v1/incidents/{id}/cost": ["readers", 404],
  "POST /api/v1/alertmanager": [["alertmanager"], 400],
  "GET /api/v1/me": ["readers", 200],
  "GET /api/v1/people": [["auditor", "admin"], 200],
  "GET /api/v1/tokens": ["known", 200],
  "POST /api/v1/tokens": [admin, 400],
  "POST /api/v1/tokens/{id}/revoke": ["known", 404],
  "POST /api/v1/forges/github": ["all", 404],
  "POST /api/v1/forges/gitlab": ["all", 404],
  "GET /api/v1/notices": ["readers", 200],
  "POST /api/v1/notices/{channel}/test": [admin, 404],
  "GET /api/v1/journeys": ["readers", 200],
  "GET /api/v1/journeys/{name}/runs": ["readers", 404],
  "POST /api/v1/journeys/runs": [["prober"], 400],
  "GET /api/v1/journeys/{name}/runs/{run}": ["readers", 404],
  "GET /api/v1/journeys/{name}/runs/{run}/picture": ["readers", 404],
  "GET /api/v1/demo/people": ["readers", 200],
  "GET /login": ["all", 404],
  "GET /login/callback": ["all", 404],
  "POST /logout": ["all", 404],
  "GET /healthz": ["all", 200],
  "GET /readyz": ["all", 200],
  "GET /metrics": ["readers", 200],
  "GET /openapi.json": ["readers", 200],
};

const routes = apiRoutes(depsWith(undefined)).map((route) => ({
  name: `${methodOf(route).toUpperCase()} ${route.path}`,
  method: methodOf(route),
  path: route.path.replaceAll(/\{\w+\}/g, "none"),
}));

const snapshot = snapshotOf([judged({ consumed: 0.1 })]);
const tokens = Object.values(heldByRole);
const expired = held({ roles: ["admin"], revokedAt: tokens[0]!.token.createdAt });
const appWhere = (readsAreOpen: boolean) =>
  appWith(snapshot, { people: knowing([...tokens, expired], { readsAreOpen }) });
const [open, closed] = [appWhere(true), appWhere(false)];

type App = typeof open;
type Headers = Readonly<Record<string, string>>;

async function statusOf(app: App, method: Method, path: string, headers: Headers): Promise<string> {
  const { status, body } =
    method === "get" ? await get(app, path, headers) : await send(app, method, path, headers, {});
  // What is refused in plain text, to whoever understands no problem, has no code.
  const { code } = body as { code?: string };
  return (status === 401 || status === 403) && code !== undefined ? `${status} ${code}` : String(status);
}

/** Tokens of Alertmanager and of probers lie elsewhere: they open nothing that does not name them. */
const mayRole = (who: Who, role: Role): boolean =>
  typeof who === "string" ? who === "all" || !["alertmanager", "prober"].includes(role) : who.includes(role);

describe("the table of who may", () => {
  it("has a line for every route, and for nothing else", () => {
    expect(Object.keys(table).sort()).toEqual(routes.map(({ name }) => name).sort());
  });
});

describe.each(routes)("$name", ({ name, method, path }) => {
  const [who = "known", answers] = table[name] ?? [];
  const lets = String(answers);

  it.each(roles)("for the role %s", async (role) => {
    const expected = mayRole(who, role) ? lets : "403 forbidden";
    for (const app of [open, closed])
      expect(await statusOf(app, method, path, heldByRole[role].headers)).toBe(expected);
  });

  it("for nobody in particular, where reading is open", async () => {
    const expected = who === "all" || who === "readers" ? lets : "403 identity-required";
    expect(await statusOf(open, method, path, {})).toBe(expected);
  });

  it("for nobody in particular, where it is not", async () => {
    expect(await statusOf(closed, method, path, {})).toBe(
      who === "all" ? lets : "401 authentication-required",
    );
  });

  it("for a token that is not valid: wherever it would matter, nothing", async () => {
    const expected = who === "all" ? lets : "401 bad-credentials";
    const wrong = { authorization: `${heldByRole.admin.headers.authorization.slice(0, -1)}!` };
    for (const headers of [expired.headers, held().headers, wrong])
      for (const app of [open, closed]) expect(await statusOf(app, method, path, headers)).toBe(expected);
  });
});
