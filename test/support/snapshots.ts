import type { BudgetSum, Exhaustion, GroupAssessment } from "../../src/budget/assessment.ts";
import type { Environment, Service } from "../../src/model/definitions.ts";
import type { Dependency } from "../../src/model/dependencies.ts";
import type { FiringAlert, GroupLabels } from "../../src/model/observation.ts";
import {
  defaultThresholds,
  stateRank,
  type Cause,
  type GradedState,
  type Policy,
  type State,
} from "../../src/model/policy.ts";
import type { Slo } from "../../src/model/slo.ts";
import { burnRate, ratio, seconds, timestamp, type Timestamp } from "../../src/model/units.ts";
import type { JudgedGroup, JudgedSlo } from "../../src/policy/judged.ts";
import type { Snapshot, SourceStatus } from "../../src/runtime/snapshot.ts";
import { duration, slo } from "./slos.ts";

/** The moment at which every snapshot here was finished. */
export const noon: Timestamp = timestamp(Date.UTC(2026, 10, 22, 12) / 1_000);
export const later = (by: string, from: Timestamp = noon): Timestamp => timestamp(from + duration(by));
export const earlier = (by: string, from: Timestamp = noon): Timestamp => timestamp(from - duration(by));

/** The policy of the example shop, unless told otherwise. */
export const policyOf = (changes: Partial<Policy> = {}): Policy => ({
  name: "default",
  timeZone: "Europe/Berlin",
  thresholds: defaultThresholds,
  leave: { margin: ratio(0.05), hold: duration("30m") },
  freshFor: duration("10m"),
  rulesGrace: duration("1h"),
  onUnregistered: "deny",
  onNoSlo: "warn",
  dependencies: { fastBurn: "hold", frozen: "warn" },
  gate: [
    { change: ["rollback", "security"], then: "allow" },
    { state: ["unknown"], then: "warn" },
    { state: ["frozen"], change: ["fix"], then: "warn" },
    { state: ["frozen"], then: "needs_exception" },
    { fastBurn: true, change: ["feature", "experiment"], then: "deny" },
    { state: ["restricted"], change: ["feature"], then: "needs_exception" },
    { state: ["caution"], then: "warn" },
    { then: "allow" },
  ],
  quorum: { caution: ["any"], restricted: ["owner", "sre"], frozen: ["owner", "sre", "director"] },
  silverBullets: { perQuarter: 2 },
  exceptions: { maxLength: seconds(259_200), answerWithin: seconds(86_400), escalateTo: ["director"] },
  breakGlass: { reviewWithin: seconds(86_400) },
  judge: "raw",
  loosening: { restricted: "hold", frozen: "hold" },
  hash: "abcd1234",
  ...changes,
});

type ServiceChanges = Partial<Omit<Service, "dependsOn">> & { dependsOn?: readonly (string | Dependency)[] };

/** Dependencies by name are serial, as in YAML. */
const serialOr = (dependency: string | Dependency): Dependency =>
  typeof dependency === "string" ? { kind: "serial", service: dependency } : dependency;

export const serviceOf = (name: string, { dependsOn = [], ...changes }: ServiceChanges = {}): Service => ({
  name,
  owner: "team-shop",
  criticality: 1,
  labels: {},
  policy: "default",
  dependsOn: dependsOn.map(serialOr),
  environments: ["production"],
  delivery: [],
  source: { path: `slos/${name}.yaml`, line: 1, column: 1 },
  ...changes,
});

export const production: Environment = {
  name: "production",
  aliases: ["prod", "live"],
  prometheus: "default",
  matchers: [],
};

/** How a group stands; what is not said follows from `consumed`, or is quiet. */
export interface Group {
  group?: GroupLabels;
  gone?: boolean;
  /** Share of the budget used up, of a million events; absent: nothing recorded. */
  consumed?: number;
  coverage?: number;
  state?: State;
  cause?: Cause;
  /** Burn rate by window. */
  burn?: Readonly<Record<string, number>>;
  fastBurn?: boolean;
  firing?: readonly FiringAlert[];
  exhaustion?: Exhaustion;
  age?: string;
}

const events = 1_000_000;

function sumOf({ objective }: Slo, consumed: number, coverage: number): BudgetSum {
  const bad = consumed * objective.budget * events;
  const errorRatio = bad / events;
  return { good: events - bad, bad, total: events, errorRatio, consumed, spent: consumed * coverage };
}

function stateAt(spent: number): GradedState {
  const entered = (["frozen", "restricted", "caution", "watch"] as const).find(
    (state) => spent >= defaultThresholds[state],
  );
  return entered ?? "healthy";
}

const pageOf = (group: GroupLabels): FiringAlert => ({
  alertname: "ErrorBudgetBurn",
  tier: "fast",
  severity: "page",
  since: earlier("4m"),
  group,
});

function judgedGroup(of: Slo, said: Group): JudgedGroup {
  const { group = {}, consumed, coverage = 1, cause, fastBurn = false, age = "40s" } = said;
  const raw = consumed === undefined ? undefined : sumOf(of, consumed, coverage);
  const state = said.state ?? (raw === undefined || cause !== undefined ? "unknown" : stateAt(raw.spent));
  const partial = coverage < 0.9;
  const assessment: GroupAssessment = {
    group,
    gone: said.gone ?? false,
    ...(raw !== undefined && {
      raw,
      adjusted: raw,
      adjustedCoverage: coverage,
      coverage,
      dataAt: earlier(age),
      dataAge: duration(age),
    }),
    partial,
    burn: Object.entries(said.burn ?? {}).map(([window, rate]) => ({
      window: duration(window),
      rate: burnRate(rate),
    })),
    firing: said.firing ?? (fastBurn ? [pageOf(group)] : []),
    fastBurn,
    exhaustion: said.exhaustion ?? { kind: raw === undefined ? "unknown" : "never" },
    ...(cause !== undefined && { cause }),
  };
  const standing = {
    state,
    since: earlier("2h"),
    ...(cause !== undefined && { cause }),
    partial,
    ...(raw !== undefined && state !== "unknown" && { spent: raw.spent }),
    held: state === "unknown" ? ("healthy" as const) : state,
    leaving: {},
    basis: "test",
  };
  return { assessment, standing };
}

/** An SLO as a cycle would have judged it: `judged({ consumed: 0.912 })`, or one of several groups. */
export function judged(
  said: Group & { slo?: Parameters<typeof slo>[0]; groups?: readonly Group[]; policy?: Policy } = {},
): JudgedSlo {
  const { slo: changes, groups = [said], policy = policyOf() } = said;
  const of = slo(changes);
  const found = groups
    .map((group) => judgedGroup(of, group))
    .sort(
      (a, b) =>
        Number(a.assessment.gone) - Number(b.assessment.gone) ||
        stateRank(b.standing.state) - stateRank(a.standing.state),
    );
  const [worst] = found as [JudgedGroup];
  const assessment = {
    slo: of.id,
    observedAt: noon,
    groups: found.map((group) => group.assessment),
    rules: { hash: of.rulesHash, behind: false },
    warnings: [],
    ...(said.cause !== undefined && { cause: said.cause, detail: `it is ${said.cause}` }),
  };
  return { slo: of, policy, assessment, standing: worst.standing, worst, groups: found };
}

export const source = (changes: Partial<SourceStatus> = {}): SourceStatus => ({
  name: "default",
  reachable: true,
  failures: 0,
  since: earlier("1h"),
  breaker: "closed",
  lastAnswerAt: noon,
  warnings: [],
  queries: 7,
  seconds: seconds(0.1),
  ...changes,
});

/** A snapshot of these SLOs, finished at noon; their services exist without being named. */
export function snapshotOf(slos: readonly JudgedSlo[], changes: Partial<Snapshot> = {}): Snapshot {
  const sorted = slos.toSorted((a, b) => (a.slo.id < b.slo.id ? -1 : 1));
  const byService = Map.groupBy(sorted, ({ slo: { service } }) => service);
  const services = new Map([...byService.keys()].map((name) => [name, serviceOf(name)]));
  const all = changes.services ?? services;
  const policies = new Map(sorted.map(({ policy }) => [policy.name, policy]));
  return {
    cycle: 7,
    startedAt: earlier("1s"),
    finishedAt: noon,
    interval: duration("30s"),
    spec: {
      definitions: {
        services: [...all.values()],
        environments: [production],
        policies: [...policies.values()],
        journeys: [],
        slos: sorted.map((each) => each.slo),
      },
      loadedAt: earlier("1h"),
      diagnostics: [],
      broken: false,
    },
    slos: sorted,
    byId: new Map(sorted.map((each) => [each.slo.id, each])),
    byService,
    slosOf: (service, environment) =>
      (byService.get(service) ?? []).filter((each) => each.slo.environment === environment),
    services,
    environments: new Map([production.name, ...production.aliases].map((name) => [name, production])),
    policies: policies.size === 0 ? new Map([["default", policyOf()]]) : policies,
    sources: [source()],
    journal: { writable: true, waiting: 0 },
    ...changes,
  };
}
