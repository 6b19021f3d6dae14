import type { Request, RequestHandler, Response } from "express";
import type { Asset, Page } from "./assets.ts";

/** Where each view of the page lives; the page itself reads the rest of the path. */
const view = new RegExp(
  [
    "^/(",
    "(slos|services|gate/decisions)/[^/]+|",
    "(exceptions|corrections|windows|loosenings|experiments|incidents|journeys|audit)(/[^/]+)?|",
    "gate|calendar|alerts|people",
    ")?$",
  ].join(""),
);

/** Nothing but the page's own files may run, style or be asked; nobody may frame it. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const unbuilt =
  "The web page is not built here: npm run setup builds it.\n" +
  "Until then: nines status, or GET /api/v1/slos and /openapi.json.\n";

/** Sends the smallest encoding that the browser takes. */
function sendAsset(request: Request, response: Response, { type, immutable, ...bodies }: Asset): void {
  const encoding = request.acceptsEncodings("br", "gzip") || "identity";
  response.setHeader("content-type", type);
  response.setHeader("vary", "accept-encoding");
  response.setHeader("cache-control", immutable ? "public, max-age=31536000, immutable" : "no-cache");
  response.setHeader("content-security-policy", pagePolicy);
  if (encoding !== "identity") response.setHeader("content-encoding", encoding);
  const body = encoding === "br" ? bodies.brotli : encoding === "gzip" ? bodies.gzip : bodies.plain;
  response.setHeader("content-length", body.length);
  response.end(body);
}

function assetAt(path: string, page: Page): Asset | undefined {
  return view.test(path) ? page.shell : page.assets.get(path);
}

/** Answers what belongs to the web page; without one, its paths say in words that it is not built. */
export const servePage =
  (page: Page | undefined): RequestHandler =>
  (request, response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD") next();
    else if (page === undefined && view.test(request.path))
      response.status(503).type("text/plain").setHeader("cache-control", "no-store").end(unbuilt);
    else {
      const asset = page && assetAt(request.path, page);
      if (asset === undefined) next();
      else sendAsset(request, response, asset);
    }
  };
