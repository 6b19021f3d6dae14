import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { type NinesServer, startNines } from "../../kit/nines.ts";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { until } from "../../kit/until.ts";
import { governanceSpecs } from "./histories/governance.ts";

/** Somebody with a token of their own. */
export interface Person {
  token: string;
  get: <Body = Record<string, unknown>>(path: string) => Promise<Answer<Body>>;
  post: <Body = Record<string, unknown>>(path: string, body?: object, key?: string) => Promise<Answer<Body>>;
}

export interface Answer<Body> {
  status: number;
  body: Body;
}

/** nines with a journal on disk, and people who may speak to it. */
export interface Governed {
  nines: NinesServer;
  data: string;
  admin: Person;
  /** Creates a token, as an administrator would. */
  person: (
    subject: string,
    roles: readonly string[],
    groups?: readonly string[],
    services?: readonly string[],
  ) => Promise<Person>;
  /** Ends the process and starts another one on the same journal. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
}

/** On the shared Prometheus. */
export const startGoverned = (slos = governanceSpecs, ...args: readonly string[]): Promise<Governed> =>
  startGovernedOn(inject("servers").prometheus, slos, ...args);

export async function startGovernedOn(
  prometheus: string,
  slos: string,
  ...args: readonly string[]
): Promise<Governed> {
  const data = temporaryFolder("governed");
  const start = () =>
    startNines([
      ...["--prometheus", prometheus, "--slos", slos, "--data", data],
      ...["--cycle", "2s", ...args],
    ]);
  let nines = await start();
  const adminToken = await until(
    async () => readFileSync(join(data, "admin-token"), "utf8").trim() || undefined,
    { what: "the first admin's token" },
  );
  const as = (token: string): Person => ({
    token,
    get: (path) => call(nines, "GET", path, token),
    post: (path, body = {}, key) => call(nines, "POST", path, token, body, key),
  });
  const admin = as(adminToken);
  return {
    get nines() {
      return nines;
    },
    data,
    admin,
    person: async (subject, roles, groups = [], services = ["*"]) => {
      const { status, body } = await admin.post<{ token: string }>("/api/v1/tokens", {
        ...{ subject, roles, groups, services },
      });
      if (status !== 201) throw new Error(`no token for ${subject}: ${JSON.stringify(body)}`);
      return as(body.token);
    },
    restart: async () => {
      await nines.stop();
      nines = await start();
    },
    stop: async () => {
      await nines.stop();
      removeFolder(data);
    },
  };
}

async function call<Body>(
  { url }: NinesServer,
  method: string,
  path: string,
  token: string,
  body?: object,
  key?: string,
): Promise<Answer<Body>> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body !== undefined && { "content-type": "application/json" }),
    ...(key !== undefined && { "idempotency-key": key }),
  };
  const answer = await fetch(`${url}${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}
