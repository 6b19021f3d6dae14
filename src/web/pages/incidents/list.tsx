import { useEffect, useState } from "preact/hooks";
import type { IncidentCostBody } from "../../../http/schemas/incidents/attribution.ts";
import type { IncidentBody } from "../../../http/schemas/incidents/incident.ts";
import { type IncidentState, incidentStates } from "../../../model/governance/states.ts";
import { read } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { Filters } from "../../parts/filters.tsx";
import { Pager } from "../../parts/pager.tsx";
import { Loaded } from "../../parts/status.tsx";
import { Time } from "../../parts/time.tsx";
import { useLocation } from "../../url/location.ts";
import { OpenMark } from "./open-mark.tsx";
import { burnedText, durationText } from "./words.ts";
import "../../style/incidents.css";

/** As `GET /api/v1/incidents` answers. */
interface IncidentList {
  items: readonly IncidentBody[];
  total: number;
  page: number;
  limit: number;
}

const perPage = 20;

/** What is wrong now stands above what was: each is a list of its own, so that no page hides an open one. */
export function IncidentsPage() {
  const url = useLocation();
  const of = (name: string): string => url.searchParams.get(name) ?? "";
  const shown = incidentStates.filter((state) => of("state") === "" || of("state") === state);
  return (
    <>
      <div class="slo-head">
        <h1>Incidents</h1>
        <span class="promise">one timeline for everybody who works on it, and what it costs</span>
        <a class="as-button" href="/incidents/new">
          Open an incident
        </a>
      </div>
      <Filters choice="state" words={{ "": "all", open: "open", closed: "closed" }} />
      {shown.map((state) => (
        <Incidents key={state} state={state} service={of("service")} page={of("page")} />
      ))}
    </>
  );
}

function Incidents({ state, service, page }: { state: IncidentState; service: string; page: string }) {
  const isOpen = state === "open";
  const asked = new URLSearchParams({ state, limit: isOpen ? "200" : String(perPage) });
  if (service !== "") asked.set("service", service);
  if (!isOpen && page !== "") asked.set("page", page);
  const list = useResource<IncidentList>(`/api/v1/incidents?${asked.toString()}`, {
    on: ["incident", "alert"],
  });
  return (
    <section aria-live={isOpen ? "polite" : "off"}>
      <h2>{isOpen ? "Open" : "Closed"}</h2>
      <Loaded of={list}>
        {({ items, ...paging }) =>
          items.length === 0 ? (
            <p class="quiet">{isOpen ? "Nothing is wrong that anybody has told of." : "None fits."}</p>
          ) : (
            <>
              <Rows items={items} />
              {!isOpen && <Pager of="closed incidents" {...paging} />}
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function Rows({ items }: { items: readonly IncidentBody[] }) {
  const costs = useCosts(items);
  return (
    <div class="scroll">
      <table class="stacks">
        <thead>
          <tr>
            <th>incident</th>
            <th>where</th>
            <th>began</th>
            <th class="number">lasted</th>
            <th>burned meanwhile, of the budget</th>
          </tr>
        </thead>
        <tbody>
          {items.map((incident) => (
            <tr key={incident.id} data-row>
              <td>
                <OpenMark state={incident.state} /> <a href={`/incidents/${incident.id}`}>{incident.title}</a>
                <Busy incident={incident} />
              </td>
              <td>
                {incident.service} <span class="quiet">{incident.environment}</span>
              </td>
              <td data-label="began">
                <Time at={incident.startedAt} />
              </td>
              <td class="number" data-label="lasted">
                {durationText(incident, Date.now())}
              </td>
              <td data-label="burned meanwhile">{costs.get(incident.id) ?? <span class="quiet">…</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Busy({ incident: { firing, underWay } }: { incident: IncidentBody }) {
  const words = [
    ...(firing > 0 ? [`${firing} firing`] : []),
    ...(underWay > 0 ? [`${underWay} ${underWay === 1 ? "action" : "actions"} under way`] : []),
  ];
  return words.length === 0 ? null : <span class="quiet small"> · {words.join(", ")}</span>;
}

/** What each has cost, asked one after the other: every answer reads a ledger, and the open ones stand first. */
function useCosts(items: readonly IncidentBody[]): ReadonlyMap<string, string> {
  const [costs, setCosts] = useState<ReadonlyMap<string, string>>(new Map());
  const key = items.map(({ id, endedAt = "" }) => `${id} ${endedAt}`).join();
  useEffect(() => {
    const gone = new AbortController();
    void readCosts(
      items.map(({ id }) => id),
      gone.signal,
      (id, text) => setCosts((known) => new Map(known).set(id, text)),
    );
    return () => gone.abort();
  }, [key]);
  return costs;
}

async function readCosts(
  ids: readonly string[],
  signal: AbortSignal,
  tell: (id: string, text: string) => void,
): Promise<void> {
  const isOver = (): boolean => signal.aborted;
  for (const id of ids) {
    const cost = await read<IncidentCostBody>(`/api/v1/incidents/${id}/cost`, signal).catch(() => undefined);
    if (isOver()) return;
    tell(id, cost === undefined ? "not known: no answer" : burnedText(cost.slos));
  }
}
