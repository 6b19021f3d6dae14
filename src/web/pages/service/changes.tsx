import { useEffect, useRef } from "preact/hooks";
import type { DeploymentBody } from "../../../http/schemas/governance/deployment.ts";
import type { DeploymentCostBody, IncidentCostBody } from "../../../http/schemas/incidents/attribution.ts";
import type { IncidentBody } from "../../../http/schemas/incidents/incident.ts";
import { formatSpan } from "../../../model/wording.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { useResource } from "../../api/resource.ts";
import { Loaded } from "../../parts/status.tsx";
import { Scroll } from "../../parts/scroll.tsx";
import { Time } from "../../parts/time.tsx";
import { useLocation } from "../../url/location.ts";

interface List<Item> {
  items: readonly Item[];
  total: number;
}

const shown = 8;
const everyMinute = { on: [], every: 60_000 };
const pathOf = (kind: string, service: string): string =>
  `/api/v1/${kind}?service=${encodeURIComponent(service)}&limit=${shown}`;

/** What went out, how it ended, and what burned since. */
export function Deployments({ service }: { service: string }) {
  const list = useResource<List<DeploymentBody>>(pathOf("deployments", service));
  const chosen = useLocation().searchParams.get("deployment");
  return (
    <section aria-labelledby="deployments">
      <h2 id="deployments">Deployments</h2>
      <Loaded of={list}>
        {({ items, total }) =>
          items.length === 0 ? (
            <p class="quiet">None is on record.</p>
          ) : (
            <>
              <Scroll label="Deployments">
                <table>
                  <thead>
                    <tr>
                      <th>what</th>
                      <th>where</th>
                      <th>outcome</th>
                      <th>started</th>
                      <th class="number">cost</th>
                    </tr>
                  </thead>
                  <tbody>
                    {items.map((item) => (
                      <DeploymentRow key={item.id} item={item} isChosen={item.id === chosen} />
                    ))}
                  </tbody>
                </table>
              </Scroll>
              <More total={total} path={`/api/v1/deployments?service=${encodeURIComponent(service)}`} />
            </>
          )
        }
      </Loaded>
      {chosen !== null && <Chosen id={chosen} list={list.data} />}
    </section>
  );
}

/** One that somebody came for and that is older than the list. */
function Chosen({ id, list }: { id: string; list: List<DeploymentBody> | undefined }) {
  const isListed = list?.items.some((item) => item.id === id) ?? true;
  const older = useResource<DeploymentBody>(
    isListed ? undefined : `/api/v1/deployments/${encodeURIComponent(id)}`,
  );
  if (isListed) return null;
  return (
    <Loaded of={older}>
      {(item) => (
        <Scroll label="The deployment">
          <table>
            <tbody>
              <DeploymentRow item={item} isChosen />
            </tbody>
          </table>
        </Scroll>
      )}
    </Loaded>
  );
}

function DeploymentRow({ item, isChosen }: { item: DeploymentBody; isChosen: boolean }) {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: "center" });
  }, [isChosen]);
  const { id, version, sha, environment, outcome = "under way", started, finished, link } = item;
  const name = version ?? sha ?? id;
  return (
    <tr ref={row} class={isChosen ? "chosen" : ""}>
      <td>{link !== undefined && /^https?:/.test(link) ? <a href={link}>{name}</a> : name}</td>
      <td>{environment}</td>
      <td>{outcome === "succeeded" ? outcome : <strong>{outcome}</strong>}</td>
      <td>
        <Time at={started} />{" "}
        {finished !== undefined && finished !== started && (
          <span class="quiet small">
            took {formatSpan((Date.parse(finished) - Date.parse(started)) / 1_000)}
          </span>
        )}
      </td>
      <td class="number">
        <Cost path={`/api/v1/deployments/${encodeURIComponent(id)}/cost`} />
      </td>
    </tr>
  );
}

/** What burned of the budget that it cost most; the sentence says all of it. */
function Cost({ path }: { path: string }) {
  const { data, error } = useResource<DeploymentCostBody | IncidentCostBody>(path, everyMinute);
  if (data === undefined) return <span class="quiet">{error === undefined ? "…" : "not known"}</span>;
  const [dearest] = data.slos;
  return (
    <span title={data.sentence}>
      {dearest === undefined ? "–" : formatPercent(dearest.during)}
      {data.lasting && <span class="quiet small"> so far</span>}
    </span>
  );
}

/** Trouble, the newest first, with what it cost. */
export function Incidents({ service }: { service: string }) {
  const list = useResource<List<IncidentBody>>(pathOf("incidents", service));
  return (
    <section aria-labelledby="incidents">
      <h2 id="incidents">Incidents</h2>
      <Loaded of={list}>
        {({ items, total }) =>
          items.length === 0 ? (
            <p class="quiet">None is on record.</p>
          ) : (
            <>
              <Scroll label="Incidents">
                <table>
                  <thead>
                    <tr>
                      <th>incident</th>
                      <th>where</th>
                      <th>state</th>
                      <th>began</th>
                      <th class="number">cost</th>
                    </tr>
                  </thead>
                  <tbody>
                    {items.map((item) => (
                      <IncidentRow key={item.id} item={item} />
                    ))}
                  </tbody>
                </table>
              </Scroll>
              <More total={total} path={`/incidents?service=${encodeURIComponent(service)}`} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function IncidentRow({ item: { id, title, environment, state, startedAt } }: { item: IncidentBody }) {
  return (
    <tr data-row>
      <td>
        <a href={`/incidents/${encodeURIComponent(id)}`}>{title}</a>
      </td>
      <td>{environment}</td>
      <td>{state === "open" ? <strong class="page-mark">open</strong> : state}</td>
      <td>
        <Time at={startedAt} />
      </td>
      <td class="number">
        <Cost path={`/api/v1/incidents/${encodeURIComponent(id)}/cost`} />
      </td>
    </tr>
  );
}

function More({ total, path }: { total: number; path: string }) {
  if (total <= shown) return null;
  return (
    <p class="small">
      <a href={path}>all {total}</a>
    </p>
  );
}
