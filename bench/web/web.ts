import { loadavg } from "node:os";
import type { Browser } from "playwright-core";
import { startBrowser } from "../../kit/browser.ts";
import { atMost, type Bench, type Figures, type Report, type Terms } from "../bench.ts";
import { perFile } from "../compile/definitions.ts";
import { whole } from "../print.ts";
import { onServer, withScene } from "../serve/scene.ts";
import { scroll, search, visit, type Visit, weigh, type Wire } from "./visits.ts";

const sizes = [10, 1_000, 10_000] as const;
/** SLOs of which the first view is to be quick. */
const many = 1_000;

interface Measured {
  slos: number;
  wire: Wire;
  visits: readonly Visit[];
  searches: readonly number[];
  /** Milliseconds between two frames while the list is scrolled. */
  frames: readonly number[];
  /** Of the machine, over the last minute, when the visits were done. */
  load: number;
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN;
const median = (values: readonly number[]): number => quantile(values, 0.5);
const milliseconds = (value: number): string => `${Math.round(value)} ms`;
const kilobytes = (value: number): string => `${(value / 1_000).toFixed(1)} kB`;
const right = (title: string) => ({ title, align: "right" as const });

/** The first service, one in the middle, the last: each is found by its SLOs' ids. */
const soughtIn = (slos: number): readonly string[] => {
  const services = slos / perFile;
  return [...new Set([0, Math.floor(services / 2), services - 1])].map((index) => `service-${index}`);
};

async function look(url: string, browser: Browser, slos: number, { quick, say }: Terms): Promise<Measured> {
  // The first visits warm the server's machine code.
  for (let count = 0; count < 3; count++) await visit(browser, url, slos);
  const wire = await weigh(browser, url, slos);
  const visits: Visit[] = [];
  for (let count = 0; count < (quick ? 5 : 15); count++) visits.push(await visit(browser, url, slos));
  const load = loadavg()[0] ?? NaN;
  say(`${slos} SLOs: searching and scrolling`);
  const searches = await search(browser, url, slos, soughtIn(slos));
  return { slos, wire, visits, searches, frames: await scroll(browser, url, slos), load };
}

const figures = (all: readonly Measured[]): Figures => ({
  title: "The overview in Chromium, opened by somebody new: medians, slowest in brackets",
  columns: [
    right("SLOs"),
    right("page"),
    right("answers"),
    right("requests"),
    right("first paint"),
    right("rows painted"),
    right("of it busy"),
    right("search result"),
    right("frame, scrolling"),
    right("load"),
  ],
  rows: all.map(({ slos, wire, visits, searches, frames, load }) => {
    const both = (values: readonly number[]) =>
      `${milliseconds(median(values))} (${milliseconds(Math.max(...values))})`;
    return [
      whole(slos),
      kilobytes(wire.page),
      kilobytes(wire.answers),
      String(wire.requests),
      both(visits.map(({ firstPaint }) => firstPaint)),
      both(visits.map(({ rows }) => rows)),
      milliseconds(median(visits.map(({ busy }) => busy))),
      both(searches),
      `${milliseconds(quantile(frames, 0.95))} (${milliseconds(Math.max(...frames))})`,
      load.toFixed(1),
    ];
  }),
  notes: [
    "Bytes as they go over the wire, packed; page: HTML with the answers it comes with, script, style and icon; answers: the API's.",
    "Rows painted: as many as the window holds, each with its number; busy: the thread of the page until then.",
    "Search: from the last key to a painted list of what was searched for, among them 100 ms in which more keys are waited for.",
    "Frame: from one to the next while the list is scrolled, 95th percentile; load: of the machine, 1 minute.",
  ],
});

export function reportOf(all: readonly Measured[]): Report {
  const { visits } = all.find(({ slos }) => slos === many)!;
  const most = all.at(-1)!;
  const bytes = Math.max(...all.map(({ wire }) => wire.page + wire.answers));
  return {
    figures: [figures(all)],
    bars: [
      atMost("first view, all bytes on the wire, any size", bytes, 60_000, kilobytes),
      atMost(
        "first paint, 1,000 SLOs, median",
        median(visits.map(({ firstPaint }) => firstPaint)),
        300,
        milliseconds,
      ),
      atMost("rows painted, 1,000 SLOs, median", median(visits.map(({ rows }) => rows)), 300, milliseconds),
      atMost("search result, 10,000 SLOs, slowest", Math.max(...most.searches), 500, milliseconds),
      atMost("frame while scrolling, 10,000 SLOs, 95 %", quantile(most.frames, 0.95), 34, milliseconds),
    ],
  };
}

async function measure(slos: number, browser: Browser, terms: Terms): Promise<Measured> {
  return withScene(slos, terms.say, (scene) =>
    onServer(scene, "30s", ({ url }) => look(url, browser, slos, terms)),
  );
}

async function run(terms: Terms): Promise<Report> {
  const browser = await startBrowser();
  try {
    const measured: Measured[] = [];
    for (const slos of sizes) measured.push(await measure(slos, browser, terms));
    return reportOf(measured);
  } finally {
    await browser.close();
  }
}

export const web: Bench = {
  name: "web",
  summary: "bytes, requests, first paint, search and scrolling of the web page at 10, 1,000 and 10,000 SLOs",
  lasts: "2 minutes",
  run,
};
