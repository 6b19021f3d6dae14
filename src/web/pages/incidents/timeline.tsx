import type { IncidentCostBody } from "../../../http/schemas/incidents/attribution.ts";
import type { IncidentDetailBody } from "../../../http/schemas/incidents/incident.ts";
import { type TimelineKind, timelineWords } from "../../../model/wording.ts";
import { absolute, clockTime } from "../../parts/time.tsx";
import { go, useLocation, withParameters } from "../../url/location.ts";
import { burnedText } from "./words.ts";

type Entry = IncidentDetailBody["timeline"][number];

const shapes: Readonly<Record<TimelineKind, string>> = {
  deployed: "◆",
  began: "✚",
  "alert-fired": "▲",
  "alert-resolved": "△",
  note: "✎",
  "action-started": "▶",
  "action-finished": "■",
  closed: "✓",
  reopened: "↻",
};

interface TimelineProps {
  body: IncidentDetailBody;
  cost: IncidentCostBody | undefined;
}

/**
 * Everything that happened, whoever saw or did it. While it is open the newest stands first, where those look who work
 * on it; afterwards it is read from its beginning.
 */
export function Timeline({ body, cost }: TimelineProps) {
  const url = useLocation();
  const usual = body.state === "open" ? "newest" : "oldest";
  const order = url.searchParams.get("order") ?? usual;
  const other = order === "newest" ? "oldest" : "newest";
  const region = url.searchParams.get("region") ?? "";
  const regions = [...new Set(body.timeline.flatMap((entry) => entry.region ?? []))].sort();
  const shown = body.timeline.filter((entry) => region === "" || entry.region === region);
  const set = (changes: Readonly<Record<string, string>>): void =>
    go(withParameters(url, changes), { replace: true });
  return (
    <section>
      <div class="slo-head">
        <h2 class="first">Timeline</h2>
        {regions.length > 1 &&
          ["", ...regions].map((each) => (
            <button
              key={each}
              type="button"
              class="plain"
              aria-pressed={region === each}
              onClick={() => set({ region: each })}
            >
              {each === "" ? "all regions" : each}
            </button>
          ))}
        <button type="button" class="plain" onClick={() => set({ order: other === usual ? "" : other })}>
          {other} first
        </button>
      </div>
      <ol class="timeline events" aria-live="polite" aria-label={`What happened, ${order} first`}>
        {(order === "newest" ? shown.toReversed() : shown).map((entry) => (
          <Line
            key={`${entry.at} ${entry.kind} ${entry.about ?? entry.text}`}
            entry={entry}
            body={body}
            cost={cost}
          />
        ))}
      </ol>
    </section>
  );
}

function Line({ entry, body, cost }: TimelineProps & { entry: Entry }) {
  const { at, kind, text, by, region, about } = entry;
  const alert = body.alerts.find(({ id }) => id === about);
  const spent = cost?.actions.find(({ id }) => id === about);
  const isOver =
    kind === "action-finished" ||
    body.actions.some(({ id, finishedAt }) => id === about && finishedAt === undefined);
  return (
    <li class={`event is-${kind}`}>
      <time dateTime={at} title={absolute(at)} class="quiet">
        {clockTime(at)}
      </time>
      <span class="what">
        <span class="shape" aria-hidden="true">
          {shapes[kind]}
        </span>{" "}
        {timelineWords[kind]}
      </span>
      <span>
        {by !== undefined && <strong>{by} </strong>}
        {region !== undefined && <span class="region">{region}</span>}{" "}
        {alert?.slo === undefined ? text : <a href={`/slos/${alert.slo}`}>{text}</a>}
        {spent !== undefined && isOver && (
          <span class="quiet"> · burned meanwhile: {burnedText(spent.slos)}</span>
        )}
      </span>
    </li>
  );
}
