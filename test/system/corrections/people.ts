import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type NinesServer, startNines } from "../../../kit/nines.ts";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { until } from "../../../kit/until.ts";
import { inject } from "vitest";

/** nines on the shared Prometheus with a journal of its own, and people who may act. */
export interface Staffed {
  nines: () => NinesServer;
  /** Ends nines and starts it anew on the same journal. */
  restart: () => Promise<void>;
  get: <Body>(path: string) => Promise<Body>;
  /** A token of somebody in these groups, who may request and approve. */
  hire: (name: string, ...groups: readonly string[]) => Promise<string>;
  post: <Body>(path: string, token: string, body: object) => Promise<Body>;
  stop: () => Promise<void>;
}

export async function startStaffed(slos: string, ...args: readonly string[]): Promise<Staffed> {
  const data = temporaryFolder("journal");
  const start = () =>
    startNines([
      ...["--prometheus", inject("servers").prometheus, "--slos", slos],
      ...["--data", data, "--cycle", "2s", ...args],
    ]);
  let nines = await start();
  const restart = async (): Promise<void> => {
    await nines.stop();
    nines = await start();
  };
  const get = async <Body>(path: string): Promise<Body> =>
    read(path, await fetch(`${nines.url}/api/v1${path}`));
  const post = async <Body>(path: string, token: string, body: object): Promise<Body> =>
    // Before the first cycle nobody knows any service: asked again.
    until(
      async () => {
        const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
        const url = `${nines.url}/api/v1${path}`;
        const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
        return answer.status === 503 ? undefined : read<Body>(path, answer);
      },
      { what: `${path} is answered`, timeout: 60_000 },
    );
  const hire: Staffed["hire"] = async (name, ...groups) => {
    const admin = readFileSync(join(data, "admin-token"), "utf8").trim();
    const roles = ["requester", "approver"];
    const { token } = await post<{ token: string }>("/tokens", admin, {
      subject: `${name}@example.org`,
      roles,
      groups,
    });
    return token;
  };
  const stop = async (): Promise<void> => {
    await nines.stop();
    removeFolder(data);
  };
  return { nines: () => nines, restart, get, hire, post, stop };
}

async function read<Body>(path: string, answer: Response): Promise<Body> {
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Body;
}
