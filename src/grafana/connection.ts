import { Agent, request } from "undici";
import { describeFailure, describeStatus, GrafanaTrouble } from "./trouble.ts";

export interface GrafanaOptions {
  /** Scheme, host and path, without a slash at the end. */
  url: string;
  /** Of a service account; read anew each time, so that a renewed one takes effect. */
  token: () => Promise<string>;
  /** Milliseconds for one attempt, from connecting to the last byte. */
  patience?: number;
}

export interface Exchange {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With its query: `/api/annotations?limit=10`. */
  path: string;
  json?: unknown;
}

export interface Answered {
  status: number;
  /** Read as JSON; undefined when it is none. */
  body: unknown;
  after?: number;
}

export interface GrafanaConnection {
  url: string;
  /** Resolves to whatever it answers. @throws GrafanaTrouble when there was no answer */
  send: (exchange: Exchange) => Promise<Answered>;
  /** Resolves to the body of a good answer. @throws GrafanaTrouble */
  ask: (exchange: Exchange) => Promise<unknown>;
  /** The body of a good answer. @throws GrafanaTrouble for any other */
  expectGood: (answered: Answered) => unknown;
  close: () => Promise<void>;
}

const longestPause = 3_600;

/** Speaks with one Grafana's HTTP API; follows no redirect, so that the token goes nowhere else. */
export function connectGrafana({ url, token, patience = 10_000 }: GrafanaOptions): GrafanaConnection {
  const agent = new Agent({ connections: 2, connect: { timeout: 5_000 } });
  const where = `Grafana at ${url}`;
  const send = async ({ method, path, json }: Exchange): Promise<Answered> => {
    const bearer = await readToken(where, token);
    try {
      const { statusCode, headers, body } = await request(`${url}${path}`, {
        method,
        headers: {
          accept: "application/json",
          authorization: `Bearer ${bearer}`,
          "user-agent": "nines",
          ...(json !== undefined && { "content-type": "application/json" }),
        },
        ...(json !== undefined && { body: JSON.stringify(json) }),
        dispatcher: agent,
        signal: AbortSignal.timeout(patience),
      });
      return { status: statusCode, body: parsed(await body.text()), ...pauseOf(headers["retry-after"]) };
    } catch (error) {
      throw new GrafanaTrouble(`${where}: ${describeFailure(error)}`);
    }
  };
  const expectGood = ({ status, body, after }: Answered): unknown => {
    if (status >= 200 && status < 300 && body !== undefined) return body;
    const what = status < 300 ? "what answers there is not Grafana's API" : describeStatus(status, body);
    throw new GrafanaTrouble(`${where}: ${what}`, { status, ...(after !== undefined && { after }) });
  };
  return {
    url,
    send,
    expectGood,
    ask: async (exchange) => expectGood(await send(exchange)),
    close: () => agent.destroy(),
  };
}

async function readToken(where: string, token: () => Promise<string>): Promise<string> {
  try {
    return await token();
  } catch (error) {
    throw new GrafanaTrouble(`${where}: its token: ${error instanceof Error ? error.message : "unreadable"}`);
  }
}

function pauseOf(header: string | string[] | undefined): { after?: number } {
  const after = Number(header);
  return header !== undefined && Number.isFinite(after)
    ? { after: Math.min(Math.max(after, 0), longestPause) }
    : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
