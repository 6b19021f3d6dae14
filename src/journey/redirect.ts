import { hostOf } from "./targets.ts";
import type { PreparedRequest } from "./request.ts";

export type Redirect =
  | { kind: "answer" }
  | { kind: "follow"; request: PreparedRequest }
  /** It cannot be followed without sending a secret where it does not belong, or leads nowhere. */
  | { kind: "refused"; message: string };

const redirectStatuses = new Set([301, 302, 303, 307, 308]);
const identifying = new Set(["authorization", "proxy-authorization", "cookie"]);

/**
 * What follows from an answer that may be a redirect. Another host, another port or a step down from https gets no
 * header that identifies anybody, and never a body that holds a secret.
 */
export function redirectOf(request: PreparedRequest, status: number, location: string | undefined): Redirect {
  if (!redirectStatuses.has(status) || location === undefined) return { kind: "answer" };
  const url = URL.parse(location, request.url.href);
  if (url === null) return { kind: "refused", message: "redirects to what is no URL" };
  url.hash = "";
  const isSame = isSameService(request.url, url);
  const becomesGet = status === 303 ? request.method !== "HEAD" : status < 303 && request.method === "POST";
  const method = becomesGet ? "GET" : request.method;
  const body = becomesGet ? undefined : request.body;
  if (!isSame && body?.sensitive === true)
    return { kind: "refused", message: `redirects a body that holds a secret to ${hostOf(url)}` };
  const headers = request.headers.filter(
    ({ name, sensitive }) => isSame || !(sensitive || identifying.has(name)),
  );
  const next: PreparedRequest = { method, url, headers, aimedByAnswer: true };
  return { kind: "follow", request: body === undefined ? next : { ...next, body } };
}

function isSameService(from: URL, to: URL): boolean {
  if (from.origin === to.origin) return true;
  const isUpgrade =
    from.protocol === "http:" && to.protocol === "https:" && from.port === "" && to.port === "";
  return isUpgrade && hostOf(from) === hostOf(to);
}
