import type { JourneyBody, LaneBody } from "../../../http/schemas/journey.ts";
import { formatSpan } from "../../../model/wording.ts";
import { useResource } from "../../api/resource.ts";
import { Loaded } from "../../parts/status.tsx";
import { useLocation } from "../../url/location.ts";
import { LaneChart } from "./lane-chart.tsx";
import { LaneSource, LaneState, Unseen } from "./lane.tsx";
import { whereItFails } from "./lanes.ts";
import { Fed, type JourneyList } from "./list.tsx";
import { AllRuns, LastRuns } from "./runs.tsx";
import "../../style/journeys.css";

/** One journey at all its locations: what failed where, every step of it, with the reason where one failed. */
export function JourneyPage({ name }: { name: string }) {
  const list = useResource<JourneyList>("/api/v1/journeys", { on: ["cycle"] });
  return (
    <Loaded of={list}>
      {({ items, location }) => {
        const journey = items.find((each) => each.name === name);
        return (
          <>
            <div class="slo-head">
              <h1>{name}</h1>
              <span class="promise">{journey?.description}</span>
            </div>
            {journey === undefined ? (
              <p class="notice">
                No journey of this name is defined here. <a href="/journeys">All journeys</a>
              </p>
            ) : (
              <Journey journey={journey} own={location} />
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function Journey({ journey, own }: { journey: JourneyBody; own: string }) {
  const where = whereItFails(journey.locations);
  return (
    <>
      <p class={`where${where?.isBad === true ? " is-bad" : ""}`} role="status">
        {where === undefined ? "Nothing is known of its runs yet." : `It ${where.words}.`}
      </p>
      <div class="columns">
        <section class="card" aria-label="How it goes at each location">
          <LaneChart journey={journey} />
          <p class="small">
            every {formatSpan(journey.everySeconds)}, given up after {formatSpan(journey.timeoutSeconds)}
          </p>
        </section>
        <section class="card" aria-label="What it feeds">
          <Fed slos={journey.slos} />
        </section>
      </div>
      <Places journey={journey} />
      <Unseen lanes={journey.locations} own={own} />
    </>
  );
}

/** Side by side; one alone, with all its runs, where there is but one or one was chosen. */
function Places({ journey }: { journey: JourneyBody }) {
  const chosen = useLocation().searchParams.get("location") ?? "";
  const shown = journey.locations.filter(({ knownBy }) => knownBy === "here" || knownBy === "report");
  const [only] = shown.length === 1 ? shown : shown.filter(({ location }) => location === chosen);
  if (only !== undefined)
    return (
      <section>
        <h2>{only.location}</h2>
        {shown.length > 1 && (
          <p>
            <a href={`/journeys/${journey.name}`}>← all locations side by side</a>
          </p>
        )}
        <LaneSource lane={only} everySeconds={journey.everySeconds} />
        <AllRuns journey={journey.name} location={only.location} />
      </section>
    );
  return (
    <div class="side-by-side">
      {shown.map((lane) => (
        <Place key={lane.location} journey={journey} lane={lane} />
      ))}
    </div>
  );
}

function Place({ journey, lane }: { journey: JourneyBody; lane: LaneBody }) {
  return (
    <section aria-label={`At ${lane.location}`}>
      <div class="with-tools">
        <h2>{lane.location}</h2>
        <LaneState lane={lane} />
      </div>
      <LaneSource lane={lane} everySeconds={journey.everySeconds} />
      <LastRuns journey={journey.name} location={lane.location} />
    </section>
  );
}
