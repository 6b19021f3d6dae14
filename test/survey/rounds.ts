import type { NoData, Reply, Sample } from "../../src/query/port.ts";
import type { Rounds } from "../../src/survey/questions.ts";

export const vector = (...samples: readonly Sample[]): Reply => ({ kind: "vector", samples, warnings: [] });
export const refused: NoData = { kind: "no-data", cause: "refused-query", message: "too many samples" };

export interface Played<Result> {
  result: Result;
  /** The queries of each round. */
  rounds: (readonly string[])[];
}

/** Drives a conversation with answers that a test makes up. */
export function play<Result>(rounds: Rounds<Result>, answer: (query: string) => Reply): Played<Result> {
  const asked: (readonly string[])[] = [];
  let step = rounds.next();
  while (step.done !== true) {
    asked.push(step.value);
    step = rounds.next(step.value.map(answer));
  }
  return { result: step.value, rounds: asked };
}
