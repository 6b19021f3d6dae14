import type { JourneyBody } from "../../../http/schemas/journey.ts";
import { formatSpan } from "../../../model/wording.ts";
import { useNow } from "../../parts/now.ts";
import { clockTime } from "../../parts/time.tsx";
import { isGood, type LaneRow, lanesOf } from "./lanes.ts";
import { secondsText } from "./waterfall.ts";

const [width, height] = [600, 24];

/** The last runs of all locations above each other: what fails from one place alone is seen at once. */
export function LaneChart({ journey }: { journey: JourneyBody }) {
  const kept = journey.locations.filter(({ recent }) => recent.length > 0);
  const { rows, from, to } = lanesOf(kept, journey, useNow());
  if (rows.length === 0) return <p class="quiet">No run is kept yet.</p>;
  return (
    <figure class="lane-chart">
      {rows.map((row) => (
        <div class="lane-row" key={row.location}>
          <span class="lane-name">{row.location}</span>
          <Row row={row} />
        </div>
      ))}
      <div class="lane-row quiet small" aria-hidden="true">
        <span />
        <span class="lane-axis">
          <span>{clockTime(new Date(from).toISOString())}</span>
          <span>{clockTime(new Date(to).toISOString())}</span>
        </span>
      </div>
      <figcaption class="quiet small">
        The last {formatSpan((to - from) / 1_000)} at each location, on one axis. A run that got through is as
        high as it took long; one that did not fills its row.
      </figcaption>
    </figure>
  );
}

function Row({ row: { location, marks } }: { row: LaneRow }) {
  const good = marks.filter(({ result }) => isGood(result)).length;
  return (
    <svg
      class="strip wide"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${location}: ${good} of ${marks.length} runs got through`}
    >
      <line class="lane-ground" x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} />
      {marks.map(({ id, at, result, took, x, height: share }) => (
        <rect
          key={id}
          class={`is-${result}`}
          x={Math.min(x * width, width - 5)}
          y={height * (1 - share)}
          width="5"
          height={height * share}
        >
          <title>{`${clockTime(at)}: ${result}, ${secondsText(took)}`}</title>
        </rect>
      ))}
    </svg>
  );
}
