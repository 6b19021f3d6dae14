import type { JourneyBody } from "../../../http/schemas/journey.ts";
import type { SloDetailBody } from "../../../http/schemas/slo.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { causeWords } from "../../../model/wording.ts";
import { useResource } from "../../api/resource.ts";
import { BudgetBar } from "../../parts/budget-bar.tsx";
import { StateShape } from "../../parts/state.tsx";
import { Loaded } from "../../parts/status.tsx";
import { Time } from "../../parts/time.tsx";
import { ResultMark, Strip } from "./results.tsx";
import "../../style/journeys.css";

/** As `GET /api/v1/journeys` answers. */
export interface JourneyList {
  items: readonly JourneyBody[];
  elsewhere: readonly { name: string; slos: readonly string[] }[];
}

/** Journeys, how their last runs went, and the budgets that they feed. */
export function JourneysPage() {
  const list = useResource<JourneyList>("/api/v1/journeys", { on: ["cycle"] });
  return (
    <>
      <div class="slo-head">
        <h1>Journeys</h1>
        <span class="promise">what a user does, walked again and again, beside the budget it feeds</span>
      </div>
      <Loaded of={list}>
        {({ items, elsewhere }) => (
          <>
            {items.length === 0 && (
              <p class="quiet">
                No journey runs in this process: none is defined, or another replica leads and runs them.
              </p>
            )}
            {items.length > 0 && <Rows items={items} />}
            {elsewhere.length > 0 && <Elsewhere journeys={elsewhere} />}
          </>
        )}
      </Loaded>
    </>
  );
}

function Rows({ items }: { items: readonly JourneyBody[] }) {
  return (
    <div class="scroll">
      <table class="journeys">
        <thead>
          <tr>
            <th>journey</th>
            <th>last run</th>
            <th>last runs, the newest on the right</th>
            <th>feeds</th>
          </tr>
        </thead>
        <tbody>
          {items.map((journey) => (
            <tr key={journey.name} data-row>
              <td>
                <a href={`/journeys/${journey.name}`}>{journey.name}</a>
                <div class="quiet small">{journey.description}</div>
              </td>
              <td>
                {journey.last === undefined ? (
                  <span class="quiet">none yet</span>
                ) : (
                  <>
                    <ResultMark result={journey.last.result} /> {journey.last.reason}{" "}
                    <span class="quiet small">
                      <Time at={journey.last.at} />
                    </span>
                  </>
                )}
              </td>
              <td>
                <Strip runs={journey.recent} />
              </td>
              <td>
                <Fed slos={journey.slos} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The budgets that a journey feeds. */
export function Fed({ slos }: { slos: readonly string[] }) {
  if (slos.length === 0) return <span class="quiet">no SLO yet</span>;
  return (
    <>
      {slos.map((id) => (
        <FedSlo key={id} id={id} />
      ))}
    </>
  );
}

function FedSlo({ id }: { id: string }) {
  const slo = useResource<SloDetailBody>(`/api/v1/slos/${encodeURIComponent(id)}`, { on: ["cycle"] }).data;
  const consumed = slo?.budget?.consumed;
  return (
    <div class="fed">
      {slo !== undefined && <StateShape state={slo.state} />} <a href={`/slos/${id}`}>{id.split(".")[1]}</a>
      {slo === undefined || consumed === undefined ? (
        <span class="quiet">{slo?.cause !== undefined && causeWords[slo.cause]}</span>
      ) : (
        <span class="with-bar">
          <BudgetBar state={slo.state} consumed={consumed} />
          <span class="number">{formatPercent(consumed)}</span>
        </span>
      )}
    </div>
  );
}

function Elsewhere({ journeys }: { journeys: JourneyList["elsewhere"] }) {
  return (
    <section>
      <h2>Not run in this process</h2>
      <p class="quiet">
        SLOs are fed by these journeys as well. Another replica or a prober (<code>nines probe</code>) runs
        them: their runs are kept there and cannot be looked at here, while their counters reach the SLO
        through Prometheus.
      </p>
      <ul>
        {journeys.map(({ name, slos }) => (
          <li key={name}>
            <strong>{name}</strong> <Fed slos={slos} />
          </li>
        ))}
      </ul>
    </section>
  );
}
