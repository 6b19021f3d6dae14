import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import { catalogue, type ServiceFacts, type ServiceName } from "./catalogue.ts";
import {
  applyFaults,
  createErrorSpread,
  noFaults,
  readFaultRequest,
  strikes,
  type Faults,
} from "./faults.ts";
import type { Registry } from "prom-client";
import { createMetrics, type ShopMetrics } from "./metrics.ts";
import { work } from "./pace.ts";

export interface ShopService {
  name: ServiceName;
  url: string;
  port: number;
  close(): Promise<void>;
}

/** What a service does for a living: one route on an app that measures and breaks by itself. */
export interface Trade {
  name: ServiceName;
  method: "get" | "post";
  path: string;
  serve: RequestHandler;
  /** Metrics of its own, in the registry of each start. */
  expose?(registry: Registry): void;
  close?(): Promise<void>;
}

export interface Place {
  host: string;
  /** 0 takes a free one. */
  port: number;
}

interface Running {
  metrics: ShopMetrics;
  server: Server;
}

/** Starts a service that answers requests, exports its metrics and takes orders on `/faults`. */
export async function startService(trade: Trade, { host, port }: Place): Promise<ShopService> {
  const facts = catalogue[trade.name];
  let faults = noFaults;
  const open = async (at: number): Promise<Running> => {
    const metrics = createMetrics(facts);
    metrics.show(faults);
    trade.expose?.(metrics.registry);
    const app = createApp(trade, facts, metrics, () => faults, change);
    const server = app.listen(at, host);
    await once(server, "listening");
    return { metrics, server };
  };
  const change = (next: Faults, restart: boolean): void => {
    faults = next;
    running.metrics.show(faults);
    if (restart) restarting = restarting.then(reopen);
  };
  let running = await open(port);
  const address = running.server.address() as AddressInfo;
  // A restart drops every connection and counts from zero again, as a new process would.
  const reopen = async (): Promise<void> => {
    await shut(running.server);
    running = await open(address.port);
  };
  let restarting: Promise<void> = Promise.resolve();
  return {
    name: trade.name,
    port: address.port,
    url: `http://${host}:${address.port}`,
    close: async () => {
      await restarting;
      await shut(running.server);
      await trade.close?.();
    },
  };
}

async function shut(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

function createApp(
  trade: Trade,
  facts: ServiceFacts,
  metrics: ShopMetrics,
  faults: () => Faults,
  change: (next: Faults, restart: boolean) => void,
): Express {
  const app = express();
  app.disable("x-powered-by");
  app.get("/healthz", (_request, response) => void response.send("ok\n"));
  app.get("/metrics", async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  app.get("/faults", (_request, response) => void response.json(faults()));
  app.post("/faults", express.json(), (request, response) => {
    const read = readFaultRequest(request.body, facts.regions);
    if (!read.ok) return void response.status(400).json({ title: "not a fault", detail: read.problem });
    const next = applyFaults(faults(), read.value);
    // The answer leaves first: a restart drops the connection it would leave by.
    response.once("close", () => change(next, read.value.restart === true));
    response.json(next);
  });
  // Measured on the route itself: what no route answers is nobody's request and is not counted.
  app[trade.method](trade.path, known(facts), measure(metrics), suffer(faults), express.json(), trade.serve);
  app.use(complain);
  return app;
}

/** An unknown region is refused before it is counted: a series nobody declared would never end. */
const known =
  ({ regions }: ServiceFacts): RequestHandler =>
  (request, response, next) => {
    const region = request.params.region;
    if (typeof region === "string" && !regions.includes(region)) response.sendStatus(404);
    else next();
  };

const regionOf = (params: Readonly<Record<string, string | string[] | undefined>>): string | undefined =>
  typeof params.region === "string" ? params.region : undefined;

const measure =
  (metrics: ShopMetrics): RequestHandler =>
  (request, response, next) => {
    const began = performance.now();
    const region = regionOf(request.params);
    metrics.entered();
    response.once("finish", () =>
      metrics.answered(response.statusCode, region, (performance.now() - began) / 1_000),
    );
    response.once("close", () => metrics.left());
    next();
  };

function suffer(faults: () => Faults): RequestHandler {
  const fails = createErrorSpread();
  return async (request, response, next) => {
    const now = faults();
    if (!strikes(now, regionOf(request.params))) {
      next();
      return;
    }
    if (now.outage) return void response.status(503).json({ title: "out of service" });
    if (now.latencyMs > 0) await work(now.latencyMs);
    if (fails(now.errorRatio)) return void response.status(500).json({ title: "something broke" });
    next();
  };
}

/** Malformed JSON and whatever a route throws: said in one line, never with a stack. */
const complain: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const status = error instanceof Error && "status" in error && error.status === 400 ? 400 : 500;
  response.status(status).json({ title: error instanceof Error ? error.message : "unexpected failure" });
};
