import type { MarkedAlertBody } from "../../../http/schemas/incidents/quality.ts";
import { may, useMe } from "../../api/me.ts";
import { useResource } from "../../api/resource.ts";
import { Filters } from "../../parts/filters.tsx";
import { Pager } from "../../parts/pager.tsx";
import { Loaded } from "../../parts/status.tsx";
import { useLocation } from "../../url/location.ts";
import { AlertRow } from "./row.tsx";
import { Missed } from "./missed.tsx";
import { Quality } from "./quality.tsx";
import "../../style/alerts.css";

/** As `GET /api/v1/alerts` answers. */
interface AlertList {
  items: readonly MarkedAlertBody[];
  total: number;
  page: number;
  limit: number;
}

const perPage = 25;
const filters = ["service", "slo", "tier", "marked", "page"] as const;

/** What rang, what it was worth to those it rang for, and what would ring less. */
export function AlertsPage() {
  const { searchParams } = useLocation();
  return (
    <>
      <div class="slo-head">
        <h1>Alerts</h1>
        <span class="promise">
          was it worth being woken for? Precision and quieter settings follow from what you say
        </span>
      </div>
      <Filters choice="marked" words={markWords} also={["slo", "tier"]} />
      <Rung />
      <Quality service={searchParams.get("service") ?? ""} />
      <Missed slo={searchParams.get("slo") ?? ""} />
    </>
  );
}

const markWords = {
  "": "all",
  none: "not yet marked",
  useful: "useful",
  noise: "noise",
  duplicate: "duplicate",
};

function Rung() {
  const { searchParams } = useLocation();
  const me = useMe();
  const asked = new URLSearchParams({ limit: String(perPage) });
  for (const name of filters) {
    const value = searchParams.get(name);
    if (value !== null) asked.set(name, value);
  }
  const list = useResource<AlertList>(`/api/v1/alerts?${asked.toString()}`, { on: ["alert"] });
  const mayMark = may(me, "requester", "approver", "admin");
  return (
    <section>
      <h2>What rang lately</h2>
      {mayMark ? (
        <p class="quiet small">
          On a row: <kbd>u</kbd> useful, <kbd>n</kbd> noise, <kbd>d</kbd> duplicate, <kbd>Backspace</kbd>{" "}
          takes it back.
        </p>
      ) : (
        me !== undefined && (
          <p class="notice">
            {me.identity === undefined ? (
              <>
                Who says what an alert was worth must be known: <a href="/people">sign in</a>.
              </>
            ) : (
              <>{me.identity.subject} has no role that marks alerts.</>
            )}
          </p>
        )
      )}
      <Loaded of={list}>
        {({ items, ...paging }) =>
          items.length === 0 ? (
            <p class="quiet">
              None fits. nines knows of those that Alertmanager tells it of, by its webhook.
            </p>
          ) : (
            <>
              <div class="scroll">
                <table class="rung stacks">
                  <thead>
                    <tr>
                      <th>alert</th>
                      <th>rang</th>
                      <th class="number">for</th>
                      <th>incident</th>
                      <th>was it worth it?</th>
                    </tr>
                  </thead>
                  <tbody>
                    {items.map((alert) => (
                      <AlertRow key={alert.id} alert={alert} mayMark={mayMark} reload={list.reload} />
                    ))}
                  </tbody>
                </table>
              </div>
              <Pager of="alerts" {...paging} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}
