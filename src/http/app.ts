import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import helmet from "helmet";
import { bounds } from "../journey/reports/bounds.ts";
import type { AppDeps } from "./deps.ts";
import { forgeBodyLimit, forgePaths } from "./handlers/forges.ts";
import { receiveAlerts } from "./handlers/incidents/alertmanager.ts";
import { takeReport } from "./handlers/journeys/report.ts";
import { hostGuard, unsafeMethodGuard } from "./guards.ts";
import { type Limit, limiter } from "./limits.ts";
import { requestLog } from "./logging.ts";
import { Problem, sendProblem } from "./problem.ts";
import { mount } from "./mount.ts";
import { createSeen } from "./seen.ts";
import { answeringFirst } from "./page/first-answers.ts";
import { servePage } from "./page/serve.ts";
import type { Route } from "./route.ts";
import { apiRoutes, operationRoutes } from "./routes.ts";

const bodyLimit = "64kb";
/** Alertmanager tells of a whole group of alerts at once, each with its annotations. */
const notificationLimit = "2mb";
/** A prober tells of many runs at once, and shows pictures. */
const reportLimit = bounds.report;

/** The API and the operations endpoints, ready to listen. Holds no state but caches of what it is given. */
export function createApp(given: AppDeps): Express {
  const deps = { ...given, seen: given.seen ?? createSeen() };
  const routes = apiRoutes(deps);
  const limit = deps.people?.limits && limiter(deps.people.limits);
  return build(routes, deps, limit, servePage(deps.page, answeringFirst(routes, deps, limit)));
}

/** `/metrics`, `/healthz` and `/readyz` alone, for `--metrics-listen`: who reaches that address may read them. */
export function createMetricsApp({ people: _, ...deps }: AppDeps): Express {
  return build(operationRoutes, deps);
}

function build(routes: readonly Route[], deps: AppDeps, limit?: Limit, page?: RequestHandler): Express {
  const app = express();
  app.disable("x-powered-by");
  // A verdict must not be answered from a cache: no validators either, and no hash over each body.
  app.set("etag", false);
  // `group.region=eu` is a plain key, and nothing nests.
  app.set("query parser", "simple");
  app.use(requestLog(deps.logger));
  // Plain HTTP on loopback is normal here: browsers must not be told to upgrade.
  app.use(
    helmet({
      contentSecurityPolicy: { directives: { "upgrade-insecure-requests": null } },
      strictTransportSecurity: false,
    }),
  );
  app.use(hostGuard(deps.allowedHosts));
  app.use(unsafeMethodGuard(deps.publicOrigin));
  app.use(receiveAlerts.path, express.json({ limit: notificationLimit }));
  app.use(takeReport.path, express.json({ limit: reportLimit }));
  app.use([...forgePaths], express.json({ limit: forgeBodyLimit, verify: keepRaw }));
  app.use(express.json({ limit: bodyLimit }));
  mount(app, routes, deps, limit);
  if (page !== undefined) app.use(page);
  app.use((request, _response, next) =>
    next(new Problem("no-such-path", `${request.path} is no path of this server; /openapi.json lists them`)),
  );
  app.use(answerError(deps));
  return app;
}

/** A signature is over bytes: what was parsed and written anew is not what was signed. */
const keepRaw = (request: object, _response: unknown, raw: Buffer): void => {
  Object.assign(request, { raw });
};

/** Express knows an error handler by its four parameters. */
function answerError({ logger }: AppDeps): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = asProblem(error);
    if (problem.status >= 500)
      logger.error(
        { err: error, path: request.path, requestId: response.getHeader("x-request-id") },
        "request failed",
      );
    sendProblem(response, problem);
  };
}

/** Errors of Express and its body parser say their status; anything else is ours, and its text stays in the log. */
function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const status = (error as { status?: unknown } | undefined)?.status;
  if (status === 413)
    return new Problem(
      "body-too-large",
      `a body may have ${bodyLimit}, Alertmanager's and a prober's ${notificationLimit}`,
    );
  if (typeof status === "number" && status >= 400 && status < 500)
    return new Problem("bad-request", error instanceof Error ? error.message : "malformed");
  return new Problem("internal", "the log tells more, under this request id");
}
