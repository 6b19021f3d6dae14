import type { Express, Request, Response } from "express";
import type { Asset, Page } from "./assets.ts";

/** Where each view of the page lives; the page itself reads the rest of the path. */
export const views = [
  "/",
  "/slos/{*rest}",
  "/services/{*rest}",
  "/gate",
  "/exceptions{/*rest}",
  "/incidents{/*rest}",
  "/calendar",
  "/journeys{/*rest}",
  "/alerts",
  "/audit",
  "/people",
] as const;

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

/** Puts the web page onto the app; without one, its paths say in words that it is not built. */
export function servePage(app: Express, page: Page | undefined): void {
  app.get([...views], (request, response) => {
    if (page !== undefined) sendAsset(request, response, page.shell);
    else response.status(503).type("text/plain").setHeader("cache-control", "no-store").end(unbuilt);
  });
  for (const [path, asset] of page?.assets ?? [])
    app.get(path, (request, response) => sendAsset(request, response, asset));
}
