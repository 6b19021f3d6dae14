import { useMemo, useState } from "preact/hooks";
import type { HistoryBody } from "../../../http/schemas/history.ts";
import type { SloDetailBody } from "../../../http/schemas/slo.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { formatEvents } from "../../../model/wording.ts";
import { useResource } from "../../api/resource.ts";
import { Chart } from "../../parts/chart/chart.tsx";
import type { Band, Line } from "../../parts/chart/options.ts";
import { Loaded } from "../../parts/status.tsx";
import { go, useLocation, withParameters } from "../../url/location.ts";
import {
  type Courses,
  coursesOf,
  type Forecast,
  type PlacedMark,
  placedMarks,
  rangeOf,
} from "./chart-data.ts";
import { Figures } from "./figures.tsx";
import { MarkList, MarkStrip } from "./mark-list.tsx";
import { markLooks } from "./marks.ts";
import { historyPath, rangeFrom, ranges, zoomed } from "./range.ts";

const everyMinute = { on: [], every: 60_000 };

/** The burn-down, and below it errors and traffic, on one time axis with one cursor and the marks of what happened. */
export function History({ slo }: { slo: SloDetailBody }) {
  const url = useLocation();
  const range = rangeFrom(url.searchParams);
  const history = useResource<HistoryBody>(historyPath(slo.id, range), everyMinute);
  return (
    <section aria-labelledby="burn-down">
      <div class="with-tools">
        <h2 id="burn-down">Burn-down</h2>
        <Ranges slo={slo} url={url} chosen={range.over ?? (range.from === undefined ? "" : "zoomed")} />
      </div>
      <Loaded of={history}>{(body) => <Charts body={body} slo={slo} url={url} />}</Loaded>
    </section>
  );
}

/** Stretches of the window, as links: what is looked at stands in the address. */
function Ranges({ slo, url, chosen }: { slo: SloDetailBody; url: URL; chosen: string }) {
  const to = (range: string): string => withParameters(url, { range, from: "", to: "" });
  return (
    <nav class="ranges small" aria-label="What the charts show">
      {chosen === "zoomed" && <span class="quiet">zoomed</span>}
      {["", ...ranges].map((range) => (
        <a key={range} href={to(range)} aria-current={range === chosen ? "true" : undefined}>
          {(range === "" ? slo.window : range).replace(/^(\d+)([dh])$/, "$1 $2")}
        </a>
      ))}
    </nav>
  );
}

const forecastOf = ({ forecast }: SloDetailBody): Forecast | undefined =>
  forecast?.kind === "shown" ? forecast : undefined;

const rate = (value: number): string =>
  value >= 100 ? formatEvents(value) : String(Number(value.toPrecision(3)));

/** An SLI of time counts a second of each series for a second: what that comes to is how many were seen. */
const trafficWord = ({ unit }: HistoryBody): string =>
  unit === "seconds" ? "series seen" : "events a second";

const burnDownLines = ({ left, ideal, forecast }: Courses): Line[] => [
  { label: "left", colour: "--accent", values: left, format: formatPercent, filled: true },
  { label: "ideal", colour: "--quiet", values: ideal, format: formatPercent, dashed: true },
  ...(forecast.some((value) => value !== null)
    ? [
        {
          label: "forecast",
          colour: "--caution",
          values: forecast,
          format: formatPercent,
          dashed: true,
          across: true,
        },
      ]
    : []),
];

const bandsOf = (marks: readonly PlacedMark[], pointed: string | undefined): readonly Band[] =>
  marks.map(({ key, mark, from, to }) => ({
    colour: markLooks[mark.kind].colour,
    from,
    to,
    loud: key === pointed,
  }));

function Charts({ body, slo, url }: { body: HistoryBody; slo: SloDetailBody; url: URL }) {
  const [pointed, setPointed] = useState<string>();
  const likely = forecastOf(slo)?.likely;
  const drawn = useMemo(() => {
    const courses = coursesOf(body, { likely });
    return {
      courses,
      range: rangeOf(body, courses),
      marks: placedMarks(body.marks),
      burnDown: burnDownLines(courses),
      errors: [
        { label: "error ratio", colour: "--restricted", values: courses.ratios, format: formatPercent },
      ],
      traffic: [
        {
          label: trafficWord(body),
          colour: "--quiet",
          values: courses.rates,
          format: rate,
          filled: true,
        },
      ],
    };
  }, [body, likely]);
  const bands = useMemo(() => bandsOf(drawn.marks, pointed), [drawn, pointed]);
  if (body.silent !== undefined)
    return (
      <p class="notice bad" role="status">
        The course of the budget could not be read: {body.silent.message}
      </p>
    );
  if (body.points.length === 0) return <p class="quiet">Nothing is recorded in this stretch.</p>;
  const { courses, range, marks } = drawn;
  const zoom = (from: number, to: number): void =>
    go(withParameters(url, zoomed(from, to)), { replace: true });
  const shared = { times: courses.times, range, bands, group: body.slo, onZoom: zoom };
  return (
    <>
      <MarkStrip marks={marks} range={range} slo={slo} onPoint={setPointed} pointed={pointed} />
      <Chart {...shared} label={burnDownWords(courses)} height={200} lines={drawn.burnDown} />
      <Chart
        {...shared}
        label="Error ratio over the same time; the figures are below"
        height={130}
        lines={drawn.errors}
        untimed
      />
      <Chart
        {...shared}
        label={`${trafficWord(body)} over the same time`}
        height={110}
        lines={drawn.traffic}
        untimed
      />
      <p class="quiet small">Drag across a chart to look closer.</p>
      <MarkList marks={marks} slo={slo} onPoint={setPointed} />
      <Figures body={body} courses={courses} />
    </>
  );
}

/** What a glance at the picture tells. */
function burnDownWords({ left }: Courses): string {
  const [first, last] = [left.find((value) => value !== null), left.findLast((value) => value !== null)];
  if (typeof first !== "number" || typeof last !== "number") return "Budget left: not known";
  return `Budget left: from ${formatPercent(first)} to ${formatPercent(last)} over the time shown; the figures are below`;
}
