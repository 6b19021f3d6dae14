import { isIP } from "node:net";
import type { Request, RequestHandler } from "express";
import { Problem } from "./problem.ts";

const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** The host without its port: `[::1]:8090` → `::1`, `nines.example:80` → `nines.example`. */
export function hostName(header: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(header)?.[1];
  return (bracketed ?? header.replace(/:\d+$/, "")).toLowerCase();
}

/**
 * Even on loopback a web page could reach nines by rebinding its own name to 127.0.0.1 (DNS rebinding); such a
 * request carries that name in `Host`, so only known names and plain addresses are answered.
 */
export function hostGuard(allowedHosts: readonly string[]): RequestHandler {
  const allowed = new Set(["localhost", ...allowedHosts.map((host) => host.toLowerCase())]);
  return (request, _response, next) => {
    const name = hostName(request.headers.host ?? "");
    if (allowed.has(name) || isIP(name) !== 0) next();
    else
      next(
        new Problem(
          "host-not-allowed",
          `"${name}" is not a name of this server; allow it with --allowed-host`,
        ),
      );
  };
}

const isJson = /^application\/json\s*(;|$)/i;

const isSameOrigin = ({ headers, protocol }: Request, origin: string, publicOrigin?: string): boolean =>
  [publicOrigin, `${protocol}://${headers.host ?? ""}`.toLowerCase()].includes(origin.toLowerCase());

/**
 * A form or a script of another site can send a "simple" request without asking first. An unsafe method
 * therefore needs JSON, which is never simple, and an `Origin` that is ours or absent.
 */
export const unsafeMethodGuard =
  (publicOrigin?: string): RequestHandler =>
  (request, _response, next) => {
    if (safeMethods.has(request.method)) {
      next();
      return;
    }
    const { origin } = request.headers;
    if (origin !== undefined && !isSameOrigin(request, origin, publicOrigin)) {
      next(new Problem("foreign-origin", `a ${request.method} from ${origin} is refused`));
      return;
    }
    if (!isJson.test(request.headers["content-type"] ?? "")) {
      next(new Problem("unsupported-media-type", `a ${request.method} needs content-type: application/json`));
      return;
    }
    next();
  };
