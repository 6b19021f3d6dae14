import { Agent, request } from "undici";

/** Milliseconds for one report, from connecting to the last byte. */
const patience = 10_000;

/** Why a report did not arrive. Never holds a token. */
export class ReportTrouble extends Error {
  /** The report itself is at fault: it would be refused again. */
  readonly isRefusal: boolean;

  constructor(message: string, isRefusal = false) {
    super(message);
    this.isRefusal = isRefusal;
  }
}

export interface Poster {
  /** Resolves to what was answered. @throws ReportTrouble */
  post: (body: string, signal: AbortSignal) => Promise<unknown>;
  close: () => Promise<void>;
}

const path = "/api/v1/journeys/runs";

/** Sends reports to one nines; follows no redirect, so that the token goes nowhere else. */
export function openPoster(url: string, token: () => Promise<string>): Poster {
  const agent = new Agent({ connections: 1, connect: { timeout: 5_000 } });
  return {
    post: async (body, signal) => {
      const bearer = await token().catch((error: unknown) => {
        throw new ReportTrouble(error instanceof Error ? error.message : "its token cannot be read");
      });
      let answered: { status: number; text: string };
      try {
        const { statusCode, body: said } = await request(`${url}${path}`, {
          method: "POST",
          headers: {
            accept: "application/json",
            authorization: `Bearer ${bearer}`,
            "content-type": "application/json",
            "user-agent": "nines",
          },
          body,
          dispatcher: agent,
          signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
        });
        answered = { status: statusCode, text: await said.text() };
      } catch (error) {
        throw new ReportTrouble(reasonOf(error));
      }
      return judge(answered);
    },
    close: () => agent.destroy(),
  };
}

/** What says that this very report is at fault; anything else may be over when it is tried again. */
const ofTheReport: ReadonlySet<number> = new Set([400, 413, 415, 422]);

function judge({ status, text }: { status: number; text: string }): unknown {
  const body = parsed(text);
  if (status === 200) return body;
  const { detail } = (body ?? {}) as { detail?: unknown };
  if (typeof detail !== "string")
    throw new ReportTrouble(`what answers there (${status}) is no nines that takes reports`);
  throw new ReportTrouble(detail.slice(0, 500), ofTheReport.has(status));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** By its code: messages of the network may quote what was sent. */
function reasonOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (name === "TimeoutError") return `no answer within ${patience / 1_000} s`;
  return typeof code === "string" && /^[A-Z_0-9]+$/.test(code) ? code : "the connection failed";
}
