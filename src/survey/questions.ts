import { surveyLabel } from "../model/names.ts";
import type { NoData, Reply, Sample } from "../query/port.ts";

/** A conversation in rounds: questions out, answers in, a result at the end. Whoever drives it waits; this does not. */
export type Rounds<Result> = Generator<readonly string[], Result, readonly Reply[]>;

/** One question among many. */
export interface Item {
  key: string;
  expr: string;
}

export type Answered = readonly Sample[] | NoData;
export type Answers = ReadonlyMap<string, Answered>;

/** So many questions share a query: few queries for many SLOs, and texts that no server refuses for their length. */
const limits = { items: 40, characters: 30_000 };

function chunks(items: readonly Item[]): Item[][] {
  const all: Item[][] = [];
  let size = Infinity;
  for (const item of items) {
    const last = all.at(-1);
    if (last === undefined || last.length >= limits.items || size + item.expr.length > limits.characters) {
      all.push([item]);
      size = item.expr.length;
    } else {
      last.push(item);
      size += item.expr.length;
    }
  }
  return all;
}

/** Each answer carries the number of its question, so that none hides another. */
const together = (items: readonly Item[]): string =>
  items
    .map(({ expr }, number) => `label_replace((\n${expr}\n), "${surveyLabel}", "${number}", "", "")`)
    .join("\nor\n");

const isSilent = (answer: Answered): answer is NoData => "kind" in answer;
export const samplesOf = (answers: Answers, key: string): readonly Sample[] => {
  const answer = answers.get(key);
  return answer === undefined || isSilent(answer) ? [] : answer;
};
/** The value of a question that has at most one. */
export const valueOf = (answers: Answers, key: string): number | undefined =>
  samplesOf(answers, key)[0]?.value;
/** Why a question was not answered; undefined when it was. */
export const silenceOf = (answers: Answers, key: string): NoData | undefined => {
  const answer = answers.get(key);
  return answer !== undefined && isSilent(answer) ? answer : undefined;
};

function readTogether(items: readonly Item[], reply: Reply, into: Map<string, Answered>): void {
  if (reply.kind === "no-data") {
    for (const { key } of items) into.set(key, reply);
    return;
  }
  const samples = reply.kind === "vector" ? reply.samples : [];
  const byNumber = Map.groupBy(samples, ({ labels }) => labels[surveyLabel]);
  items.forEach(({ key }, number) => into.set(key, byNumber.get(String(number)) ?? []));
}

/** What is at fault in one question must not silence those asked with it. */
const isWorthAskingAlone = (reply: Reply): boolean =>
  reply.kind === "no-data" && (reply.cause === "refused-query" || reply.cause === "timeout");

export function* askAll(items: readonly Item[]): Rounds<Answers> {
  const answers = new Map<string, Answered>();
  if (items.length === 0) return answers;
  const shared = chunks(items);
  const replies = yield shared.map(together);
  const alone: Item[] = [];
  shared.forEach((chunk, index) => {
    const reply = replies[index];
    if (reply === undefined) return;
    if (chunk.length > 1 && isWorthAskingAlone(reply)) alone.push(...chunk);
    else readTogether(chunk, reply, answers);
  });
  if (alone.length === 0) return answers;
  const again = yield alone.map((item) => together([item]));
  alone.forEach((item, index) => {
    const reply = again[index];
    if (reply !== undefined) readTogether([item], reply, answers);
  });
  return answers;
}
