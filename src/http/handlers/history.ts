import { marksOf } from "../../governance/marks.ts";
import { alert } from "../../model/names.ts";
import { formatDuration, parseDuration } from "../../model/durations.ts";
import { groupKey, type GroupLabels } from "../../model/observation.ts";
import { eventUnit } from "../../model/slo.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import { longestLength } from "../../model/window.ts";
import type { JudgedSlo } from "../../policy/judged.ts";
import type { AskedStretch, GroupHistory, SloHistory } from "../../runtime/history.ts";
import { reading } from "../access.ts";
import type { AppDeps } from "../deps.ts";
import { findSlo } from "../find.ts";
import { splitGroup } from "../groups.ts";
import { Problem } from "../problem.ts";
import { badQuery, readQuery } from "../query.ts";
import type { Route } from "../route.ts";
import { type HistoryBody, historySchema, type MarkBody } from "../schemas/history.ts";
import { timeSchema } from "../schemas/common.ts";
import { iso } from "../views/common.ts";
import { allowedBad } from "../views/slo.ts";
import { z } from "zod";

const historyQuery = z.object({
  from: timeSchema.optional().meta({ description: "Only from here on; the window's beginning unless told" }),
  to: timeSchema.optional().meta({ description: "Only up to here; now unless told" }),
  over: z
    .string()
    .max(20)
    .optional()
    .meta({ description: "Instead of `from`: so long before `to`", example: "7d" }),
});

const firedMarks = ({ fired }: GroupHistory): MarkBody[] =>
  fired.map(({ tier, from, to }) => ({ kind: "alert", title: `${tier} burn`, from: iso(from), to: iso(to) }));

/** What fires now is marked at once, also while no step of the stretch has ended since. */
function firingMarks({ groups }: JudgedSlo, { group, fired }: GroupHistory, to: Timestamp): MarkBody[] {
  const firing = groups.find(({ assessment }) => groupKey(assessment.group) === groupKey(group))?.assessment
    .firing;
  return (firing ?? []).flatMap(({ alertname, tier, since }) => {
    const isKnown = fired.some((span) => span.tier === tier && since !== undefined && span.to >= since);
    return alertname !== alert.burn || since === undefined || since > to || isKnown
      ? []
      : [{ kind: "alert", title: `${tier} burn`, from: iso(since), to: iso(to) }];
  });
}

const secondsOf = (time: string): Timestamp => timestamp(Date.parse(time) / 1_000);

function askedOf({ from, to, over: text }: z.output<typeof historyQuery>): AskedStretch {
  const over = text === undefined ? undefined : parseDuration(text);
  if (text !== undefined && over === undefined)
    throw badQuery([{ parameter: "over", message: `"${text}" is no duration such as 7d or 6h` }]);
  if (over !== undefined && from !== undefined)
    throw badQuery([{ parameter: "over", message: "does not go with from: say one of the two" }]);
  const asked = {
    ...(from && { from: secondsOf(from) }),
    ...(to && { to: secondsOf(to) }),
    ...(over && { over }),
  };
  if (asked.from !== undefined && asked.to !== undefined && asked.from >= asked.to)
    throw badQuery([{ parameter: "to", message: "does not lie after from" }]);
  return asked;
}

/** What the cycle knows of the group's budget: what may be bad, and until when. */
function budgetOf({ slo, groups }: JudgedSlo, group: GroupLabels) {
  const raw = groups.find(({ assessment }) => groupKey(assessment.group) === groupKey(group))?.assessment.raw;
  return { allowedBad: raw && allowedBad(slo, raw), periodEnd: raw?.period?.to };
}

export function historyBody(
  history: SloHistory,
  shown: GroupHistory,
  { deps, now }: { deps: AppDeps; now: Timestamp },
): HistoryBody {
  const { judged, windowFrom, first, to } = history;
  const { slo } = judged;
  const marks = marksOf(deps.governance(), slo, { from: first, to: timestamp(Math.min(to, now)) });
  const budget = budgetOf(judged, shown.group);
  return {
    slo: slo.id,
    group: shown.group,
    unit: eventUnit(slo.sli),
    window: {
      from: iso(windowFrom),
      to: iso(budget.periodEnd ?? timestamp(windowFrom + longestLength(slo.window))),
    },
    ...(budget.allowedBad !== undefined && { allowedBad: budget.allowedBad }),
    from: iso(first),
    to: iso(to),
    step: formatDuration(history.step),
    carried: shown.carried,
    points: shown.points.map(({ at, bad, total }) => [at, bad, total]),
    marks: [
      ...firedMarks(shown),
      ...firingMarks(judged, shown, to),
      ...marks.map(({ from: begin, to: end, ...rest }) => ({
        ...rest,
        from: iso(begin),
        ...(end !== undefined && { to: iso(end) }),
      })),
    ].toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from)),
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
    "Bad and total events step by step, asked of Prometheus anew, and on the same axis firing burn alerts, deployments, " +
    "incidents, exceptions, experiments, corrections, windows and changed promises. The worst group's, or that of " +
    "`group.<label>=<value>`. A shorter stretch (`from`, `to`, half an hour at least) comes in shorter steps.",
  params: { id: "The SLO's id, or any shorter form that fits only one" },
  query: historyQuery,
  access: reading,
  answers: { 200: { description: "The history", schema: historySchema } },
  problems: ["bad-query", "unknown-slo", "ambiguous-slo", "no-snapshot"],
  handle: async ({ params, query, snapshot: read, now, deps }) => {
    const { group, rest } = splitGroup(query);
    const asked = askedOf(readQuery(historyQuery, rest));
    const { slo, worst } = findSlo(params.id ?? "", read());
    const wanted = groupKey(Object.keys(group).length === 0 ? worst.assessment.group : group);
    const history = await deps.history(slo.id, asked);
    // A reload between the two lines may have removed it.
    if (history === undefined) throw new Problem("unknown-slo", `${slo.id} has just been removed`);
    const shown = history.groups.find((each) => groupKey(each.group) === wanted);
    if (shown === undefined)
      throw badQuery([
        { parameter: "group", message: `${slo.id} has no such group; GET /api/v1/slos/${slo.id} lists them` },
      ]);
    return { json: historyBody(history, shown, { deps, now }) };
  },
};
