import { useMemo } from "preact/hooks";
import type { HistoryBody, MarkBody } from "../../../http/schemas/history.ts";
import type { SloDetailBody } from "../../../http/schemas/slo.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { formatEvents } from "../../../model/wording.ts";
import { useResource } from "../../api/resource.ts";
import { Chart, type ChartMark, markColours } from "../../parts/chart.tsx";
import { Loaded } from "../../parts/status.tsx";
import { absolute } from "../../parts/time.tsx";

/** The burn-down, and below it errors and requests on the same axis with the same cursor. */
export function History({ slo }: { slo: SloDetailBody }) {
  const history = useResource<HistoryBody>(`/api/v1/slos/${slo.id}/history`, 60_000);
  return (
    <section>
      <h2>Burn-down</h2>
      <Loaded of={history}>{(body) => <Charts body={body} />}</Loaded>
    </section>
  );
}

const seconds = (iso: string): number => Date.parse(iso) / 1_000;

const marksOf = (marks: readonly MarkBody[]): ChartMark[] =>
  marks.map(({ kind, title, from, to }) => ({ kind, title, from: seconds(from), to: seconds(to ?? from) }));

/** What is left of the budget after each step: the whole window's events decide how many may be bad. */
function remaining({ points, carried, allowedBad: allowed = 0 }: HistoryBody): number[] {
  let { bad } = carried;
  return points.map(([, of]) => {
    bad += of;
    return allowed === 0 ? 1 : 1 - bad / allowed;
  });
}

/** A straight way from a whole budget to none, at the end of the window or of the calendar period. */
function idealOf({ points, window: { from, to } }: HistoryBody): number[] {
  const [begin, length] = [seconds(from), seconds(to) - seconds(from)];
  return points.map(([at]) => 1 - (at - begin) / length);
}

function Charts({ body }: { body: HistoryBody }) {
  const { times, left, ideal, ratios, totals, marks } = useMemo(
    () => ({
      times: body.points.map(([at]) => at),
      left: remaining(body),
      ideal: idealOf(body),
      ratios: body.points.map(([, bad, total]) => (total === 0 ? null : Math.min(bad / total, 1))),
      totals: body.points.map(([, , total]) => total),
      marks: marksOf(body.marks),
    }),
    [body],
  );
  const burnDown = useMemo(
    () => ({
      label: "Budget left over the window",
      times,
      marks,
      group: body.slo,
      height: 220,
      lines: [
        { label: "left", colour: "--accent", values: left, format: formatPercent, filled: true },
        { label: "ideal", colour: "--quiet", values: ideal, format: formatPercent, dashed: true },
      ],
    }),
    [times, left, ideal, marks],
  );
  const traffic = useMemo(
    () => ({
      label: "Error ratio and events",
      times,
      marks,
      group: body.slo,
      height: 160,
      lines: [
        { label: "error ratio", colour: "--restricted", values: ratios, format: formatPercent },
        { label: body.unit, colour: "--quiet", values: totals, format: formatEvents, scale: "events" },
      ],
    }),
    [times, ratios, totals, marks],
  );
  if (body.silent !== undefined) return <p class="notice bad">{body.silent.message}</p>;
  if (times.length === 0) return <p class="quiet">Nothing is recorded yet.</p>;
  return (
    <>
      <Chart {...burnDown} />
      <Chart {...traffic} />
      <MarkList marks={body.marks} />
    </>
  );
}

/** The same marks in words, the newest first: a picture alone tells nobody what happened. */
function MarkList({ marks }: { marks: readonly MarkBody[] }) {
  if (marks.length === 0) return null;
  return (
    <details>
      <summary>
        {marks.length} {marks.length === 1 ? "mark" : "marks"}
      </summary>
      <ul class="marks">
        {marks.toReversed().map((mark) => (
          <li key={`${mark.kind} ${mark.from} ${mark.title}`}>
            <svg class="swatch" viewBox="0 0 8 8" aria-hidden="true">
              <rect width="8" height="8" fill={`var(${markColours[mark.kind] ?? "--unknown"})`} />
            </svg>{" "}
            <strong>{mark.kind}</strong> {mark.title}{" "}
            <span class="quiet">
              {absolute(mark.from)}
              {mark.to !== undefined && ` – ${absolute(mark.to)}`}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
