import type { IncidentDetailBody } from "../../../http/schemas/incidents/incident.ts";
import { formatSpan } from "../../../model/wording.ts";
import { absolute, briefly, clockTime } from "../../parts/time.tsx";
import { type Bar, type Clash, type Lane, type Lanes, lanesOf, ticksOf } from "./lanes.ts";

const isoOf = (at: number): string => new Date(at).toISOString();
const day = 86_400_000;

/** Alerts and actions, region under region on one axis, and where regions acted against each other. */
export function RegionLanes({ body, now }: { body: IncidentDetailBody; now: number }) {
  const lanes = lanesOf(body, now);
  if (lanes.lanes.length === 0 || lanes.to <= lanes.from) return null;
  const at = (time: number): string =>
    `${(((time - lanes.from) / (lanes.to - lanes.from)) * 100).toFixed(3)}%`;
  return (
    <section class="lanes" aria-label="Regions side by side">
      {lanes.clashes.map((clash) => (
        <ClashNotice key={clash.from} clash={clash} />
      ))}
      <div class="lane-grid">
        {lanes.lanes.map((lane) => (
          <LaneRow key={lane.region} lane={lane} lanes={lanes} at={at} />
        ))}
        <Axis lanes={lanes} at={at} />
      </div>
    </section>
  );
}

type At = (time: number) => string;

const together = (names: readonly string[]): string =>
  [names.slice(0, -1).join(", "), names.at(-1)].filter((text) => text !== "").join(" and ");

function ClashNotice({ clash: { from, to, regions } }: { clash: Clash }) {
  return (
    <p class="notice bad">
      <strong>{together(regions)} acted at the same time</strong> for {formatSpan((to - from) / 1_000)} from{" "}
      {clockTime(isoOf(from))}: who knows of whom?
    </p>
  );
}

function LaneRow({ lane, lanes, at }: { lane: Lane; lanes: Lanes; at: At }) {
  return (
    <>
      <div class="lane-name">{lane.region === "" ? <span class="quiet">no region</span> : lane.region}</div>
      <ul class="lane" style={{ height: `${lane.rows * 26 + 6}px` }}>
        {lane.region !== "" &&
          lanes.clashes
            .filter(({ regions }) => regions.includes(lane.region))
            .map(({ from, to }) => (
              <li
                key={from}
                class="clash"
                aria-hidden="true"
                style={{ left: at(from), right: rightOf(to, lanes) }}
              />
            ))}
        {lanes.moments.map(({ id, at: time }) => (
          <li key={id} class="moment" aria-hidden="true" style={{ left: at(time) }} />
        ))}
        {lane.bars.map((bar) => (
          <BarItem key={bar.id} bar={bar} lanes={lanes} at={at} />
        ))}
      </ul>
    </>
  );
}

const rightOf = (time: number, { from, to }: Lanes): string =>
  `${(((to - time) / (to - from)) * 100).toFixed(3)}%`;

function BarItem({ bar, lanes, at }: { bar: Bar; lanes: Lanes; at: At }) {
  const { kind, title, by, from, to, open, row } = bar;
  const span = `${clockTime(isoOf(from))} – ${open ? "under way" : clockTime(isoOf(to))}, ${formatSpan((to - from) / 1_000)}`;
  const who = by === undefined ? "" : `${by}: `;
  const words = `${who}${title} (${span})`;
  return (
    <li
      class={`lane-bar is-${kind}${open ? " open" : ""}`}
      title={words}
      style={{ left: at(from), right: rightOf(to, lanes), top: `${row * 26 + 3}px` }}
    >
      <span aria-hidden="true">
        {kind === "alert" ? "▲ " : ""}
        {by === undefined ? "" : `${by.split("@", 1)[0]}: `}
        {title}
      </span>
      <span class="unseen">{words}</span>
    </li>
  );
}

function Axis({ lanes, at }: { lanes: Lanes; at: At }) {
  const label = lanes.to - lanes.from > day ? briefly : clockTime;
  return (
    <>
      <div class="lane-name quiet small" />
      <div class="lane-axis" aria-hidden="true">
        {ticksOf(lanes.from, lanes.to).map((time) => (
          <span key={time} style={{ left: at(time) }} title={absolute(isoOf(time))}>
            {label(isoOf(time))}
          </span>
        ))}
        {lanes.moments.map(({ id, at: time, title }) => (
          <span key={id} class="deployed" style={{ left: at(time) }} title={title}>
            ◆
          </span>
        ))}
      </div>
    </>
  );
}
