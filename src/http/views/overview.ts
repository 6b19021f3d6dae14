import { formatDuration } from "../../model/durations.ts";
import type { JudgedSlo } from "../../policy/judged.ts";
import type { Snapshot } from "../../runtime/snapshot.ts";
import { worstFirst } from "../order.ts";
import type { OverviewBody, OverviewServiceBody, OverviewSloBody } from "../schemas/overview.ts";
import { iso, present } from "./common.ts";
import { type Moment, sloView } from "./slo.ts";

const shownPerService = 20;

/** A service in an environment, and those of its SLOs that match, worst first. */
export interface ServiceRow {
  service: string;
  environment: string;
  slos: readonly JudgedSlo[];
}

/** Gathers SLOs that come worst first: services then come in the order of their worst SLO. */
export function rowsOf(slos: readonly JudgedSlo[]): readonly ServiceRow[] {
  const rows = Map.groupBy(slos, ({ slo }) => `${slo.service}\n${slo.environment}`);
  return [...rows.values()].map((of) => ({
    service: of[0]?.slo.service ?? "",
    environment: of[0]?.slo.environment ?? "",
    slos: of,
  }));
}

function compact(judged: JudgedSlo, moment: Moment): OverviewSloBody {
  const slo = sloView(judged, moment);
  const paging = slo.firing.find(({ severity }) => severity === "page");
  const adjusted = slo.adjusted?.consumed;
  return present({
    id: slo.id,
    name: slo.name,
    objective: slo.objective.text,
    window: formatDuration(judged.slo.window.length),
    state: slo.state,
    cause: slo.cause,
    detail: slo.state === "unknown" ? slo.detail : undefined,
    partial: slo.partial,
    group: slo.group,
    consumed: slo.budget?.consumed,
    adjusted: adjusted === slo.budget?.consumed ? undefined : adjusted,
    burn: slo.burn.find(({ window }) => window === "1h")?.rate,
    paging: paging && present({ tier: paging.tier ?? "page", since: paging.since }),
    exhaustion: slo.exhaustion,
    dataAgeSeconds: slo.dataAgeSeconds,
  });
}

export function rowView({ service, environment, slos }: ServiceRow, moment: Moment): OverviewServiceBody {
  const definition = moment.snapshot.services.get(service);
  const [worst] = slos.toSorted(worstFirst);
  return present({
    service,
    environment,
    owner: definition?.owner,
    criticality: definition?.criticality,
    state: worst?.standing.state ?? "unknown",
    slos: slos.slice(0, shownPerService).map((judged) => compact(judged, moment)),
    more: Math.max(0, slos.length - shownPerService),
  });
}

/** One broken file hides nothing, and says so. */
export function brokenFiles({ spec }: Snapshot): OverviewBody["broken"] {
  if (!spec.broken) return undefined;
  const errors = spec.diagnostics.filter(({ severity }) => severity === "error");
  const [first] = errors;
  const said = first === undefined ? "" : `${first.path}:${first.line}:${first.column}: ${first.message}`;
  return { errors: Math.max(1, errors.length), first: said, since: iso(spec.loadedAt) };
}

export const silentSources = ({ sources }: Snapshot): OverviewBody["silent"] =>
  sources
    .filter(({ reachable }) => !reachable)
    .map(({ name, since, error }) => ({
      source: name,
      since: iso(since),
      message: error?.message ?? "it does not answer",
    }));
