import { timestamp, type Timestamp } from "../model/units.ts";
import { essentialParts, timeQuery, type Part, type Plan } from "../query/plan.ts";
import type { Ask, NoData, Reply, Sample } from "../query/port.ts";
import type { Answers } from "../query/reading.ts";

/** One cycle's conversation with one source. */
export type Conversation =
  | {
      kind: "answered";
      /** The source's own `time()`, at which everything was evaluated. */
      at: Timestamp;
      answers: Answers;
      warnings: readonly string[];
      /** A part that failed although nothing is judged by it. */
      missing?: NoData;
      queries: number;
    }
  | { kind: "silent"; silence: NoData; queries: number };

/** Asks the time first: a dead source costs one question, and all others are evaluated at one instant. */
export async function converse(ask: Ask, plan: Plan | undefined): Promise<Conversation> {
  const time = scalarOf((await ask([timeQuery]))[0]);
  if (typeof time !== "number") return { kind: "silent", silence: time, queries: 1 };
  const at = timestamp(time);
  if (plan === undefined) return { kind: "answered", at, answers: {}, warnings: [], queries: 1 };
  const parts = Object.keys(plan.queries) as Part[];
  const replies = await ask(
    parts.map((part) => plan.queries[part]),
    at,
  );
  const queries = parts.length + 1;
  const answers: Partial<Record<Part, readonly Sample[]>> = {};
  let missing: NoData | undefined;
  for (const [index, part] of parts.entries()) {
    const samples = samplesOf(replies[index]);
    if (Array.isArray(samples)) answers[part] = samples as readonly Sample[];
    else if (essentialParts.includes(part)) return { kind: "silent", silence: samples as NoData, queries };
    else missing = samples as NoData;
  }
  const warnings = [...new Set(replies.flatMap((reply) => (reply.kind === "no-data" ? [] : reply.warnings)))];
  return { kind: "answered", at, answers, warnings, ...(missing !== undefined && { missing }), queries };
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

const scalarOf = (reply: Reply | undefined): number | NoData => {
  if (reply === undefined) return noAnswer;
  if (reply.kind === "no-data") return reply;
  return reply.kind === "scalar" ? reply.value : unusable(reply.kind, "scalar");
};

const samplesOf = (reply: Reply | undefined): readonly Sample[] | NoData => {
  if (reply === undefined) return noAnswer;
  if (reply.kind === "no-data") return reply;
  return reply.kind === "vector" ? reply.samples : unusable(reply.kind, "vector");
};
