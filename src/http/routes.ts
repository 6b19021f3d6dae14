import type { AppDeps } from "./deps.ts";
import { flaggerRoutes } from "./handlers/dialects/flagger.ts";
import { gateStatus } from "./handlers/dialects/status.ts";
import { listBurnLines } from "./handlers/burn-lines.ts";
import { askGate } from "./handlers/gate.ts";
import { governanceRoutes } from "./handlers/governance/routes.ts";
import { demoPeople } from "./handlers/demo.ts";
import { showBurn } from "./handlers/burn.ts";
import { showHistory } from "./handlers/history.ts";
import { showOverview } from "./handlers/overview.ts";
import { alertRoutes } from "./handlers/incidents/alerts.ts";
import { attributionRoutes } from "./handlers/attribution/attribution.ts";
import { receiveAlerts } from "./handlers/incidents/alertmanager.ts";
import { streamEvents } from "./handlers/incidents/events.ts";
import { incidentRoutes } from "./handlers/incidents/incidents.ts";
import { showGraph } from "./handlers/graph.ts";
import { health, metrics, ready } from "./handlers/operations.ts";
import { journeyRoutes } from "./handlers/journeys/routes.ts";
import { forgeRoutes } from "./handlers/forges.ts";
import { noticeRoutes } from "./handlers/notices.ts";
import { showBadge } from "./handlers/pictures/badge.ts";
import { showImage } from "./handlers/pictures/image.ts";
import { peopleRoutes } from "./handlers/people.ts";
import { listServices, showService } from "./handlers/services.ts";
import { listGroups } from "./handlers/slo-groups.ts";
import { explainSlo, listSlos, showSlo } from "./handlers/slos.ts";
import { openApiRoute } from "./openapi.ts";
import type { Route } from "./route.ts";

/** What watches the server itself: served on `--metrics-listen` when that is given. */
export const operationRoutes: readonly Route[] = [health, ready, metrics];

/** The whole API; the hot path first, since Express tries routes in this order. */
export function apiRoutes(deps: Pick<AppDeps, "metricsApart" | "version">): Route[] {
  const routes = [
    askGate,
    gateStatus,
    ...flaggerRoutes,
    showOverview,
    listBurnLines,
    listSlos,
    showSlo,
    explainSlo,
    showHistory,
    showBurn,
    listGroups,
    showBadge,
    showImage,
    listServices,
    showService,
    showGraph,
    ...journeyRoutes,
    ...governanceRoutes,
    ...incidentRoutes,
    receiveAlerts,
    streamEvents,
    ...alertRoutes,
    ...attributionRoutes,
    ...peopleRoutes,
    demoPeople,
    ...noticeRoutes,
    ...forgeRoutes,
    ...(deps.metricsApart === true ? [health, ready] : operationRoutes),
  ];
  return [...routes, openApiRoute(routes, deps.version)];
}
