import type { Journal } from "../../src/governance/journal.ts";
import { label, series } from "../../src/model/names.ts";
import type { Observation } from "../../src/model/observation.ts";
import type { Policy } from "../../src/model/policy.ts";
import type { Slo } from "../../src/model/slo.ts";
import { timestamp, type Timestamp } from "../../src/model/units.ts";
import { planQueries } from "../../src/query/plan.ts";
import type { NoData, Reply, Sample } from "../../src/query/port.ts";
import type { Leadership } from "../../src/runtime/leadership.ts";
import type { Reading, RuntimePorts, Source } from "../../src/runtime/ports.ts";
import { createRuntime, type Runtime } from "../../src/runtime/runtime.ts";
import type { Snapshot } from "../../src/runtime/snapshot.ts";
import { openMemoryJournal } from "../../src/store/memory.ts";
import { observation, type Said } from "../support/observations.ts";
import { duration, slo } from "../support/slos.ts";
import { noon, policyOf, production, serviceOf } from "../support/snapshots.ts";

export const refused: NoData = { kind: "no-data", cause: "unreachable", message: "connection refused" };

/** A Prometheus whose answers are written by hand; its servers, clocks and failures are the test's. */
export interface World {
  runtime: Runtime;
  journal: Journal;
  /** Lets time pass and runs one cycle. */
  cycle: (after?: string) => Promise<Snapshot>;
  says: Map<string, Said & Partial<Omit<Observation, "groups">>>;
  down: Set<string>;
  reading: { now: Reading | Error };
  logged: string[];
  asked: string[];
}

export interface Given {
  slos?: readonly Slo[];
  policy?: Policy;
  sources?: readonly string[];
  journal?: Journal;
  at?: Timestamp;
  leadership?: Leadership;
}

export const readingOf = (slos: readonly Slo[], policy = policyOf()): Reading => ({
  definitions: {
    services: [...new Set(slos.map(({ service }) => service))].map((name) => serviceOf(name)),
    environments: [production],
    policies: [policy],
    slos,
    journeys: [],
  },
  diagnostics: [],
});

/** A runtime in such a world, not yet started. */
export function world({
  slos = [slo()],
  policy = policyOf(),
  sources = ["default"],
  journal = openMemoryJournal(),
  at = noon,
  leadership,
}: Given = {}): World {
  let now = at;
  const says: World["says"] = new Map(slos.map(({ id }) => [id, {}]));
  const down = new Set<string>();
  const reading: World["reading"] = { now: readingOf(slos, policy) };
  const logged: string[] = [];
  const asked: string[] = [];
  const known = (): readonly Slo[] =>
    reading.now instanceof Error ? slos : (reading.now.definitions?.slos ?? slos);
  const sourceNamed = (name: string): Source => ({
    name,
    breaker: () => (down.has(name) ? "open" : "closed"),
    ask: async (queries) => {
      asked.push(...queries);
      return queries.map((query) => (down.has(name) ? refused : answer(query, known(), says, now)));
    },
  });
  const log = (message: string) => void logged.push(message);
  const ports: RuntimePorts = {
    sources: sources.map(sourceNamed),
    journal,
    now: () => now,
    log: { info: log, warn: log, error: log },
    readDefinitions: async () => {
      if (reading.now instanceof Error) throw reading.now;
      return reading.now;
    },
    pause: async () => undefined,
    ...(leadership !== undefined && { leadership }),
  };
  const runtime = createRuntime(ports, { interval: duration("1h") });
  const cycle = async (after = "30s"): Promise<Snapshot> => {
    now = timestamp(now + duration(after));
    return runtime.cycle();
  };
  return { runtime, journal, cycle, says, down, reading, logged, asked };
}

/** Answers a question of the plan as a real source would, from what each SLO is said to be. */
function answer(query: string, slos: readonly Slo[], says: World["says"], now: number): Reply {
  if (query === "time()") return { kind: "scalar", value: now, warnings: [] };
  const { queries } = planQueries(slos, policyOf().freshFor);
  // Each source is asked for its own environments only; here all of them answer alike.
  const plainly = (text: string) => text.replace(/slo_environment=~"[^"]*"/g, "");
  const part = Object.entries(queries).find(([, text]) => plainly(text) === plainly(query))?.[0];
  const samples = slos.flatMap((of) => {
    const said = says.get(of.id);
    return said === undefined ? [] : samplesOf(part, of, said, now);
  });
  return { kind: "vector", samples, warnings: [] };
}

function samplesOf(
  part: string | undefined,
  of: Slo,
  said: Said & Partial<Omit<Observation, "groups">>,
  now: number,
): readonly Sample[] {
  const [group] = observation(said).groups;
  if (group === undefined) return [];
  const sample = (value: number, labels: Readonly<Record<string, string>> = {}): Sample => ({
    labels: { [label.id]: of.id, ...group.group, ...labels },
    value,
  });
  const named = (name: string, value: number) => sample(value, { [label.metricName]: name });
  switch (part) {
    case "period":
      return [
        named(series.periodEventsTotal, group.total ?? 0),
        named(series.periodEventsBad, group.bad ?? 0),
        named(series.periodCoverage, group.coverage ?? 1),
      ];
    case "age":
      return [sample(now - (noon - (group.dataAt ?? noon)))];
    case "info":
      return [
        sample(now, {
          [label.rulesHash]: said.rules?.hash ?? of.rulesHash,
          [label.window]: "30d",
          [label.groupBy]: of.groupBy.join(","),
        }),
      ];
    case "alerts":
      return (said.firing ?? []).map(({ alertname, tier = "" }) => sample(now, { alertname, tier }));
    default:
      return [];
  }
}

/** What the journal holds, as `from → to` with the cause. */
export async function told(journal: Journal): Promise<readonly string[]> {
  const all = await journal.read(1, 1_000, { kinds: ["state-transition"] });
  return all.map((entry) => {
    if (entry.kind !== "state-transition") return entry.kind;
    const { from, to, cause } = entry.payload;
    return `${from} → ${to}${cause === undefined ? "" : ` (${cause})`}`;
  });
}
