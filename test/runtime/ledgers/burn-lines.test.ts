import { describe, expect, it } from "vitest";
import { seconds, type Timestamp } from "../../../src/model/units.ts";
import type { JudgedSlo } from "../../../src/policy/judged.ts";
import type { Reply } from "../../../src/query/port.ts";
import { burnLineOf, burnLines } from "../../../src/runtime/ledgers/burn-lines.ts";
import { duration } from "../../support/slos.ts";
import { earlier, judged, later, noon } from "../../support/snapshots.ts";

const month = { over: duration("30d"), step: duration("12h") };
const at = (moment: Timestamp, bad: number) => ({ at: moment, bad, total: 1_000 });
/** A spent budget; `bad` is what makes 1.18 of it. */
const spent = judged({ consumed: 1.18, exhaustion: { kind: "exhausted" } });
const { bad, total } = spent.worst.assessment.raw!;
const allowed = total * 0.001;

describe("a line of burn-down", () => {
  it("falls from a whole budget to what is left of it now, as the SLO's own number says, however young that is", () => {
    const course = [at(earlier("20d"), bad / 2), at(earlier("10d"), 0), at(earlier("6h"), 0)];
    const line = burnLineOf(spent, course, month, noon);
    expect(line).toMatchObject({ from: earlier("30d"), to: noon });
    expect(line?.left.map((left) => left.toFixed(6))).toEqual([
      "0.410000",
      "0.410000",
      "0.410000",
      "-0.180000",
    ]);
    expect(bad / allowed).toBeCloseTo(1.18, 9);
  });

  it("says of a spent budget when enough is forgotten for its state to be left", () => {
    const course = [at(earlier("29d"), bad * 0.1), at(earlier("20d"), bad * 0.4), at(noon, bad * 0.5)];
    // Frozen is left below 95 %: ninety hundredths of 118 % are too much, half of it is not.
    expect(burnLineOf(spent, course, month, noon)?.back).toBe(later("30m", later("10d")));
    expect(burnLineOf(judged({ consumed: 0.3 }), course, month, noon)?.back).toBeUndefined();
  });

  it("is none where nothing is recorded", () => {
    expect(burnLineOf(spent, [], month, noon)).toBeUndefined();
    expect(burnLineOf(spent, [at(earlier("31d"), 5)], month, noon)).toBeUndefined();
  });
});

const matrixOf = (slos: readonly JudgedSlo[]): Reply => ({
  kind: "matrix",
  series: slos.map(({ slo }) => ({ labels: { slo_id: slo.id }, points: [[noon, 1]] })),
  warnings: [],
});

function asked(slos: readonly JudgedSlo[], answer: (promql: string) => Reply = () => matrixOf(slos)) {
  const questions: string[] = [];
  const clock = { now: noon };
  const ask = async (all: readonly string[]): Promise<readonly Reply[]> => {
    questions.push(...all);
    return all.map(answer);
  };
  const source = { name: "default", ask, breaker: () => "closed" as const };
  return { questions, clock, read: burnLines({ sources: [source], now: () => clock.now }) };
}

describe("the lines of a list", () => {
  const slos = Array.from({ length: 40 }, (_, index) =>
    judged({ consumed: 0.2, slo: { name: `slo-${index}` } }),
  );

  it("are asked for together, and only those that were not lately", async () => {
    const { questions, clock, read } = asked(slos);
    expect((await read(slos.slice(0, 30))).lines.size).toBe(30);
    expect(questions).toHaveLength(2);
    await read(slos.slice(0, 30));
    expect(questions).toHaveLength(2);
    expect((await read(slos)).lines.size).toBe(40);
    expect(questions.slice(2).some((promql) => promql.includes("slo-7"))).toBe(false);
    clock.now = later(`${seconds(301)}s`);
    await read(slos);
    expect(questions).toHaveLength(6);
  });

  it("stay as they were when Prometheus is silent, which is said, and are asked for again", async () => {
    const silence: Reply = { kind: "no-data", cause: "timeout", message: "no answer within 10 s" };
    const { questions, read } = asked(slos, () => silence);
    const answer = await read(slos);
    expect([answer.lines.size, answer.silent]).toEqual([0, [silence]]);
    await read(slos);
    expect(questions).toHaveLength(4);
  });
});
