import { describe, expect, it } from "vitest";
import { surveyLabel } from "../../src/model/names.ts";
import type { Reply } from "../../src/query/port.ts";
import { askAll, samplesOf, silenceOf, valueOf } from "../../src/survey/questions.ts";
import { play, refused, vector } from "./rounds.ts";

const items = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ key: `k${n}`, expr: `count(m${n})` }));

/** Answers every part of a shared query with the number in the metric's name. */
const byName = (query: string): Reply =>
  vector(
    ...[...query.matchAll(/count\(m(\d+)\)\n\), "nines_question", "(\d+)"/g)].map(([, value, number]) => ({
      labels: { [surveyLabel]: number! },
      value: Number(value),
    })),
  );

describe("questions about many SLOs", () => {
  it("share queries, and each gets its own answer", () => {
    const { result, rounds } = play(askAll(items(100)), byName);
    expect(rounds).toHaveLength(1);
    expect(rounds[0]).toHaveLength(3);
    expect(items(100).map(({ key }) => valueOf(result, key))).toEqual(
      Array.from({ length: 100 }, (_, n) => n),
    );
  });

  it("are asked alone when a query they share is refused, so that one fault silences no other", () => {
    const broken = (query: string): Reply => (query.includes("count(m3)") ? refused : byName(query));
    const { result, rounds } = play(askAll(items(10)), broken);
    expect(rounds.map((queries) => queries.length)).toEqual([1, 10]);
    expect(silenceOf(result, "k3")).toEqual(refused);
    expect(valueOf(result, "k4")).toBe(4);
  });

  it("are not asked again of a server that is gone", () => {
    const gone: Reply = { kind: "no-data", cause: "unreachable", message: "connection refused" };
    const { result, rounds } = play(askAll(items(5)), () => gone);
    expect(rounds).toHaveLength(1);
    expect(silenceOf(result, "k0")?.cause).toBe("unreachable");
  });

  it("tell no series from no answer", () => {
    const { result } = play(askAll(items(1)), () => vector());
    expect(samplesOf(result, "k0")).toEqual([]);
    expect(silenceOf(result, "k0")).toBeUndefined();
  });

  it("need no round when there are none", () => {
    expect(play(askAll([]), byName).rounds).toEqual([]);
  });
});
