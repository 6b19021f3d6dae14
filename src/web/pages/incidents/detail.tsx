import type { IncidentCostBody } from "../../../http/schemas/incidents/attribution.ts";
import type { IncidentDetailBody } from "../../../http/schemas/incidents/incident.ts";
import { useResource } from "../../api/resource.ts";
import { useNow } from "../../parts/now.ts";
import { Loaded } from "../../parts/status.tsx";
import { absolute, Time } from "../../parts/time.tsx";
import { IncidentAlerts } from "./alerts.tsx";
import { Costs } from "./costs.tsx";
import { RegionLanes } from "./region-lanes.tsx";
import { OpenMark } from "./open-mark.tsx";
import { Timeline } from "./timeline.tsx";
import { Work } from "./work.tsx";
import { durationText } from "./words.ts";
import "../../style/incidents.css";

const heard = ["incident", "alert", "deployment"];

/** One incident: what is wrong, what it costs, who does what about it, and everything that happened on one timeline. */
export function IncidentPage({ id }: { id: string }) {
  const path = `/api/v1/incidents/${encodeURIComponent(id)}`;
  const incident = useResource<IncidentDetailBody>(path, { on: heard });
  const cost = useResource<IncidentCostBody>(`${path}/cost`, { on: ["cycle", "incident", "deployment"] });
  const now = useNow();
  return (
    <Loaded of={incident}>
      {(body) => (
        <>
          <Head body={body} now={now} />
          <RegionLanes body={body} now={now} />
          <div class="columns">
            <div>
              <Timeline body={body} cost={cost.data} />
            </div>
            <div>
              <Costs of={cost} />
              <IncidentAlerts body={body} />
              <Work body={body} of={incident} />
            </div>
          </div>
        </>
      )}
    </Loaded>
  );
}

function Head({ body, now }: { body: IncidentDetailBody; now: number }) {
  const { title, service, environment, state, startedAt, endedAt, spells } = body;
  return (
    <>
      <div class="slo-head">
        <h1>{title}</h1>
        <span class="promise">
          <a href={`/services/${service}`}>{service}</a> in {environment}
        </span>
        <OpenMark state={state} />
      </div>
      <p>
        {state === "open" ? "since " : "from "}
        {absolute(startedAt)}
        {endedAt !== undefined && ` to ${absolute(endedAt)}`} · <strong>{durationText(body, now)}</strong>
        {spells.length > 1 && `, opened ${spells.length} times`}
        {body.underWay > 0 && ` · ${body.underWay} under way`}
        {state === "open" && (
          <span class="quiet">
            {" "}
            ·{" "}
            {body.byAlert
              ? "closes when its pages have resolved and nobody does anything any more"
              : "a person closes it"}
          </span>
        )}
        <span class="quiet">
          {" "}
          · told <Time at={body.openedAt} /> by {body.openedBy} · {body.id}
        </span>
      </p>
    </>
  );
}
