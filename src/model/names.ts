import { formatDuration } from "./durations.ts";
import type { Seconds } from "./units.ts";

/**
 * The book of names: every series, label, alert and rule group that nines writes or reads.
 * The compiler records them, queries and boards read them; nobody spells them a second time.
 */
export const series = {
  ledgerBad: "slo:ledger_bad:events",
  ledgerTotal: "slo:ledger_total:events",
  /** What each member of a composite spent of its ledger's bad events: adds up to them. */
  memberBad: "slo:member_bad:events",
  badEvents1h: "slo:sli_bad:events1h",
  periodEventsTotal: "slo:period_events_total:sum",
  periodEventsBad: "slo:period_events_bad:sum",
  periodCoverage: "slo:period_coverage:ratio",
  periodBudgetRemaining: "slo:period_error_budget_remaining:ratio",
  periodBurnRate: "slo:period_burn_rate:ratio",
  currentBurnRate: "slo:current_burn_rate:ratio",
  objective: "slo:objective:ratio",
  errorBudget: "slo:error_budget:ratio",
  timePeriodDays: "slo:time_period:days",
  info: "slo_info",
  maintenanceActive: "nines_maintenance_active",
  /** Prometheus' own series of firing alerts. */
  alerts: "ALERTS",
  /** … and of when their condition began to hold, as seconds since 1970. */
  alertsForState: "ALERTS_FOR_STATE",
} as const;

/** With what the names of all error ratios begin. */
export const errorRatioPrefix = "slo:sli_error:ratio_rate";

/** The error ratio over a window: `slo:sli_error:ratio_rate5m`. */
export const errorRatioSeries = (window: Seconds): string => `${errorRatioPrefix}${formatDuration(window)}`;

/** Bad events of a raw window, where `minBadEvents` needs them: `slo:sli_bad:events1h`. */
export const badEventsSeries = (window: Seconds): string => `slo:sli_bad:events${formatDuration(window)}`;

export const label = {
  id: "slo_id",
  service: "slo_service",
  name: "slo_name",
  environment: "slo_environment",
  severity: "severity",
  tier: "tier",
  state: "state",
  owner: "owner",
  criticality: "criticality",
  objective: "objective",
  window: "window",
  rulesHash: "rules_hash",
  /** By which labels the SLO's series are grouped, on `slo_info` alone: `region,zone`. */
  groupBy: "group_by",
  policy: "policy",
  /** The alert tiers, on `slo_info` alone, as boards show them: `fast page 1h/5m 14.4×; medium …`. */
  alertTiers: "alert_tiers",
  /** Where the runbook stands, on `slo_info` alone. */
  runbook: "runbook_url",
  /** What boards read out of `alert_tiers`; no series is recorded with them. */
  longWindow: "long_window",
  shortWindow: "short_window",
  firesAt: "fires_at",
  anomaly: "anomaly",
  /** Id of a composite's member, on `slo:member_bad:events` alone. */
  member: "slo_member",
  /** Labels that Prometheus itself writes. */
  metricName: "__name__",
  alertname: "alertname",
  alertstate: "alertstate",
} as const;

export const identityLabelNames = [label.id, label.service, label.name, label.environment] as const;

/** Labels that nines writes itself: free labels and group labels may not take these names. */
export const reservedLabelNames: readonly string[] = [
  ...identityLabelNames,
  label.severity,
  label.tier,
  label.state,
  label.anomaly,
  label.member,
  label.owner,
  label.criticality,
  label.rulesHash,
  label.groupBy,
  label.objective,
  label.window,
  label.policy,
  label.alertTiers,
  label.runbook,
  label.longWindow,
  label.shortWindow,
  label.firesAt,
  "alertname",
  "alertstate",
  "le",
  "quantile",
  "job",
  "instance",
];

export const alert = {
  burn: "ErrorBudgetBurn",
  consumed: "ErrorBudgetConsumed",
  noData: "SloNoData",
  anomaly: "SloAnomaly",
} as const;

/** What `SloAnomaly` can find: the values of its `anomaly` label. */
export const anomalies = [
  "bad_above_total",
  "bad_without_total",
  "good_above_total",
  "good_without_total",
  "threshold_is_no_bucket",
  "histogram_is_classic",
  "not_a_number",
  "negative",
  "above_one",
  "ledger_written_twice",
  "constant_burn",
] as const;
export type AnomalyName = (typeof anomalies)[number];

/** Rule groups of one SLO: the fast group, the ledger, and what describes it. */
export type GroupKind = "sli" | "ledger" | "meta";
export const groupName = (kind: GroupKind, subject: string): string => `nines-${kind}-${subject}`;

/** nines' own metrics, served by `nines serve` on `/metrics`. */
export const metric = {
  budgetConsumed: "nines_slo_budget_consumed_ratio",
  stateRank: "nines_slo_state_rank",
  dataAge: "nines_slo_data_age_seconds",
  periodStart: "nines_slo_period_start_timestamp_seconds",
  periodEnd: "nines_slo_period_end_timestamp_seconds",
  gateOpen: "nines_gate_open",
  cycleDuration: "nines_cycle_duration_seconds",
  cycleLast: "nines_cycle_last_finish_timestamp_seconds",
  sourceUp: "nines_prometheus_up",
  breakerState: "nines_prometheus_breaker_state",
  queries: "nines_prometheus_queries_total",
  specErrors: "nines_spec_errors",
  specLoaded: "nines_spec_last_load_timestamp_seconds",
  slos: "nines_slos",
  /** By SLO, tier and mark. */
  alerts: "nines_alerts",
  alertsMissed: "nines_alerts_missed",
  alertDetection: "nines_alert_detection_seconds",
  gateDecisions: "nines_gate_decisions_total",
  gateClaims: "nines_gate_claims_total",
  httpDuration: "nines_http_request_duration_seconds",
  alertmanagerUp: "nines_alertmanager_up",
  alertmanagerSilences: "nines_alertmanager_silences",
  grafanaUp: "nines_grafana_up",
  grafanaAnnotations: "nines_grafana_annotations",
  journalHead: "nines_journal_head_seq",
  journalAnchor: "nines_journal_anchor_seq",
  noticesWaiting: "nines_notices_waiting",
  noticesDelivered: "nines_notices_delivered_total",
  noticesUndelivered: "nines_notices_undelivered_total",
  noticesOldest: "nines_notices_oldest_timestamp_seconds",
  journeyReports: "nines_journey_reports_total",
  journeyReportLocations: "nines_journey_report_locations",
  journeyReportBytes: "nines_journey_report_bytes",
  reportedRuns: "nines_reported_runs_total",
  reportsWaiting: "nines_reports_waiting",
  reportsLast: "nines_reports_last_success_timestamp_seconds",
  leader: "nines_leader",
  leaderEpoch: "nines_leader_epoch",
} as const;

/** Labels of nines' own metrics, beside the SLO's identity labels. */
export const metricLabel = {
  source: "source",
  alertmanager: "alertmanager",
  channel: "channel",
  state: "state",
  change: "change",
  decision: "decision",
  dryRun: "dry_run",
  proven: "proven",
  mark: "mark",
  method: "method",
  route: "route",
  status: "status",
  hash: "hash",
  server: "server",
  result: "result",
} as const;

/** What a prober counts of journeys, on its own `/metrics` or on that of `nines serve`. */
export const journeySeries = {
  runs: "journey_runs_total",
  stepRuns: "journey_step_runs_total",
  stepRetries: "journey_step_retries_total",
  skippedRuns: "journey_skipped_runs_total",
  duration: "journey_duration_seconds",
  stepDuration: "journey_step_duration_seconds",
  stepPhase: "journey_step_phase_seconds_total",
  lastRun: "journey_last_run_timestamp_seconds",
  lastSuccess: "journey_last_success_timestamp_seconds",
} as const;

export const journeyLabel = {
  journey: "journey",
  location: "location",
  step: "step",
  result: "result",
  /** Why a step failed; `none` when it did not. */
  reason: "reason",
  phase: "phase",
  /** Why a run was skipped. */
  cause: "cause",
} as const;

/**
 * Tags of what nines writes into Grafana's store of annotations, and by which its boards find it. Grafana takes
 * `nines:deployment` for the key `nines` with a value, and a search for `nines` alone finds every value. A further tag
 * `nines` would be found twice, and Grafana's search for all of several tags counts what it finds.
 */
export const annotationTag = {
  deployment: "nines:deployment",
  incident: "nines:incident",
  exception: "nines:exception",
  correction: "nines:correction",
  service: (name: string): string => `service:${name}`,
  slo: (id: string): string => `slo:${id}`,
} as const;

/** Cookies of people who log in with a browser. */
export const cookieName = { session: "nines_session", login: "nines_login" } as const;

/** A label that tells the answers of questions apart that share a query; no series ever has it. */
export const surveyLabel = "nines_question";
