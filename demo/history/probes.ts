import type { HistorySeries } from "../../kit/remote-write.ts";
import { runResults } from "../../src/model/journey.ts";
import { journeyLabel, journeySeries } from "../../src/model/names.ts";
import { edgeText, scrapedTallies, scrapeTimes, type Scrapes } from "./counters.ts";
import type { Entry } from "./ledger.ts";

/** nines itself is the prober of the demo: its target in every scrape configuration. */
export const prober = { job: "nines", instance: "nines-1", location: "default" } as const;

/** Where the journeys are walked as well, from the demo's start on: a prober that reports its runs. */
export const office = { job: "nines", instance: "prober-1", location: "office" } as const;

/** How a journey's runs went, interval by interval. */
export interface ProbedCourse {
  journey: string;
  runs: readonly Entry[];
  /** Runs above the threshold in the same intervals. */
  slow?: readonly Entry[];
  /** Seconds; the bucket that a latency SLO reads. */
  threshold: number;
}

/** What scrapes of nines would have shown of a journey, so that its rates go on when the live one begins. */
export function writeProbes(
  { journey, runs, slow, threshold }: ProbedCourse,
  scrapes: Scrapes,
): HistorySeries[] {
  const tallies = scrapedTallies({ entries: runs, ...(slow && { slow }), usualSlow: 0 }, scrapes);
  const times = Float64Array.from(scrapeTimes(scrapes), (at) => at * 1_000);
  const own = {
    ...{ job: prober.job, instance: prober.instance, ...scrapes.targetLabels },
    ...{ [journeyLabel.journey]: journey, [journeyLabel.location]: prober.location },
  };
  const series = (
    name: string,
    labels: Record<string, string>,
    values: readonly number[],
  ): HistorySeries => ({
    labels: { __name__: name, ...own, ...labels },
    times,
    values: Float64Array.from(values),
  });
  const passed = tallies.map(({ total, bad }) => total - bad);
  const within = tallies.map((tally) => tally.total - tally.bad - tally.slow);
  const endings: Readonly<Record<string, readonly number[]>> = {
    passed,
    failed: tallies.map(({ bad }) => bad),
  };
  return [
    ...runResults.map((result) =>
      series(journeySeries.runs, { [journeyLabel.result]: result }, endings[result] ?? tallies.map(() => 0)),
    ),
    series(`${journeySeries.duration}_bucket`, { le: edgeText(threshold) }, within),
    series(`${journeySeries.duration}_bucket`, { le: edgeText(Infinity) }, passed),
    series(`${journeySeries.duration}_count`, {}, passed),
  ];
}
