import type { HistorySeries } from "../../kit/remote-write.ts";
import { intervals } from "../../src/model/intervals.ts";
import { label, series } from "../../src/model/names.ts";
import type { Slo } from "../../src/model/slo.ts";
import type { Scene } from "../scene.ts";
import { catalogue, serviceNames } from "../shop/catalogue.ts";
import { writeComposite } from "./composites.ts";
import { writeBreaker } from "./breaker.ts";
import { writeCounters, writeUp, type Course, type Scrapes } from "./counters.ts";
import { termsOf, writeLedger, type Entry, type Ledger } from "./ledger.ts";
import { writeProbes } from "./probes.ts";
import { story } from "./story.ts";

export type HistoricSlo = Pick<
  Slo,
  "id" | "service" | "name" | "environment" | "objective" | "window" | "sli" | "ledgerInterval" | "groupBy"
>;

/** Raw counters reach this far back: every raw window of the rules, and a graph worth looking at. */
const rawSpan = 6 * 3_600;

export interface HistoricScene extends Omit<Scene, "slos"> {
  slos: readonly HistoricSlo[];
}

export interface History {
  series: readonly HistorySeries[];
  /** SLOs without a prepared past: they start young, as any new SLO does. */
  young: readonly string[];
}

/**
 * Thirty days of the shop as its Prometheus would hold them: the ledger that the rules of these SLOs would have
 * recorded, and the raw counters of the last hours. Depends on nothing but its arguments.
 *
 * @param now seconds since 1970; the newest samples are from then
 */
export function writeTheHistory({ slos, targetLabels, scrapeInterval }: HistoricScene, now: number): History {
  // A ledger sample written now counts what was scraped until the evaluation delay ago.
  const counted = now - intervals.evaluationDelay;
  const ledgers = slos.flatMap((slo) => ledgersOf(slo, counted).map((ledger) => ({ slo, ledger })));
  const composites = slos.map((slo) => ({ slo, past: writeComposite(slo, ledgers) }));
  const told = new Set([
    ...ledgers.map(({ slo }) => slo.id),
    ...composites.flatMap(({ slo, past }) => (past.length > 0 ? [slo.id] : [])),
  ]);
  const scrapes = { from: now - rawSpan, to: now, interval: scrapeInterval, targetLabels };
  return {
    series: [
      ...ledgers.flatMap(({ slo, ledger }) => recorded(slo, ledger)),
      ...composites.flatMap(({ past }) => past),
      ...rawSeries(
        ledgers.map(({ ledger }) => ledger),
        scrapes,
      ),
      ...probes(ledgers, scrapes),
      ...writeBreaker(scrapes),
    ],
    young: slos.filter(({ id }) => !told.has(id)).map(({ id }) => id),
  };
}

function ledgersOf(slo: HistoricSlo, counted: number): Ledger[] {
  if (slo.ledgerInterval !== intervals.ledger) return [];
  return story
    .filter((line) => line.service === slo.service && line.slo === slo.name)
    .filter((line) => slo.groupBy.join() === (line.region === undefined ? "" : "region"))
    .map((line) => writeLedger(line, termsOf(line, slo), counted));
}

/** The recorded pair, without the interval under way: no rule has seen it yet. */
function recorded(slo: HistoricSlo, { line, entries }: Ledger): HistorySeries[] {
  const labels = {
    [label.id]: slo.id,
    [label.service]: slo.service,
    [label.name]: slo.name,
    [label.environment]: slo.environment,
    ...(line.region === undefined ? {} : { region: line.region }),
  };
  const whole = entries.slice(0, -1);
  const times = Float64Array.from(whole, ({ end }) => (end + intervals.evaluationDelay) * 1_000);
  const pair = (name: string, value: (entry: Entry) => number): HistorySeries => ({
    labels: { __name__: name, ...labels },
    times,
    values: Float64Array.from(whole, value),
  });
  return [pair(series.ledgerBad, ({ bad }) => bad), pair(series.ledgerTotal, ({ total }) => total)];
}

/** Journeys with an SLO on their runs; one on their latency says how many of those were slow. */
function probes(ledgers: readonly { slo: HistoricSlo; ledger: Ledger }[], scrapes: Scrapes): HistorySeries[] {
  return ledgers.flatMap(({ slo: { sli }, ledger }) => {
    if (sli.kind !== "journey") return [];
    const { name } = sli.journey;
    const timed = ledgers.find(({ slo }) => slo.sli.kind === "latency" && slo.sli.journey?.name === name);
    if (timed?.slo.sli.kind !== "latency") return [];
    const { threshold } = timed.slo.sli;
    return writeProbes(
      { journey: name, runs: ledger.entries, slow: timed.ledger.entries, threshold },
      scrapes,
    );
  });
}

function rawSeries(ledgers: readonly Ledger[], scrapes: Scrapes): HistorySeries[] {
  const find = (service: string, slo: string, region?: string): readonly Entry[] | undefined =>
    ledgers.find(({ line }) => line.service === service && line.slo === slo && line.region === region)
      ?.entries;
  return serviceNames.flatMap((service) => {
    const courses = (
      catalogue[service].regions.length > 0 ? catalogue[service].regions : [undefined]
    ).flatMap((region): Course[] => {
      const entries = find(service, "availability", region);
      const slow = find(service, "latency", region);
      if (entries === undefined) return [];
      return [
        {
          service,
          entries,
          ...(region === undefined ? {} : { region }),
          ...(slow === undefined ? {} : { slow }),
        },
      ];
    });
    return [...courses.flatMap((course) => writeCounters(course, scrapes)), writeUp(service, scrapes)];
  });
}
