import type { JourneyBody } from "../../../http/schemas/journey.ts";
import type { SloDetailBody } from "../../../http/schemas/slo.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { causeWords } from "../../../model/wording.ts";
import { useResource } from "../../api/resource.ts";
import { BudgetBar } from "../../parts/budget-bar.tsx";
import { StateShape } from "../../parts/state.tsx";
import { Loaded } from "../../parts/status.tsx";
import { LaneState } from "./lane.tsx";
import { Strip } from "./results.tsx";
import "../../style/journeys.css";

/** As `GET /api/v1/journeys` answers. */
export interface JourneyList {
  items: readonly JourneyBody[];
  /** Where this process runs journeys itself, when it leads. */
  location: string;
  /** Sources that did not say where journeys are counted from. */
  silent: readonly string[];
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
        {({ items, silent }) => (
          <>
            {silent.length > 0 && (
              <p class="notice bad">
                <strong>Not all is known:</strong> {silent.join(", ")} did not say where journeys are counted
                from.
              </p>
            )}
            {items.length === 0 ? (
              <p class="quiet">
                No journey is defined: <code>kind: Journey</code> beside the services describes one.
              </p>
            ) : (
              <Rows items={items} />
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

function Rows({ items }: { items: readonly JourneyBody[] }) {
  return (
    <div class="scroll">
      <table class="journeys stacks">
        <thead>
          <tr>
            <th>journey</th>
            <th>at each location: its last run, and those before it</th>
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
              <td data-label="at each location">
                <Places lanes={journey.locations} />
              </td>
              <td data-label="feeds">
                <Fed slos={journey.slos} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Places({ lanes }: { lanes: JourneyBody["locations"] }) {
  if (lanes.length === 0)
    return (
      <span class="quiet">
        nobody runs it: nines serve leaves out what needs a browser, a prober takes it
      </span>
    );
  return (
    <ul class="plain-list">
      {lanes.map((lane) => (
        <li class="place" key={lane.location}>
          <span class="lane-name">{lane.location}</span>
          <LaneState lane={lane} />
          {lane.recent.length > 0 && <Strip runs={lane.recent} />}
        </li>
      ))}
    </ul>
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
