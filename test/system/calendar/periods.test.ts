import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPrometheus, type PrometheusServer } from "../../../kit/prometheus.ts";
import { giveHistory, type HistorySeries } from "../../../kit/remote-write.ts";
import { generations } from "../../../kit/tools.ts";
import { assess } from "../../../src/budget/assess.ts";
import { label, series } from "../../../src/model/names.ts";
import type { Slo } from "../../../src/model/slo.ts";
import { seconds, timestamp, type Timestamp } from "../../../src/model/units.ts";
import { calendarWindow, windowText, type CalendarUnit } from "../../../src/model/window.ts";
import { openSource, type ClosableSource } from "../../../src/prometheus/source.ts";
import { observePeriods, openPeriods } from "../../../src/runtime/calendar/periods.ts";
import { sourceOptions } from "../../prometheus/options.ts";
import { slo } from "../../support/slos.ts";
import { policyOf } from "../../support/snapshots.ts";

const moment = (text: string): Timestamp => timestamp(Date.parse(text) / 1_000);

/** Requests in each ledger sample, and where in its 2m30s the ruler evaluates. */
const perSample = 300;
const phase = 47;

interface Vector {
  name: string;
  unit: CalendarUnit;
  zone: string;
  /** The edges, written with their offsets by hand. */
  from: string;
  to: string;
  hours: number;
  /** Moments inside at which 30 requests fail. */
  bad: readonly string[];
  /** Moments just outside. */
  outside: readonly string[];
}

const berlin = "Europe/Berlin";
const newYork = "America/New_York";

const vectors: readonly Vector[] = [
  {
    name: "spring in Berlin",
    unit: "month",
    zone: berlin,
    from: "2026-03-01T00:00+01:00",
    to: "2026-04-01T00:00+02:00",
    hours: 31 * 24 - 1,
    bad: [
      "2026-03-01T00:05+01:00",
      "2026-03-29T01:58+01:00",
      "2026-03-29T03:03+02:00",
      "2026-03-31T23:55+02:00",
    ],
    outside: ["2026-02-28T23:50+01:00", "2026-04-01T00:05+02:00"],
  },
  {
    name: "autumn in Berlin",
    unit: "week",
    zone: berlin,
    from: "2026-10-19T00:00+02:00",
    to: "2026-10-26T00:00+01:00",
    hours: 7 * 24 + 1,
    bad: ["2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", "2026-10-25T23:50+01:00"],
    outside: ["2026-10-18T23:50+02:00", "2026-10-26T00:05+01:00"],
  },
  {
    name: "spring in New York",
    unit: "week",
    zone: newYork,
    from: "2026-03-02T00:00-05:00",
    to: "2026-03-09T00:00-04:00",
    hours: 7 * 24 - 1,
    bad: ["2026-03-08T01:57-05:00", "2026-03-08T03:04-04:00", "2026-03-08T23:50-04:00"],
    outside: ["2026-03-01T23:50-05:00", "2026-03-09T00:10-04:00"],
  },
  {
    name: "autumn in New York",
    unit: "month",
    zone: newYork,
    from: "2025-11-01T00:00-04:00",
    to: "2025-12-01T00:00-05:00",
    hours: 30 * 24 + 1,
    bad: ["2025-11-02T01:30-04:00", "2025-11-02T01:30-05:00", "2025-11-30T23:50-05:00"],
    outside: ["2025-10-31T23:50-04:00", "2025-12-01T00:10-05:00"],
  },
  {
    name: "a leap day",
    unit: "month",
    zone: berlin,
    from: "2024-02-01T00:00+01:00",
    to: "2024-03-01T00:00+01:00",
    hours: 29 * 24,
    bad: ["2024-02-01T00:05+01:00", "2024-02-29T00:10+01:00", "2024-02-29T23:50+01:00"],
    outside: ["2024-01-31T23:50+01:00", "2024-03-01T00:05+01:00"],
  },
  {
    name: "the end of a quarter",
    unit: "quarter",
    zone: newYork,
    from: "2026-04-01T00:00-04:00",
    to: "2026-07-01T00:00-04:00",
    hours: 91 * 24,
    bad: ["2026-04-01T00:10-04:00", "2026-06-30T23:50-04:00"],
    outside: ["2026-03-31T23:50-04:00", "2026-07-01T00:05-04:00"],
  },
];

const sloOf = ({ name, unit, zone }: Vector): Slo =>
  slo({
    service: name.toLowerCase().replaceAll(" ", "-"),
    objective: "99%",
    window: calendarWindow(unit, zone),
  });

/** Stamps of the ledger that are written: an hour around each edge and each failure, so that the history stays small. */
function stampsOf(vector: Vector): readonly number[] {
  const moments = [vector.from, vector.to, ...vector.bad, ...vector.outside].map(moment);
  const begins = moments.map((each) => Math.floor((each - 3_600) / 150));
  const stamps = begins.flatMap((begin) => Array.from({ length: 48 }, (_, n) => (begin + n) * 150 + phase));
  return [...new Set(stamps)].sort((a, b) => a - b);
}

/** The ledger of a vector, from before the period to after it. */
function ledgerOf(vector: Vector): HistorySeries[] {
  const { id } = sloOf(vector);
  const stamps = stampsOf(vector);
  const failures = [...vector.bad, ...vector.outside].map(moment);
  // Stamped t, a sample holds what happened in (t − 3m, t − 30s].
  const bad = stamps.map((at) => 30 * failures.filter((each) => each > at - 180 && each <= at - 30).length);
  const line = (name: string, values: readonly number[]): HistorySeries => ({
    labels: { __name__: name, [label.id]: id },
    times: Float64Array.from(stamps, (at) => at * 1_000),
    values: Float64Array.from(values),
  });
  return [
    line(series.ledgerBad, bad),
    line(
      series.ledgerTotal,
      stamps.map(() => perSample),
    ),
  ];
}

/** Samples whose interval ends within the period, up to a moment. */
const samplesOf = (vector: Vector, at: number): number =>
  stampsOf(vector).filter((stamp) => stamp > moment(vector.from) + 30 && stamp <= at).length;

/** Samples that a ledger without gaps would hold. */
const expectedOf = ({ from }: Vector, at: number): number => Math.floor((at - 30 - moment(from) - 60) / 150);

describe.each(generations)("calendar budgets on Prometheus %s", (generation) => {
  let prometheus: PrometheusServer;
  let source: ClosableSource;
  beforeAll(async () => {
    prometheus = await startPrometheus({ generation, flags: ["--storage.tsdb.retention.time=10y"] });
    await giveHistory(
      prometheus,
      vectors.toSorted((a, b) => moment(a.from) - moment(b.from)).flatMap(ledgerOf),
    );
    source = openSource(sourceOptions(prometheus.url, { timeout: seconds(30) }));
  });
  afterAll(async () => {
    await source.close();
    await prometheus.stop();
  });

  async function assessed(vector: Vector, at: Timestamp) {
    const of = sloOf(vector);
    const rules = { hash: of.rulesHash, window: windowText(of.window) };
    const groups = [{ group: {}, dataAt: at, ratios: [] }];
    const known = openPeriods();
    // A quarter and the one before it are more days than one cycle asks for.
    for (;;) {
      const { observations } = await observePeriods(
        { ask: source.ask, pause: async () => undefined },
        new Map([[of.id, of]]),
        new Map([[of.id, { slo: of.id, at, rules, groups, firing: [] }]]),
        at,
        known,
      );
      const observed = observations.get(of.id)!;
      if (observed.waiting === undefined) return assess(of, policyOf(), observed).groups[0]!;
    }
  }

  it.each(vectors.map((vector) => [vector.name, vector] as const))(
    "%s: holds every bad event of the period and none beside it",
    async (_, vector) => {
      const at = timestamp(moment(vector.to) - 1);
      const { raw, coverage } = await assessed(vector, at);
      const samples = samplesOf(vector, at);
      const seen = samples / expectedOf(vector, at);
      // An event in the last three minutes before now is not in the ledger yet; none is.
      expect(raw?.bad).toBe(30 * vector.bad.length);
      expect(raw?.total).toBe(samples * perSample);
      expect(coverage).toBeCloseTo(seen, 9);
      expect((raw!.period!.to - raw!.period!.from) / 3_600).toBe(vector.hours);
      // What was not seen counts like the seen: the whole period holds two requests a second.
      expect(raw?.consumed).toBeCloseTo((30 * vector.bad.length) / (2 * vector.hours * 3_600) / 0.01, 5);
    },
  );

  it.each(vectors.map((vector) => [vector.name, vector] as const))(
    "%s: has in its first hour only what happened since midnight",
    async (_, vector) => {
      const at = timestamp(moment(vector.from) + 1_800);
      const { raw, coverage } = await assessed(vector, at);
      const begun = vector.bad.filter((each) => moment(each) < moment(vector.from) + 900);
      expect(raw?.bad).toBe(30 * begun.length);
      expect(raw?.total).toBe(samplesOf(vector, at) * perSample);
      expect(coverage).toBe(1);
    },
  );
});
