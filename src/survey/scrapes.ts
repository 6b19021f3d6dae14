import { formatDuration } from "../model/durations.ts";
import { minScrapesPerWindow } from "../model/intervals.ts";
import { formatSelector } from "../model/promql.ts";
import { eventUnit, type Slo } from "../model/slo.ts";
import { seconds, type Seconds } from "../model/units.ts";
import { longestLength } from "../model/window.ts";
import { inEnvironment, type Finding } from "./finding.ts";
import type { ServerFacts } from "./port.ts";
import { askAll, valueOf, type Rounds } from "./questions.ts";
import { scrapedBy } from "./reads.ts";

const looked = seconds(1_800);
/** Two scrapes more or fewer in half an hour are no other interval. */
const tolerance = 0.1;

/** How often the series of each SLO are really scraped, against what is declared. */
export function* askScrapes(slos: readonly Slo[]): Rounds<Finding[]> {
  const items = slos.flatMap((slo) => {
    const selector = scrapedBy(slo);
    if (selector === undefined) return [];
    // The median: a target that has just come, or is about to go, shows fewer.
    const expr = `quantile(0.5, count_over_time(${formatSelector(selector)}[${formatDuration(looked)}]))`;
    return [{ key: slo.id, expr }];
  });
  const answers = yield* askAll(items);
  return slos.flatMap((slo) => {
    const samples = valueOf(answers, slo.id);
    return samples === undefined || samples < minScrapesPerWindow ? [] : judge(slo, looked / samples);
  });
}

function judge(slo: Slo, measured: number): Finding[] {
  const declared = slo.scrapeInterval;
  if (Math.abs(measured / declared - 1) <= tolerance) return [];
  const every = formatDuration(seconds(Math.max(1, Math.round(measured))));
  const message = `its series are scraped every ${every} ${inEnvironment(slo)}, not every ${formatDuration(declared)}: ${consequence(slo, measured)}`;
  return [
    {
      slo,
      code: "scrape-interval-differs",
      at: "scrapeInterval",
      message,
      remedy: `write \`scrapeInterval: ${every}\`, here or in Defaults`,
    },
  ];
}

function consequence({ alerting, sli }: Slo, measured: number): string {
  const shortest = Math.min(...alerting.tiers.map(({ short }) => short));
  if (shortest < minScrapesPerWindow * measured)
    return `the short window of ${formatDuration(seconds(shortest))} holds ${Math.floor(shortest / measured)} of them, and ${minScrapesPerWindow} are needed`;
  if (eventUnit(sli) === "seconds") return "seconds are counted by it";
  return "windows and slices were chosen for another pace";
}

/** Windows that are longer than the server keeps data. */
export const retentionFindings = (
  slos: readonly Slo[],
  { retention, retentionText }: ServerFacts,
): Finding[] =>
  slos.flatMap((slo) => {
    const needed = longestLength(slo.window);
    if (retention === undefined || needed <= retention) return [];
    return [
      {
        slo,
        code: "window-exceeds-retention",
        at: "window",
        message: `${days(needed)} of data are needed and the Prometheus of ${slo.environment} keeps ${retentionText ?? days(retention)}: the budget would forget the rest`,
        remedy: "raise --storage.tsdb.retention.time, or shorten the window",
      },
    ];
  });

const days = (length: Seconds): string => formatDuration(length);
