import { startPrometheus } from "../../kit/prometheus.ts";
import { writeHistory } from "../../kit/remote-write.ts";
import { generations, type Generation } from "../../kit/tools.ts";
import type { Bench, Report, Terms } from "../bench.ts";
import { roomyTsdb } from "../recorder.ts";
import { availability } from "../slo.ts";
import { faults } from "./faults.ts";
import { reportOf } from "./judge.ts";
import { agreesWithPromtool } from "./promtool.ts";
import { rawHistory, record, watch, type Outcome, type Situation } from "./simulate.ts";

const noon = Date.UTC(2026, 5, 30, 12) / 1_000;

/** Where in a ledger interval the fault begins, and how long after the ledger the fast group runs, in seconds. */
const dispositions = (quick: boolean): readonly (readonly [phase: number, offset: number])[] =>
  Array.from({ length: quick ? 2 : 9 }, (_, n) => [n * 16.7, [1, 29, 15][n % 3]!]);

const situations = (quick: boolean): Situation[] =>
  faults.flatMap((fault, kind) =>
    dispositions(quick).map(([phase, offset], n) => ({
      slo: availability(`fault-${kind}-${n}`),
      fault,
      began: noon + phase,
      clock: { interval: 30, phase: 7.349 },
      offset,
    })),
  );

async function onOne(generation: Generation, { quick, say }: Terms): Promise<Outcome[]> {
  const server = await startPrometheus({ generation, flags: roomyTsdb });
  try {
    const all = situations(quick);
    await writeHistory(server.url, all.flatMap(rawHistory));
    say(`${generation}: ${all.length} faults, what the rules record`);
    await record(server.url, all);
    const outcomes: Outcome[] = [];
    for (const situation of all) {
      if (situation.slo.service.endsWith("-0"))
        say(`${generation}: alerts for a fault of ${situation.fault.name}`);
      outcomes.push(await watch(server.url, situation));
    }
    return outcomes;
  } finally {
    await server.stop();
  }
}

async function run(terms: Terms): Promise<Report> {
  const outcomes = await Promise.all(generations.map((generation) => onOne(generation, terms)));
  terms.say("promtool on the same fast alerts");
  return reportOf(outcomes.flat(), await agreesWithPromtool());
}

export const detection: Bench = {
  name: "detection",
  summary: "minutes from fault to alert and from repair to clear, against windows computed from raw data",
  lasts: "2 minutes",
  run,
};
