import type { JourneyBody, RunBody } from "../../../http/schemas/journey.ts";
import { formatSpan } from "../../../model/wording.ts";
import { useResource } from "../../api/resource.ts";
import { Pager } from "../../parts/pager.tsx";
import { Loaded } from "../../parts/status.tsx";
import { absolute, Time } from "../../parts/time.tsx";
import { go, useLocation, withParameters } from "../../url/location.ts";
import { Fed, type JourneyList } from "./list.tsx";
import { ResultMark, Strip } from "./results.tsx";
import { Run } from "./run.tsx";
import { secondsText } from "./waterfall.ts";
import "../../style/journeys.css";

/** As `GET /api/v1/journeys/{name}/runs` answers. */
interface RunList {
  items: readonly RunBody[];
  total: number;
  page: number;
  limit: number;
}

const perPage = 20;

/** One journey: its runs, and of the one that is chosen every step, with the reason where one failed. */
export function JourneyPage({ name }: { name: string }) {
  const list = useResource<JourneyList>("/api/v1/journeys", { on: ["cycle"] });
  return (
    <Loaded of={list}>
      {({ items, elsewhere }) => {
        const journey = items.find((each) => each.name === name);
        const other = elsewhere.find((each) => each.name === name);
        return (
          <>
            <div class="slo-head">
              <h1>{name}</h1>
              <span class="promise">{journey?.description}</span>
            </div>
            {journey === undefined ? <NotHere slos={other?.slos} /> : <Here journey={journey} />}
          </>
        );
      }}
    </Loaded>
  );
}

function NotHere({ slos }: { slos: readonly string[] | undefined }) {
  return (
    <>
      <p class="notice">
        This journey does not run in this process, so that none of its runs can be shown: another replica or a
        prober runs it, or nobody does. <a href="/journeys">All journeys</a>
      </p>
      {slos !== undefined && <Fed slos={slos} />}
    </>
  );
}

function Here({ journey }: { journey: JourneyBody }) {
  return (
    <>
      <div class="columns">
        <section class="card" aria-label="How it runs">
          <Strip runs={journey.recent} />
          <p>
            every {formatSpan(journey.everySeconds)} at <strong>{journey.location}</strong>, given up after{" "}
            {formatSpan(journey.timeoutSeconds)} · {journey.kept} runs kept
            {journey.lastSuccess !== undefined && (
              <>
                {" "}
                · got through <Time at={journey.lastSuccess} />
              </>
            )}
          </p>
          <p class="quiet small">
            Runs at other locations are made and kept by the probers there (<code>nines probe</code>); this
            page shows those of {journey.location} alone, and the SLOs count them all.
          </p>
        </section>
        <section class="card" aria-label="What it feeds">
          <Fed slos={journey.slos} />
        </section>
      </div>
      <Runs journey={journey} />
    </>
  );
}

const results = ["", "failed", "degraded", "passed", "internal"] as const;

function Runs({ journey: { name } }: { journey: JourneyBody }) {
  const url = useLocation();
  const of = (parameter: string): string => url.searchParams.get(parameter) ?? "";
  const asked = new URLSearchParams({ limit: String(perPage) });
  for (const parameter of ["result", "page"]) if (of(parameter) !== "") asked.set(parameter, of(parameter));
  const path = `/api/v1/journeys/${encodeURIComponent(name)}/runs`;
  const list = useResource<RunList>(`${path}?${asked.toString()}`, { on: ["cycle"] });
  const chosen = of("run");
  // A run that was chosen stays, although newer ones push it to another page.
  const own = useResource<RunBody>(chosen === "" ? undefined : `${path}/${encodeURIComponent(chosen)}`, {
    on: [],
  });
  const newest = list.data?.items[0];
  return (
    <>
      <h2>Runs</h2>
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
          {chosen === "" ? (
            newest !== undefined && <Run run={newest} />
          ) : (
            <Loaded of={own}>{(run) => <Run run={run} />}</Loaded>
          )}
        </div>
        <div>
          <Loaded of={list}>
            {({ items, ...paging }) =>
              items.length === 0 ? (
                <p class="quiet">None of the runs that are kept ended so.</p>
              ) : (
                <>
                  <RunTable runs={items} chosen={chosen === "" ? items[0]?.id : chosen} />
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

function RunTable({ runs, chosen }: { runs: readonly RunBody[]; chosen: string | undefined }) {
  const url = useLocation();
  return (
    <table>
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
                href={withParameters(url, { run: run.id })}
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
              <ResultMark result={run.result} /> <span class="quiet">{run.reason}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
