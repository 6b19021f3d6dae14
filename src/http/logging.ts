import { randomUUID } from "node:crypto";
import type { RequestHandler } from "express";
import type { Logger } from "pino";

const shape = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** The caller's id when it is one, so that a trace can be followed; else a new one. */
const requestId = (given: string | string[] | undefined): string =>
  typeof given === "string" && shape.test(given) ? given : randomUUID();

const levelOf = (status: number, aborted: boolean) =>
  status >= 500 ? "error" : status >= 400 || aborted ? "info" : "debug";

/**
 * Gives each request its id, echoed on every answer, and logs it. Neither headers nor the query are logged: tokens
 * travel in them. An answered request is a debug line, since a gate may be asked thousands of times a second.
 */
export const requestLog =
  (logger: Logger): RequestHandler =>
  (request, response, next) => {
    const id = requestId(request.headers["x-request-id"]);
    response.setHeader("x-request-id", id);
    const { method, path } = request;
    const begin = performance.now();
    response.once("close", () => {
      const { statusCode: status, writableFinished } = response;
      const level = levelOf(status, !writableFinished);
      if (!logger.isLevelEnabled(level)) return;
      const facts = {
        requestId: id,
        method,
        path,
        status,
        milliseconds: Math.round(performance.now() - begin),
      };
      logger[level](
        facts,
        writableFinished ? `${method} ${path} ${status}` : `${method} ${path} was given up`,
      );
    });
    next();
  };
