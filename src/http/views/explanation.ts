import { formatDuration } from "../../model/durations.ts";
import type { ExplainedGroup, Explanation } from "../../runtime/explanation.ts";
import type { ExplanationBody } from "../schemas/explanation.ts";
import { iso, present } from "./common.ts";
import { forecastView, sloDetailView, type Moment } from "./slo.ts";

const groupView = ({ group, steps, queries, samples, days, recovery, spending, forecast }: ExplainedGroup) =>
  present({
    group,
    steps,
    queries: queries.map(present),
    samples,
    days: days.map(({ at, bad, total }) => ({ at: iso(at), bad, total })),
    recovery: recovery.map(({ leaves, below, at }) =>
      present({ leaves, below, at: at === undefined ? undefined : iso(at) }),
    ),
    spending,
    forecast: forecast && forecastView(forecast),
  });

export const explanationView = (explanation: Explanation, moment: Moment): ExplanationBody =>
  present({
    slo: sloDetailView(explanation.judged, moment),
    unit: explanation.unit,
    ledgerInterval: formatDuration(explanation.ledgerInterval),
    explainedAt: iso(explanation.explainedAt),
    groups: explanation.groups.map(groupView),
    silent: explanation.silent && { cause: explanation.silent.cause, message: explanation.silent.message },
  }) as ExplanationBody;
