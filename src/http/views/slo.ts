import { sampleRange } from "../../budget/adjust/spans.ts";
import type { BudgetSum, Exhaustion, GroupAssessment, Projection } from "../../budget/assessment.ts";
import type { WeeklyForecast } from "../../budget/weekly/forecast.ts";
import { formatDuration } from "../../model/durations.ts";
import type { FiringAlert } from "../../model/observation.ts";
import { errorBudget, eventUnit, type Slo } from "../../model/slo.ts";
import type { Tier } from "../../model/tiers.ts";
import { tidy, type Timestamp } from "../../model/units.ts";
import { windowText } from "../../model/window.ts";
import { burningGroup, firingOf, rateOver } from "../../policy/burning-group.ts";
import type { JudgedGroup, JudgedSlo } from "../../policy/judged.ts";
import type { Snapshot } from "../../runtime/snapshot.ts";
import type { Places } from "../deps.ts";
import type { GroupBody, SloBody, SloDetailBody, StandingBody, TierBody } from "../schemas/slo.ts";
import { linksOf } from "./links.ts";
import { cycleView, iso, present, snapshotAge, toMilliseconds } from "./common.ts";

/** What it takes to show an SLO: the snapshot it is from, and the moment of asking. */
export interface Moment {
  snapshot: Snapshot;
  now: Timestamp;
}

/** Bad events that would use up the whole budget. */
export const allowedBad = (slo: Slo, { total, period }: BudgetSum): number =>
  tidy((period?.promised ?? total) * errorBudget(slo));

const budgetView = (slo: Slo, sum: BudgetSum, coverage: number | undefined) =>
  present({
    consumed: sum.consumed,
    spent: sum.spent,
    remaining: tidy(1 - sum.consumed),
    errorRatio: sum.errorRatio,
    good: sum.good,
    bad: sum.bad,
    total: sum.total,
    allowedBad: allowedBad(slo, sum),
    coverage,
    period: sum.period && periodView(sum.period),
  });

const periodView = ({ from, to, elapsed, promised, basis, pace, toDate }: Projection) =>
  present({
    from: iso(from),
    to: iso(to),
    elapsedSeconds: elapsed,
    promised,
    basis,
    pace,
    consumedToDate: toDate,
  });

const firingView = ({ since, ...rest }: FiringAlert) => ({
  ...present(rest),
  ...(since !== undefined && { since: iso(since) }),
});

const exhaustionView = (exhaustion: Exhaustion): StandingBody["exhaustion"] =>
  exhaustion.kind === "in"
    ? { ...exhaustion, at: iso(exhaustion.at), window: formatDuration(exhaustion.window) }
    : { kind: exhaustion.kind };

const adjustedView = (slo: Slo, assessment: GroupAssessment) => ({
  adjusted: assessment.adjusted && budgetView(slo, assessment.adjusted, assessment.adjustedCoverage),
  unadjusted: assessment.unadjusted,
  corrected: (assessment.taken ?? []).map(({ effect, asked, from, to, clipped, count }) => ({
    effect,
    asked: asked.map(({ id, ...edges }) => ({ id, from: iso(edges.from), to: iso(edges.to) })),
    from: iso(from),
    to: iso(to),
    uncertain: formatDuration(sampleRange(slo)),
    clipped,
    ...count,
  })),
});

function standingView(
  slo: Slo,
  { assessment, standing }: JudgedGroup,
  { snapshot, now }: Moment,
): StandingBody {
  const age = assessment.dataAge;
  return present({
    state: standing.state,
    since: iso(standing.since),
    cause: standing.cause,
    partial: standing.partial,
    budget: assessment.raw && budgetView(slo, assessment.raw, assessment.coverage),
    ...adjustedView(slo, assessment),
    burn: assessment.burn.map(({ window, rate }) => ({ window: formatDuration(window), rate })),
    firing: assessment.firing.map(firingView),
    fastBurn: assessment.fastBurn,
    exhaustion: exhaustionView(assessment.exhaustion),
    dataAt: assessment.dataAt === undefined ? undefined : iso(assessment.dataAt),
    dataAgeSeconds: age === undefined ? undefined : toMilliseconds(age + snapshotAge(snapshot, now)),
  });
}

/** A page that rings for a quiet group is as loud as one for the worst. */
const firingAnywhere = (groups: readonly JudgedGroup[]) => ({
  firing: [...new Set(groups.flatMap(({ assessment }) => assessment.firing))].map(firingView),
  fastBurn: groups.some(({ assessment }) => assessment.fastBurn),
});

/** The SLO with its worst group's numbers, and the alerts of all its groups. */
export function sloView(judged: JudgedSlo, moment: Moment): SloBody {
  const { slo, policy, assessment, standing, worst, groups } = judged;
  const grouped = slo.groupBy.length > 0;
  return present({
    id: slo.id,
    service: slo.service,
    name: slo.name,
    environment: slo.environment,
    description: slo.description,
    objective: { text: slo.objective.text, ratio: slo.objective.ratio, budget: slo.objective.budget },
    window: windowText(slo.window),
    sli: slo.sli.kind,
    unit: eventUnit(slo.sli),
    owner: slo.owner,
    criticality: slo.criticality,
    labels: slo.labels,
    policy: { name: policy.name, hash: policy.hash },
    judges: policy.judge,
    gate: slo.gate,
    source: { path: slo.source.path, line: slo.source.line },
    group: grouped ? worst.assessment.group : undefined,
    groups: grouped ? groups.length : 0,
    ...standingView(slo, { assessment: worst.assessment, standing }, moment),
    ...firingAnywhere(groups),
    warnings: assessment.warnings.map(({ code, message }) => ({ code, message })),
    detail: assessment.detail,
  });
}

export const groupView = (slo: Slo, group: JudgedGroup, moment: Moment): GroupBody => ({
  group: group.assessment.group,
  gone: group.assessment.gone,
  ...standingView(slo, group, moment),
});

/** Where the tier stands: in the group in which it fires, else in the one nearest to it. */
export function tierView(tier: Tier, judged: JudgedSlo): TierBody {
  const shown = burningGroup(tier, judged);
  const firing = firingOf(tier, shown);
  return {
    tier: tier.name,
    ...(judged.slo.groupBy.length > 0 && { group: shown.assessment.group }),
    severity: tier.severity,
    factor: tier.factor,
    long: present({ window: formatDuration(tier.long), rate: rateOver(shown, tier.long) }),
    short: present({ window: formatDuration(tier.short), rate: rateOver(shown, tier.short) }),
    firing: firing !== undefined,
    ...(firing?.since !== undefined && { since: iso(firing.since) }),
  };
}

export function forecastView(forecast: WeeklyForecast) {
  if (forecast.kind !== "shown") return forecast;
  const { earliest, likely, latest, until } = forecast;
  const moment = (at: Timestamp | undefined) => (at === undefined ? undefined : iso(at));
  return present({
    ...forecast,
    until: iso(until),
    earliest: moment(earliest),
    likely: moment(likely),
    latest: moment(latest),
  });
}

/** What a whole SLO is shown with, beside what a cycle found out. */
interface Beside {
  forecast?: WeeklyForecast | undefined;
  places?: Places | undefined;
  /** How many groups are told of; all when left out. */
  groups?: number | undefined;
}

export function sloDetailView(judged: JudgedSlo, moment: Moment, beside: Beside = {}): SloDetailBody {
  const { slo, policy, assessment, groups } = judged;
  const { forecast, places } = beside;
  const { hash, behind, behindSince, graceUntil } = assessment.rules;
  const { watch, caution, restricted, frozen } = policy.thresholds;
  return {
    ...sloView(judged, moment),
    thresholds: { watch, caution, restricted, frozen },
    tiers: slo.alerting.tiers.map((tier) => tierView(tier, judged)),
    rules: present({
      expected: slo.rulesHash,
      seen: hash,
      behind,
      behindSince: behindSince === undefined ? undefined : iso(behindSince),
      graceUntil: graceUntil === undefined ? undefined : iso(graceUntil),
    }),
    ...(forecast !== undefined && { forecast: forecastView(forecast) }),
    links: linksOf(slo, places),
    groupsDetail: groups.slice(0, beside.groups).map((group) => groupView(slo, group, moment)),
    snapshot: cycleView(moment.snapshot, moment.now),
  };
}
