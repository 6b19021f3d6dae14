import type { Observation } from "../model/observation.ts";
import { timestamp, type Timestamp } from "../model/units.ts";
import { essentialParts, timeQuery, type Part, type Plan } from "../query/plan.ts";
import type { Ask, NoData, Reply } from "../query/port.ts";
import { foreignLabels, note, observationsOf, openNotes, type Notes } from "../query/reading.ts";
import { drive, type Pause } from "./drive.ts";

/** One cycle's conversation with one source. */
export type Conversation =
  | {
      kind: "answered";
      /** The source's own `time()`, at which everything was evaluated. */
      at: Timestamp;
      observations: ReadonlyMap<string, Observation>;
      warnings: readonly string[];
      queries: number;
    }
  | { kind: "silent"; silence: NoData; queries: number };

/**
 * Asks the time first: a dead source costs one question, and all others are evaluated at one instant. Then part by
 * part, each read before the next is asked: the answers of ten thousand SLOs side by side would be the largest
 * thing in memory.
 */
export async function converse(ask: Ask, plan: Plan | undefined, pause: Pause): Promise<Conversation> {
  const time = scalarOf(await askOne(ask, timeQuery));
  if (typeof time !== "number") return { kind: "silent", silence: time, queries: 1 };
  const at = timestamp(time);
  if (plan === undefined) return { kind: "answered", at, observations: new Map(), warnings: [], queries: 1 };
  const notes = openNotes(plan);
  const warnings = new Set<string>();
  let queries = 1;
  let asked = plan.queries;
  for (const part of Object.keys(asked) as Part[]) {
    queries++;
    const { silence, said } = await askPart(ask, notes, part, asked[part], at, pause);
    if (part === "info") asked = keepingApart(plan, notes);
    for (const warning of said) warnings.add(warning);
    if (silence !== undefined && essentialParts.includes(part)) return { kind: "silent", silence, queries };
    // Nothing is judged by burn rates: without them budgets still stand, and people are told.
    if (silence !== undefined) warnings.add(silence.message);
  }
  const observations = await drive(observationsOf(notes, at), pause);
  return { kind: "answered", at, observations, warnings: [...warnings], queries };
}

const askOne = async (ask: Ask, query: string, at?: Timestamp): Promise<Reply> =>
  (await ask([query], at))[0] ?? noAnswer;

/** After an edit of `groupBy`, series of the former grouping must not be added up to one. */
function keepingApart(plan: Plan, notes: Notes): Plan["queries"] {
  const foreign = foreignLabels(notes);
  return foreign.length === 0 ? plan.queries : plan.keeping(foreign);
}

/** Asks one part and notes what it says; returns Prometheus' own warnings, or what went wrong. */
async function askPart(
  ask: Ask,
  notes: Notes,
  part: Part,
  query: string,
  at: Timestamp,
  pause: Pause,
): Promise<{ said: readonly string[]; silence?: NoData }> {
  const reply = await askOne(ask, query, at);
  if (reply.kind === "no-data") return { said: [], silence: reply };
  if (reply.kind !== "vector") return { said: reply.warnings, silence: unusable(reply.kind, "vector") };
  await drive(note(notes, part, reply.samples), pause);
  return { said: reply.warnings };
}

const noAnswer: NoData = {
  kind: "no-data",
  cause: "unusable-answer",
  message: "a query was left without answer",
};

const unusable = (kind: string, expected: string): NoData => ({
  kind: "no-data",
  cause: "unusable-answer",
  message: `Prometheus answered with a ${kind} where a ${expected} was asked for`,
});

const scalarOf = (reply: Reply): number | NoData => {
  if (reply.kind === "no-data") return reply;
  return reply.kind === "scalar" ? reply.value : unusable(reply.kind, "scalar");
};
