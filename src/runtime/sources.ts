import { defaultSourceName } from "../model/definitions.ts";
import type { Observation } from "../model/observation.ts";
import type { Slo } from "../model/slo.ts";
import { seconds, type Seconds, type Timestamp } from "../model/units.ts";
import { planQueries, type Plan } from "../query/plan.ts";
import type { NoData } from "../query/port.ts";
import { askCorrections, nothingKept, type KeptCorrections } from "./corrections.ts";
import { observePeriods, type KnownPeriods } from "./calendar/periods.ts";
import type { PeriodsOf } from "../governance/corrections/periods.ts";
import { converse, type Conversation } from "./converse.ts";
import type { Pause } from "./drive.ts";
import { messageOf } from "./transitions.ts";
import type { RuntimePorts, Source } from "./ports.ts";
import type { SourceStatus } from "./snapshot.ts";

/** What is remembered of a source from cycle to cycle. */
export interface SourceMemory {
  status: SourceStatus;
  /** Its last full answer, and when it came in nines' own time. */
  observations: ReadonlyMap<string, Observation>;
  heardAt?: Timestamp;
  /** What is known of the events in corrected periods. */
  corrections: KeptCorrections;
}

/** The source that holds an SLO's series; a single one serves all that name none. */
export const sourceOf = (slo: Slo, sources: readonly Source[]): Source | undefined =>
  sources.find(({ name }) => name === slo.prometheus) ??
  (slo.prometheus === defaultSourceName && sources.length === 1 ? sources[0] : undefined);

/** One plan for each source that has SLOs. */
export function planSources(
  slos: readonly Slo[],
  sources: readonly Source[],
  longestFreshFor: Seconds,
): ReadonlyMap<string, Plan> {
  const bySource = new Map<string, Slo[]>();
  for (const slo of slos) {
    const source = sourceOf(slo, sources);
    if (source === undefined) continue;
    const known = bySource.get(source.name);
    if (known === undefined) bySource.set(source.name, [slo]);
    else known.push(slo);
  }
  return new Map([...bySource].map(([name, own]) => [name, planQueries(own, longestFreshFor)]));
}

/** Asks one source everything, and remembers. Whatever happens there stays there. */
export async function askSource(
  source: Source,
  plan: Plan | undefined,
  former: SourceMemory | undefined,
  ports: Pick<RuntimePorts, "now" | "pause">,
  periodsOf: PeriodsOf,
  periods: KnownPeriods,
): Promise<SourceMemory> {
  const began = ports.now();
  const conversation = await observe(
    source,
    plan,
    await talk(source, plan, ports.pause),
    ports.pause,
    periods,
  );
  const before = former?.corrections ?? nothingKept;
  const corrected = await correct(source, plan, conversation, before, ports.pause, periodsOf);
  const took = seconds(Math.max(ports.now() - began, 0));
  const status = (reachable: boolean): Omit<SourceStatus, "failures"> => ({
    name: source.name,
    reachable,
    since: former?.status.reachable === reachable ? former.status.since : began,
    breaker: source.breaker(),
    warnings: [],
    queries: conversation.queries + corrected.queries,
    seconds: took,
  });
  if (conversation.kind === "silent") {
    const failures = (former?.status.failures ?? 0) + 1;
    const lastAnswerAt = former?.status.lastAnswerAt;
    return {
      observations: new Map(),
      corrections: before,
      ...former,
      status: {
        ...status(false),
        failures,
        error: conversation.silence,
        ...(lastAnswerAt !== undefined && { lastAnswerAt }),
      },
    };
  }
  const { at, warnings, observations } = conversation;
  return {
    observations,
    corrections: corrected.kept,
    heardAt: began,
    status: { ...status(true), failures: 0, lastAnswerAt: at, warnings },
  };
}

/** Of calendar windows the rules record no sums: nines asks for them day by day. */
async function observe(
  { ask }: Source,
  plan: Plan | undefined,
  conversation: Conversation,
  pause: Pause,
  periods: KnownPeriods,
): Promise<Conversation> {
  if (conversation.kind === "silent" || plan === undefined) return conversation;
  const { at } = conversation;
  try {
    const found = await observePeriods({ ask, pause }, plan.slos, conversation.observations, at, periods);
    return {
      ...conversation,
      observations: found.observations,
      queries: conversation.queries + found.queries,
    };
  } catch {
    // An adapter that breaks its word, as below: windows that nobody summed have no data.
    return conversation;
  }
}

/** What lies in corrected periods is asked at the same instant as everything else. */
async function correct(
  { ask }: Source,
  plan: Plan | undefined,
  conversation: Conversation,
  before: KeptCorrections,
  pause: Pause,
  periodsOf: PeriodsOf,
): Promise<{ kept: KeptCorrections; queries: number }> {
  if (conversation.kind === "silent" || plan === undefined) return { kept: before, queries: 0 };
  const { observations, at } = conversation;
  try {
    return await askCorrections({ ask, pause }, plan.slos, observations, periodsOf, at, before);
  } catch {
    // An adapter that breaks its word, as above: SLOs with periods that nobody counted say so themselves.
    return { kept: before, queries: 0 };
  }
}

/** A source without SLOs is still asked the time, so that its health is known. */
async function talk(source: Source, plan: Plan | undefined, pause: Pause): Promise<Conversation> {
  try {
    return await converse(source.ask, plan, pause);
  } catch (error) {
    // `Ask` promises not to reject; an adapter that breaks its word must not take the other sources with it.
    const silence: NoData = { kind: "no-data", cause: "unusable-answer", message: messageOf(error) };
    return { kind: "silent", silence, queries: 1 };
  }
}
