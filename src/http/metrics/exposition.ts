import { setImmediate as pause } from "node:timers/promises";
import type { GovernanceState } from "../../governance/state.ts";
import { label, metric, metricLabel } from "../../model/names.ts";
import { defaultChangeKind, stateRank, states } from "../../model/policy.ts";
import type { Slo } from "../../model/slo.ts";
import type { Timestamp } from "../../model/units.ts";
import type { JudgedSlo } from "../../policy/judged.ts";
import type { BreakerState, Snapshot } from "../../runtime/snapshot.ts";
import { isOpen } from "../../gate/decide.ts";
import { periodFamilies } from "./periods.ts";
import { inBraces, row } from "./rows.ts";
import { countStates, toMilliseconds } from "../views/common.ts";

/** Milliseconds of writing before other requests get their turn. */
const slice = 2;

interface Family {
  name: string;
  help: string;
  rows: Iterable<string>;
}

// Definitions outlive many cycles, so their labels are written once.
const identities = new WeakMap<Slo, string>();

function identity(slo: Slo): string {
  const known = identities.get(slo);
  if (known !== undefined) return known;
  const labels = inBraces({
    [label.id]: slo.id,
    [label.service]: slo.service,
    [label.name]: slo.name,
    [label.environment]: slo.environment,
  });
  identities.set(slo, labels);
  return labels;
}

/** One row for each SLO of which the value is known; the numbers are its worst group's. */
function* perSlo(
  name: string,
  slos: readonly JudgedSlo[],
  value: (judged: JudgedSlo) => number | undefined,
): Generator<string> {
  for (const judged of slos) {
    const known = value(judged);
    yield known === undefined ? "" : `${name}${identity(judged.slo)} ${known}\n`;
  }
}

function* gateRows(snapshot: Snapshot, governance: GovernanceState): Generator<string> {
  for (const { name, environments } of snapshot.services.values())
    for (const environment of environments) {
      const subject = { kind: "service", service: name, environment } as const;
      const question = { subject, change: defaultChangeKind, group: {} };
      const labels = {
        [label.service]: name,
        [label.environment]: environment,
        [metricLabel.change]: defaultChangeKind,
      };
      yield row(metric.gateOpen, labels, isOpen(question, snapshot, governance, snapshot.finishedAt) ? 1 : 0);
    }
}

/** A number last known is not a number now: an unknown SLO has no row. */
const consumedOf = ({ standing, worst }: JudgedSlo) =>
  standing.state === "unknown" ? undefined : worst.assessment.raw?.consumed;

const ageOf = ({ worst: { assessment } }: JudgedSlo) =>
  assessment.dataAge === undefined ? undefined : toMilliseconds(assessment.dataAge);

const breakerValue: Readonly<Record<BreakerState, number>> = { closed: 0, "half-open": 1, open: 2 };

const sloFamilies = ({ slos }: Snapshot): Family[] => [
  {
    name: metric.budgetConsumed,
    help: "Share of the error budget used up, raw; 1 is all of it; absent while unknown",
    rows: perSlo(metric.budgetConsumed, slos, consumedOf),
  },
  {
    name: metric.stateRank,
    help: "Policy state: -1 unknown, 0 healthy, 1 watch, 2 caution, 3 restricted, 4 frozen",
    rows: perSlo(metric.stateRank, slos, ({ standing }) => stateRank(standing.state)),
  },
  {
    name: metric.dataAge,
    help: "Age of the newest ledger sample when the cycle looked",
    rows: perSlo(metric.dataAge, slos, ageOf),
  },
];

function cycleFamilies({ slos, startedAt, finishedAt, spec, sources }: Snapshot): Family[] {
  const counts = countStates(slos.map(({ standing }) => standing.state));
  const single = (name: string, help: string, value: number): Family => ({
    name,
    help,
    rows: [row(name, {}, value)],
  });
  const bySource = (
    name: string,
    help: string,
    value: (source: Snapshot["sources"][number]) => number,
  ): Family => ({
    name,
    help,
    rows: sources.map((source) => row(name, { [metricLabel.source]: source.name }, value(source))),
  });
  return [
    {
      name: metric.slos,
      help: "SLOs in each policy state",
      rows: states.map((state) => row(metric.slos, { [metricLabel.state]: state }, counts[state])),
    },
    single(metric.cycleDuration, "How long the last cycle took", toMilliseconds(finishedAt - startedAt)),
    single(metric.cycleLast, "When the last cycle finished", finishedAt),
    single(metric.specLoaded, "When the definitions in use were read", spec.loadedAt),
    single(
      metric.specErrors,
      "Errors in the newest reading of the definitions; above 0 the last good ones are used",
      spec.diagnostics.filter(({ severity }) => severity === "error").length,
    ),
    bySource(metric.sourceUp, "Whether the source answered everything in the last cycle", ({ reachable }) =>
      reachable ? 1 : 0,
    ),
    bySource(
      metric.breakerState,
      "Circuit breaker: 0 closed, 1 half-open, 2 open",
      ({ breaker }) => breakerValue[breaker],
    ),
  ];
}

const gateFamily = (rows: Family["rows"]): Family => ({
  name: metric.gateOpen,
  help: "Whether the gate would let a feature through; absent while nines has stood still",
  rows,
});

/** Everything a snapshot says, as Prometheus text. Written in slices, so that the gate answers in between. */
export const renderSnapshot = (snapshot: Snapshot, governance: GovernanceState): Promise<readonly Buffer[]> =>
  render(snapshot, gateFamily(gateRows(snapshot, governance)));

async function render(snapshot: Snapshot, gate: Family): Promise<readonly Buffer[]> {
  const parts: Buffer[] = [];
  let text = "";
  let begin = performance.now();
  for (const { name, help, rows } of [
    ...sloFamilies(snapshot),
    ...periodFamilies(snapshot.slos),
    gate,
    ...cycleFamilies(snapshot),
  ]) {
    text += `# HELP ${name} ${help}\n# TYPE ${name} gauge\n`;
    for (const line of rows) {
      text += line;
      if (performance.now() - begin < slice) continue;
      parts.push(Buffer.from(text));
      text = "";
      await pause();
      begin = performance.now();
    }
  }
  return [...parts, Buffer.from(text)];
}

const rendered = new WeakMap<Snapshot, Promise<readonly Buffer[]>>();

/** Of a snapshot that nobody has renewed for as long as a verdict holds, nobody knows whether the gate is open. */
const isOverdue = ({ finishedAt, interval }: Snapshot, now: Timestamp): boolean =>
  now - finishedAt > 2 * interval;

/** Renders each snapshot once, at its first scrape; scrapes in between share the bytes. */
export function expositionOf(
  snapshot: Snapshot,
  governance: GovernanceState,
  now: Timestamp,
): Promise<readonly Buffer[]> {
  if (isOverdue(snapshot, now)) return render(snapshot, gateFamily([]));
  const known = rendered.get(snapshot);
  if (known !== undefined) return known;
  const text = renderSnapshot(snapshot, governance);
  rendered.set(snapshot, text);
  return text;
}
