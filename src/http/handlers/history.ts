import { marksOf } from "../../governance/marks.ts";
import { formatDuration } from "../../model/durations.ts";
import { groupKey, type GroupLabels } from "../../model/observation.ts";
import { eventUnit } from "../../model/slo.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import { longestLength } from "../../model/window.ts";
import type { JudgedSlo } from "../../policy/judged.ts";
import type { GroupHistory, SloHistory } from "../../runtime/history.ts";
import { reading } from "../access.ts";
import type { AppDeps } from "../deps.ts";
import { findSlo } from "../find.ts";
import { splitGroup } from "../groups.ts";
import { Problem } from "../problem.ts";
import { badQuery, readQuery } from "../query.ts";
import type { Route } from "../route.ts";
import { type HistoryBody, historySchema, type MarkBody } from "../schemas/history.ts";
import { iso } from "../views/common.ts";
import { z } from "zod";

const noQuery = z.object({});

const firedMarks = ({ fired }: GroupHistory): MarkBody[] =>
  fired.map(({ tier, from, to }) => ({ kind: "alert", title: `${tier} burn`, from: iso(from), to: iso(to) }));

/** A calendar period begins when it does, however long the longest of its kind is. */
const windowBegin = ({ groups }: JudgedSlo, group: GroupLabels): Timestamp | undefined =>
  groups.find(({ assessment }) => groupKey(assessment.group) === groupKey(group))?.assessment.raw?.period
    ?.from;

function body(
  history: SloHistory,
  shown: GroupHistory,
  { deps, now }: { deps: AppDeps; now: Timestamp },
): HistoryBody {
  const { slo } = history.judged;
  const last = shown.points.at(-1)?.at ?? now;
  const from = windowBegin(history.judged, shown.group) ?? timestamp(last - longestLength(slo.window));
  const marks = marksOf(deps.governance(), slo, { from, to: now });
  return {
    slo: slo.id,
    group: shown.group,
    unit: eventUnit(slo.sli),
    from: iso(from),
    to: iso(last),
    step: formatDuration(history.step),
    points: shown.points.filter(({ at }) => at > from).map(({ at, bad, total }) => [at, bad, total]),
    marks: [
      ...firedMarks(shown),
      ...marks.map(({ from: begin, to, ...rest }) => ({
        ...rest,
        from: iso(begin),
        ...(to !== undefined && { to: iso(to) }),
      })),
    ],
    ...(history.silent !== undefined && {
      silent: { cause: history.silent.cause, message: history.silent.message },
    }),
  };
}

export const showHistory: Route = {
  path: "/api/v1/slos/{id}/history",
  id: "getSloHistory",
  tag: "SLOs",
  summary: "An SLO's ledger over its window, with what happened meanwhile",
  description:
    "Bad and total events step by step, asked of Prometheus anew, and on the same axis firing burn alerts, exceptions, " +
    "corrections, windows and easier promises. The worst group's, or that of `group.<label>=<value>`.",
  params: { id: "The SLO's id, or any shorter form that fits only one" },
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The history", schema: historySchema } },
  problems: ["bad-query", "unknown-slo", "ambiguous-slo", "no-snapshot"],
  handle: async ({ params, query, snapshot: read, now, deps }) => {
    const { group, rest } = splitGroup(query);
    readQuery(noQuery, rest);
    const { slo, worst } = findSlo(params.id ?? "", read());
    const wanted = groupKey(Object.keys(group).length === 0 ? worst.assessment.group : group);
    const history = await deps.history(slo.id);
    // A reload between the two lines may have removed it.
    if (history === undefined) throw new Problem("unknown-slo", `${slo.id} has just been removed`);
    const shown = history.groups.find((each) => groupKey(each.group) === wanted);
    if (shown === undefined)
      throw badQuery([
        { parameter: "group", message: `${slo.id} has no such group; GET /api/v1/slos/${slo.id} lists them` },
      ]);
    return { json: body(history, shown, { deps, now }) };
  },
};
