import { everybody, reading } from "../access.ts";
import { expositionOf } from "../metrics/exposition.ts";
import { maskLines } from "../metrics/mask.ts";
import { qualityLines } from "../metrics/quality.ts";
import { leaderView, readiness } from "../readiness.ts";
import type { Route } from "../route.ts";
import { healthSchema, readinessSchema } from "../schemas/operations.ts";

export const health: Route = {
  path: "/healthz",
  id: "health",
  tag: "Operations",
  summary: "Is the process alive?",
  description: "Says nothing about the data: that is `/readyz`.",
  access: everybody,
  answers: { 200: { description: "It is", schema: healthSchema } },
  problems: [],
  handle: ({ deps }) => ({ json: { status: "ok", version: deps.version } }),
};

export const ready: Route = {
  path: "/readyz",
  id: "ready",
  tag: "Operations",
  summary: "Can answers be trusted now?",
  description:
    "Not before the first cycle, when no Prometheus source answers, when the last cycle is older than three " +
    "cycles, and while shutting down. The gate goes on answering, as the policy says for what is unknown.",
  access: everybody,
  answers: {
    200: { description: "Ready", schema: readinessSchema },
    503: { description: "Not ready; `problems` says why", schema: readinessSchema },
  },
  problems: [],
  handle: ({ deps, now }) => {
    const body = readiness(deps.snapshots.current(), now, deps.draining?.() ?? false, deps.alertmanagers?.());
    const leader = leaderView(deps.leadership);
    return { status: body.ready ? 200 : 503, json: { ...body, ...(leader !== undefined && { leader }) } };
  },
};

/** Prometheus' text format. What the snapshot says is written once a cycle, whoever scrapes. */
export const metrics: Route = {
  path: "/metrics",
  id: "metrics",
  tag: "Operations",
  summary: "nines' own metrics and one row for each SLO, for Prometheus",
  description: "The names are in `docs/metrics.md`.",
  access: reading,
  answers: { 200: { description: "Prometheus' text format", type: "text/plain" } },
  problems: [],
  handle: async ({ deps, now }) => {
    const { registry } = deps.metrics;
    const snapshot = deps.snapshots.current();
    const counted = (await deps.journeys?.metrics()) ?? [];
    const own = [Buffer.from(await registry.metrics()), ...counted];
    if (snapshot === undefined) return { type: registry.contentType, chunks: own };
    const governance = deps.governance();
    const governed = Buffer.from(maskLines(governance, snapshot, now) + qualityLines(governance));
    const chunks = [...own, governed, ...(await expositionOf(snapshot, governance, now))];
    return { type: registry.contentType, chunks };
  },
};
