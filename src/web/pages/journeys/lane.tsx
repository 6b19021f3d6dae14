import type { LaneBody } from "../../../http/schemas/journey.ts";
import { formatSpan } from "../../../model/wording.ts";
import { Copyable } from "../../parts/copy.tsx";
import { Time } from "../../parts/time.tsx";
import { Reason, ResultMark } from "./results.tsx";

/** How it went there last, and whether anything is heard of it. */
export function LaneState({ lane: { last, lastRunAt, silent, knownBy } }: { lane: LaneBody }) {
  return (
    <span>
      {last !== undefined && <ResultMark result={last.result} />} <Reason of={last} />
      {last === undefined && <span class="quiet">{unseen[knownBy]}</span>}{" "}
      {lastRunAt !== undefined && (
        <span class="quiet small">
          <Time at={lastRunAt} />
        </span>
      )}
      {silent && lastRunAt !== undefined && <strong class="silent"> ⚠ silent</strong>}
    </span>
  );
}

const unseen: Readonly<Record<LaneBody["knownBy"], string>> = {
  here: "no run yet",
  report: "no run yet",
  prometheus: "counted, not reported",
  definition: "nothing heard",
};

/** Who tells of the runs, and what is wrong with that. */
export function LaneSource({ lane, everySeconds }: { lane: LaneBody; everySeconds: number }) {
  const { knownBy, kept, heardAt, reportedBy, clockAheadSeconds, lastSuccess, silent } = lane;
  return (
    <>
      <p class="quiet small">
        {knownBy === "here" ? "run by this nines" : `reported by ${reportedBy ?? "a prober"}`}
        {heardAt !== undefined && (
          <>
            , heard from <Time at={heardAt} />
          </>
        )}{" "}
        · {kept === 1 ? "1 run" : `${kept} runs`} kept
        {lastSuccess !== undefined && (
          <>
            {" "}
            · got through <Time at={lastSuccess} />
          </>
        )}
      </p>
      {silent && kept > 0 && (
        <p class="notice bad">
          <strong>Silent:</strong> a run is due every {formatSpan(everySeconds)}, and none was made or
          reported for three of them. What stands here is how it was.
        </p>
      )}
      {clockAheadSeconds !== undefined && (
        <p class="notice">
          The prober's clock is {formatSpan(Math.abs(clockAheadSeconds))}{" "}
          {clockAheadSeconds > 0 ? "ahead" : "behind"}: times are set right by that.
        </p>
      )}
    </>
  );
}

interface UnseenProps {
  lanes: readonly LaneBody[];
  /** Where this process would run journeys itself. */
  own: string;
}

/** Locations of which no run can be shown, and what to do about it. */
export function Unseen({ lanes, own }: UnseenProps) {
  const missing = lanes.filter(({ knownBy }) => knownBy === "prometheus" || knownBy === "definition");
  if (missing.length === 0) return null;
  const toReport = missing.filter(({ location }) => location !== own);
  return (
    <section>
      <h2>Not reported here</h2>
      <ul class="plain-list">
        {missing.map((lane) => (
          <li key={lane.location}>
            <strong>{lane.location}</strong> <LaneState lane={lane} />
            <div class="quiet small">{why(lane, own)}</div>
          </li>
        ))}
      </ul>
      {toReport.length > 0 && (
        <>
          <p>
            The SLOs count what Prometheus says of them all the same. For their runs to be shown here, a
            prober reports them:
          </p>
          <Copyable label="How to report from there" text={howTo(toReport[0]?.location ?? "")} />
        </>
      )}
    </section>
  );
}

const why = ({ location, knownBy }: LaneBody, own: string): string => {
  if (location === own) return "the replica of nines that leads runs it there: look at its page";
  return knownBy === "prometheus"
    ? "Prometheus counts its runs, and no prober reports them here"
    : "it is to run there by its definition, and nothing was heard of it";
};

const howTo = (place: string): string =>
  [
    `nines token create --subject prober-${place} --role prober | tail -n 1 > ${place}.token`,
    `nines probe --location ${place} --report ${location.origin} --token-file ${place}.token …`,
  ].join("\n");
