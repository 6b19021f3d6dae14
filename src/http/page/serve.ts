import type { Request, RequestHandler, Response } from "express";
import { sendInTwo } from "../packed.ts";
import type { Asset, Page } from "./assets.ts";
import { type AnswerFirst, dataOf } from "./first-answers.ts";

/** Where each view of the page lives; the page itself reads the rest of the path. */
const view = new RegExp(
  [
    "^/(",
    "(slos|services|gate/decisions)/[^/]+|",
    "(exceptions|corrections|windows|loosenings|experiments|incidents|journeys|audit)(/[^/]+)?|",
    "(exceptions|windows)/[^/]+/edit|",
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

/** A view comes with the answers to what it asks first, behind everything that the browser has to fetch for it. */
function sendView(request: Request, response: Response, page: Page, answerFirst: AnswerFirst): void {
  const { type, plain } = page.shell;
  const html = plain.toString();
  const end = html.lastIndexOf("</body>");
  response.setHeader("cache-control", "no-store");
  response.setHeader("content-security-policy", pagePolicy);
  sendInTwo(response, type, html.slice(0, end), async () => {
    const answers = await answerFirst(request, response);
    return (answers === undefined ? "" : dataOf(answers)) + html.slice(end);
  });
}

/** Answers what belongs to the web page; without one, its paths say in words that it is not built. */
export const servePage =
  (page: Page | undefined, answerFirst: AnswerFirst): RequestHandler =>
  (request, response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD") next();
    else if (page === undefined && view.test(request.path))
      response.status(503).type("text/plain").setHeader("cache-control", "no-store").end(unbuilt);
    else if (page !== undefined && view.test(request.path)) sendView(request, response, page, answerFirst);
    else {
      const asset = page?.assets.get(request.path);
      if (asset === undefined) next();
      else sendAsset(request, response, asset);
    }
  };
