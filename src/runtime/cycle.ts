import { assess } from "../budget/assess.ts";
import type { Assessment } from "../budget/assessment.ts";
import { assessInSilence } from "../budget/silence.ts";
import { correctedPeriods, type PeriodsOf } from "../governance/corrections/periods.ts";
import { windowLimits } from "../model/intervals.ts";
import type { Policy } from "../model/policy.ts";
import type { Slo } from "../model/slo.ts";
import { seconds, type Timestamp } from "../model/units.ts";
import { longestLength } from "../model/window.ts";
import { judgeSlo, type Judgement, type Standings } from "../policy/judge-slo.ts";
import type { JudgedSlo } from "../policy/judged.ts";
import type { Transition } from "../policy/standing.ts";
import type { Plan } from "../query/plan.ts";
import type { KnownPeriods } from "./calendar/periods.ts";
import { stepsPerSlice } from "../query/slices.ts";
import { correctionsKnown } from "./corrections.ts";
import type { RuntimePorts } from "./ports.ts";
import { askSource, sourceOf, type SourceMemory } from "./sources.ts";
import type { DefinitionsStatus } from "./snapshot.ts";
import { messageOf } from "./transitions.ts";

/** What one cycle hands to the next. */
export interface Memory {
  sources: ReadonlyMap<string, SourceMemory>;
  standings: ReadonlyMap<string, Standings>;
  /** SLOs whose rules differ from git, and when that was first seen. */
  behindSince: ReadonlyMap<string, Timestamp>;
  /** Sums of calendar periods; the one part that grows in place. */
  periods: KnownPeriods;
}

export interface Found {
  memory: Memory;
  slos: readonly JudgedSlo[];
  transitions: readonly Transition[];
}

/** Asks every source at once, then assesses and judges SLO by SLO: none can hide another. */
export async function runCycle(
  spec: DefinitionsStatus,
  plans: ReadonlyMap<string, Plan>,
  former: Memory,
  ports: RuntimePorts,
): Promise<Found> {
  const periodsOf = periodsNow(ports, spec.definitions.slos);
  const asked = await Promise.all(
    ports.sources.map(async (source) => {
      const before = former.sources.get(source.name);
      const memory = await askSource(
        source,
        plans.get(source.name),
        before,
        ports,
        periodsOf,
        former.periods,
      );
      return [source.name, memory] as const;
    }),
  );
  const sources = new Map(asked);
  const now = ports.now();
  const policies = new Map(spec.definitions.policies.map((policy) => [policy.name, policy]));
  const standings = new Map<string, Standings>();
  const behindSince = new Map<string, Timestamp>();
  const slos: JudgedSlo[] = [];
  const transitions: Transition[] = [];
  for (const [index, slo] of spec.definitions.slos.entries()) {
    if (index % stepsPerSlice === stepsPerSlice - 1) await ports.pause();
    const policy = policies.get(slo.policy);
    if (policy === undefined) {
      ports.log.error("an SLO names a policy that is not defined: it is not judged", {
        slo: slo.id,
        policy: slo.policy,
      });
      continue;
    }
    const judgement = judgeOne(slo, policy, sources, former, now, ports, periodsOf);
    standings.set(slo.id, judgement.standings);
    const since = judgement.judged.assessment.rules.behindSince;
    if (since !== undefined) behindSince.set(slo.id, since);
    slos.push(judgement.judged);
    transitions.push(...judgement.transitions);
  }
  return { memory: { sources, standings, behindSince, periods: former.periods }, slos, transitions };
}

/** What counts otherwise than it was recorded, as governance says it now. */
function periodsNow({ desk, now }: RuntimePorts, slos: readonly Slo[]): PeriodsOf {
  if (desk === undefined) return () => [];
  const reach = slos.reduce<number>(
    (most, { window }) => Math.max(most, longestLength(window)),
    windowLimits.max,
  );
  return correctedPeriods(desk.state(), now(), reach);
}

const nobody: Standings = new Map();

function judgeOne(
  slo: Slo,
  policy: Policy,
  sources: ReadonlyMap<string, SourceMemory>,
  former: Memory,
  now: Timestamp,
  ports: RuntimePorts,
  periodsOf: PeriodsOf,
): Judgement {
  const standings = former.standings.get(slo.id) ?? nobody;
  try {
    const source = sourceOf(slo, ports.sources);
    const memory = source === undefined ? undefined : sources.get(source.name);
    const assessment = assessOne(slo, policy, memory, former.behindSince.get(slo.id), now, periodsOf);
    return judgeSlo(slo, policy, assessment, standings, now);
  } catch (error) {
    // A fault in one SLO's numbers is that SLO's alone; it is said in its place and in the log.
    ports.log.error("an SLO could not be assessed", { slo: slo.id, error: messageOf(error) });
    const silence = { failures: Infinity, lasting: seconds(0), message: messageOf(error) };
    const blank: Assessment = { ...assessInSilence(slo, policy, undefined, silence), cause: "no-data" };
    const groups = blank.groups.map((group) => ({ ...group, cause: "no-data" as const }));
    const detail = `nines could not assess it: ${messageOf(error)}`;
    return judgeSlo(slo, policy, { ...blank, groups, detail }, standings, now);
  }
}

function assessOne(
  slo: Slo,
  policy: Policy,
  memory: SourceMemory | undefined,
  behindSince: Timestamp | undefined,
  now: Timestamp,
  periodsOf: PeriodsOf,
): Assessment {
  if (memory === undefined) {
    const message = `no source named ${slo.prometheus} is configured`;
    return assessInSilence(slo, policy, undefined, { failures: Infinity, lasting: seconds(0), message });
  }
  const { status, observations, heardAt } = memory;
  const observation = observations.get(slo.id);
  const known = (otherwise: string) => correctionsKnown(slo, periodsOf(slo), memory.corrections, otherwise);
  if (status.reachable && observation !== undefined)
    return assess(slo, policy, observation, behindSince, known("they could not be asked"));
  const lasting = seconds(Math.max(now - (heardAt ?? now), 0));
  const message = status.error?.message ?? "it was not asked yet";
  return assessInSilence(
    slo,
    policy,
    observation,
    { failures: status.failures, lasting, message },
    behindSince,
    known(message),
  );
}
