import type { RunBody } from "../../../http/schemas/journey.ts";
import { type Resource, useResource } from "../../api/resource.ts";
import { Pager } from "../../parts/pager.tsx";
import { Loaded } from "../../parts/status.tsx";
import { absolute, Time } from "../../parts/time.tsx";
import { go, useLocation, withParameters } from "../../url/location.ts";
import { Reason, ResultMark } from "./results.tsx";
import { Run } from "./run.tsx";
import { secondsText } from "./waterfall.ts";

/** As `GET /api/v1/journeys/{name}/runs` answers. */
interface RunList {
  items: readonly RunBody[];
  total: number;
  page: number;
  limit: number;
}

interface RunsProps {
  journey: string;
  location: string;
}

const pathOf = (journey: string): string => `/api/v1/journeys/${encodeURIComponent(journey)}/runs`;

/** A run that was chosen stays, although newer ones push it out of the list. */
const useChosen = (journey: string, id: string): Resource<RunBody> =>
  useResource<RunBody>(id === "" ? undefined : `${pathOf(journey)}/${encodeURIComponent(id)}`, { on: [] });

const shortList = 6;

/** One location beside others: its newest run, or the one that was chosen there, and the last few. */
export function LastRuns({ journey, location }: RunsProps) {
  const url = useLocation();
  const parameter = `run.${location}`;
  const chosen = url.searchParams.get(parameter) ?? "";
  const asked = new URLSearchParams({ location, limit: String(shortList) });
  const list = useResource<RunList>(`${pathOf(journey)}?${asked.toString()}`, { on: ["cycle"] });
  const own = useChosen(journey, chosen);
  return (
    <Loaded of={list}>
      {({ items, total }) => (
        <>
          <Shown chosen={chosen} own={own} newest={items[0]} />
          <RunTable runs={items} chosen={chosen === "" ? items[0]?.id : chosen} parameter={parameter} />
          {total > items.length && (
            <p>
              <a href={`${url.pathname}?${new URLSearchParams({ location }).toString()}`}>
                all {total} runs at {location} →
              </a>
            </p>
          )}
        </>
      )}
    </Loaded>
  );
}

function Shown({
  chosen,
  own,
  newest,
}: {
  chosen: string;
  own: Resource<RunBody>;
  newest: RunBody | undefined;
}) {
  if (chosen !== "") return <Loaded of={own}>{(run) => <Run run={run} />}</Loaded>;
  return newest === undefined ? <p class="quiet">No run is kept yet.</p> : <Run run={newest} />;
}

const results = ["", "failed", "degraded", "passed", "internal"] as const;
const perPage = 20;

/** One location with all its runs. */
export function AllRuns({ journey, location }: RunsProps) {
  const url = useLocation();
  const of = (parameter: string): string => url.searchParams.get(parameter) ?? "";
  const asked = new URLSearchParams({ location, limit: String(perPage) });
  for (const parameter of ["result", "page"]) if (of(parameter) !== "") asked.set(parameter, of(parameter));
  const list = useResource<RunList>(`${pathOf(journey)}?${asked.toString()}`, { on: ["cycle"] });
  const chosen = of("run");
  const own = useChosen(journey, chosen);
  return (
    <>
      <div class="chips" role="group" aria-label="Which runs">
        {results.map((result) => (
          <button
            key={result}
            type="button"
            aria-pressed={of("result") === result}
            onClick={() => go(withParameters(url, { result, page: "", run: "" }))}
          >
            {result === "" ? "all" : result}
          </button>
        ))}
      </div>
      <div class="columns runs">
        <div>
          <Shown chosen={chosen} own={own} newest={list.data?.items[0]} />
        </div>
        <div>
          <Loaded of={list}>
            {({ items, ...paging }) =>
              items.length === 0 ? (
                <p class="quiet">None of the runs that are kept ended so.</p>
              ) : (
                <>
                  <RunTable runs={items} chosen={chosen === "" ? items[0]?.id : chosen} parameter="run" />
                  <Pager of="runs" {...paging} />
                </>
              )
            }
          </Loaded>
        </div>
      </div>
    </>
  );
}

interface RunTableProps {
  runs: readonly RunBody[];
  chosen: string | undefined;
  /** Of the address, where the chosen run stands. */
  parameter: string;
}

function RunTable({ runs, chosen, parameter }: RunTableProps) {
  const url = useLocation();
  return (
    <table class="runs">
      <thead>
        <tr>
          <th>run</th>
          <th>at</th>
          <th class="number">took</th>
          <th>result</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id} data-row class={run.id === chosen ? "at" : ""}>
            <td>
              <a
                href={withParameters(url, { [parameter]: run.id })}
                aria-current={run.id === chosen ? "true" : undefined}
              >
                {run.id.slice(0, 8)}
              </a>
            </td>
            <td title={absolute(run.at)}>
              <Time at={run.at} />
            </td>
            <td class="number">{secondsText(run.duration)}</td>
            <td>
              <ResultMark result={run.result} /> <Reason of={run} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
