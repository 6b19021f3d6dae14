import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { request } from "undici";
import { startProber, type ProberProcess, runsIn, sumOf } from "../../kit/journeys/prober.ts";
import { startShop } from "../../kit/journeys/shop.ts";
import { removeFolder, runProgram, temporaryFolder } from "../../kit/processes.ts";
import { journeySeries } from "../../src/model/names.ts";
import { monotonicClock } from "../../src/probes/clock.ts";
import { slotsInFile } from "../../src/probes/slots.ts";
import type { Bench, Report, Terms } from "../bench.ts";
import { atMost } from "../bench.ts";
import { whole } from "../print.ts";
import { canPin, cores, memoryOf, pin } from "../serve/cores.ts";
import { account, type Account, arrivalsAt, quantile } from "./arrivals.ts";

const every = 60;
const journeyCount = 500;
const names = Array.from({ length: journeyCount }, (_, index) => `journey-${index}`);

interface Watched {
  steady: Account;
  scrapes: number[];
  memory: number;
  restart: Account;
  gap: { expected: number; counted: number };
  failed: number;
  /** Milliseconds by which runs began after their time, by the prober's own clock, ascending. */
  late: readonly number[];
}

/** Scrapes as a Prometheus does while time passes; the figures of each scrape in milliseconds. */
async function passTime(prober: ProberProcess, until: number, now: () => number): Promise<number[]> {
  const scrapes: number[] = [];
  while (now() < until) {
    await pause(Math.min(15_000, Math.max(0, until - now())));
    const begin = performance.now();
    await (await request(prober.url)).body.text();
    scrapes.push(performance.now() - begin);
  }
  return scrapes;
}

/**
 * On a core of its own: bound to it and, where this user may, ahead of whatever else runs there, so that the figures are
 * nines' and not the neighbours'.
 */
async function onOneCore(prober: ProberProcess): Promise<void> {
  await pin(prober.pid, cores.server);
  const chrt = ["/usr/bin/chrt", "/bin/chrt"].find((path) => existsSync(path));
  if (chrt !== undefined) await runProgram(chrt, ["-a", "-r", "-p", "10", String(prober.pid)]);
}

async function watch({ minutes = 10, quick, say }: Terms): Promise<Watched> {
  const now = monotonicClock();
  const folder = temporaryFolder("journeys");
  const shop = await startShop();
  const arrivals = arrivalsAt(shop, now);
  const terms = { journeys: journeyCount, every, port: shop.port, folder };
  try {
    await pin(process.pid, cores.rest);
    const first = await startProber(terms);
    await onOneCore(first);
    const from = now() + 1_000;
    const length = quick ? 2 : minutes;
    say(`${journeyCount} journeys of four steps every ${every} s, for ${length} minutes`);
    const scrapes = await passTime(first, from + length * 60_000, now);
    const to = now();
    const memory = memoryOf(first.pid).peak;
    const late = runsIn(folder)
      .map((run) => run.late)
      .sort((a, b) => a - b);
    say("kill -9, and half a minute later a new prober");
    await first.kill();
    const claims = claimsIn(folder);
    await pause(30_000);
    const second = await startProber(terms);
    const restarted = now();
    await onOneCore(second);
    await passTime(second, restarted + 61_000, now);
    const metrics = await (await request(second.url)).body.text();
    const seen = arrivals.take();
    await second.stop();
    // A slot that was claimed at the last moment was begun, although its first request never left.
    const missing = account(names, every, seen, { from, to: restarted + 1_000 }).lost.filter(
      ({ journey, start }) => start > (claims.get(journey) ?? 0),
    );
    return {
      steady: account(names, every, seen, { from, to }),
      ...{ scrapes, memory, late },
      restart: account(names, every, seen, { from: restarted + 1_000, to: now() }),
      gap: { expected: missing.length, counted: sumOf(metrics, journeySeries.skippedRuns, 'cause="down"') },
      failed: runsIn(folder).filter(({ result }) => result !== "passed").length,
    };
  } finally {
    await shop.close();
    removeFolder(folder);
  }
}

/** When the last slot of each journey lay that was begun. */
function claimsIn(folder: string): ReadonlyMap<string, number> {
  const slots = slotsInFile(folder, "eu-1", () => undefined);
  const claims = new Map(names.map((name) => [name, slots.last(name) ?? 0]));
  slots.close();
  return claims;
}

const milliseconds = (value: number) => `${value.toFixed(1)} ms`;
const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(0)} MB`;

function reportOf({ steady, scrapes, memory, restart, gap, failed, late }: Watched): Report {
  const sorted = scrapes.toSorted((a, b) => a - b);
  return {
    figures: [
      {
        title: `${journeyCount} journeys of four steps every ${every} s on ${canPin ? "one core" : "this machine"}`,
        columns: [{ title: "figure" }, { title: "measured", align: "right" }],
        rows: [
          ["runs that were due", whole(steady.expected)],
          ["run begins after its time, median", milliseconds(quantile(late, 0.5))],
          ["run begins after its time, p99", milliseconds(quantile(late, 0.99))],
          ["run begins after its time, the latest", milliseconds(late.at(-1) ?? Number.NaN)],
          ["first request arrives after that time, median", milliseconds(quantile(steady.late, 0.5))],
          ["first request arrives after that time, p99", milliseconds(quantile(steady.late, 0.99))],
          [
            "first request arrives after that time, the latest",
            milliseconds(steady.late.at(-1) ?? Number.NaN),
          ],
          ["a scrape of /metrics, median", milliseconds(quantile(sorted, 0.5))],
          ["runs due after the restart", whole(restart.expected)],
          ["runs due while no prober was there", whole(gap.expected)],
        ],
        notes: [
          "From the slot's start to the arrival of the first request: scheduling, connecting and sending.",
        ],
      },
    ],
    bars: [
      atMost("start-time error, p99", quantile(late, 0.99), 100, milliseconds),
      atMost("resident memory, peak", memory, 300 * 1024 * 1024, megabytes),
      atMost("runs lost", steady.lost.length, 0, whole),
      atMost("runs doubled", steady.doubled, 0, whole),
      atMost("runs that did not pass", failed, 0, whole),
      atMost("runs lost after kill -9 and restart", restart.lost.length, 0, whole),
      atMost("runs doubled by kill -9 and restart", restart.doubled, 0, whole),
      atMost("runs of the gap not counted, or counted twice", Math.abs(gap.expected - gap.counted), 0, whole),
    ],
  };
}

export const journeys: Bench = {
  name: "journeys",
  summary: "500 journeys a minute on one core: start times, memory, runs lost or doubled, also by kill -9",
  lasts: "12 minutes",
  run: async (terms) => reportOf(await watch(terms)),
};
