import { networkWords } from "../model/wording.ts";

/** What keeps nines from Grafana; the message is fit for people and holds no secret. */
export class GrafanaTrouble extends Error {
  /** What it answered; undefined when it did not. */
  readonly status: number | undefined;
  /** Seconds until it wants to be asked again, where it said so. */
  readonly after: number | undefined;
  constructor(message: string, { status, after }: { status?: number; after?: number } = {}) {
    super(message);
    this.status = status;
    this.after = after;
  }

  /** It answered, and what it was given is at fault rather than itself. */
  get refused(): boolean {
    return this.status === 400 || this.status === 413 || this.status === 422;
  }
}

const inWords: Readonly<Record<string, string>> = {
  ...networkWords,
  UND_ERR_DESTROYED: "the connection was closed",
};

/** What a thrown error means, by its code alone: the network's own words name more than they should. */
export function describeFailure(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (name === "TimeoutError") return "no answer in time";
  if (typeof code !== "string") return "the connection failed";
  return inWords[code] ?? (/^[A-Z_0-9]+$/.test(code) ? code : "the connection failed");
}

/** What an answer means that is none of those hoped for. */
export function describeStatus(status: number, body: unknown): string {
  if (status === 401) return "the token is unknown or has expired (401)";
  if (status === 403)
    return `the token's service account may not do this${said(body)} (403): give it the role Editor`;
  if (status >= 300 && status < 400) return `it sends elsewhere (${status}): check the URL`;
  if (status === 404) return `there is no such thing${said(body)} (404): check the URL's path`;
  return `it answered ${status}${said(body)}`;
}

/** Grafana's own words, cut short. */
function said(body: unknown): string {
  const message = (body as { message?: unknown } | undefined)?.message;
  return typeof message === "string" && message !== "" ? `: ${message.slice(0, 200)}` : "";
}
