import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestHandler } from "express";
import type { Logger } from "pino";
import { pinoHttp } from "pino-http";

const shape = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** The caller's id when it is one, so that a trace can be followed; else a new one. Echoed on every answer. */
function requestId({ headers }: IncomingMessage, response: ServerResponse): string {
  const given = headers["x-request-id"];
  const id = typeof given === "string" && shape.test(given) ? given : randomUUID();
  response.setHeader("x-request-id", id);
  return id;
}

const pathOf = (url: string | undefined): string => url?.split("?", 1)[0] ?? "";

/**
 * Gives each request its id and logs it. Neither headers nor the query are logged: tokens travel in them. An
 * answered request is a debug line, since a gate may be asked thousands of times a second.
 */
export const requestLog = (logger: Logger): RequestHandler =>
  pinoHttp({
    logger,
    genReqId: requestId,
    customLogLevel: (_request, response, error) =>
      error !== undefined || response.statusCode >= 500
        ? "error"
        : response.statusCode >= 400
          ? "info"
          : "debug",
    customSuccessMessage: (request, response) =>
      `${request.method ?? "?"} ${pathOf(request.url)} ${response.statusCode}`,
    customErrorMessage: (request, response) =>
      `${request.method ?? "?"} ${pathOf(request.url)} ${response.statusCode}`,
    quietReqLogger: true,
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({ method, path: pathOf(url) }),
      res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
    },
  }) as RequestHandler;
