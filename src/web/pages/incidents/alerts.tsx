import type { IncidentDetailBody } from "../../../http/schemas/incidents/incident.ts";
import type { SloDetailBody } from "../../../http/schemas/slo.ts";
import { groupText } from "../../../model/wording.ts";
import { useResource } from "../../api/resource.ts";
import { Time } from "../../parts/time.tsx";

/** What rang, the newest first, each with the SLO it is about. */
export function IncidentAlerts({ body: { alerts, service } }: { body: IncidentDetailBody }) {
  return (
    <section class="card" aria-label="Alerts">
      <h2 class="first">Alerts</h2>
      {alerts.length === 0 && <p class="quiet">No alert told of it.</p>}
      <ul class="rang">
        {alerts.toReversed().map((alert) => (
          <li key={alert.id}>
            {alert.endsAt === undefined ? (
              <span class="page-mark">▲ firing</span>
            ) : (
              <span class="quiet">△ resolved</span>
            )}{" "}
            {[alert.severity, alert.tier].filter(Boolean).join(", ")}{" "}
            {alert.slo === undefined ? alert.alertname : <a href={`/slos/${alert.slo}`}>{alert.slo}</a>}{" "}
            {groupText(alert.group)} <Runbook slo={alert.slo} />{" "}
            <span class="quiet">
              <Time at={alert.startsAt} />
            </span>
          </li>
        ))}
      </ul>
      <p class="small">
        <a href={`/alerts?service=${encodeURIComponent(service)}`}>Were they worth it?</a>
      </p>
    </section>
  );
}

/** What to do is one click away from what rings. */
function Runbook({ slo }: { slo: string | undefined }) {
  const path = slo === undefined ? undefined : `/api/v1/slos/${encodeURIComponent(slo)}`;
  const runbook = useResource<SloDetailBody>(path, { on: [] }).data?.links.runbook;
  return runbook === undefined ? null : <a href={runbook}>runbook</a>;
}
