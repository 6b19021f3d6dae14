import { slo } from "../../support/slos.ts";
import { burns, nothingBurns, quiet, type Scenario } from "../scenario.ts";

const good = 'http_requests_total{job="checkout",code="200"}';
const bad = 'http_requests_total{job="checkout",code="500"}';

/** Two phases or more of [scrapes, good a scrape, bad a scrape], as promtool writes counters. */
export function traffic(
  ...phases: readonly (readonly [scrapes: number, good: number, bad: number])[]
): Scenario["input"] {
  const line = (pick: (phase: readonly [number, number, number]) => number) => {
    let value = 10_000;
    return phases
      .map(([scrapes, ...rates]) => {
        const step = pick([scrapes, rates[0], rates[1]]);
        const text = `${value}+${step}x${scrapes - 1}`;
        value += step * scrapes;
        return text;
      })
      .join(" ");
  };
  return { [good]: line(([, count]) => count), [bad]: line(([, , count]) => count) };
}

const hour = 120; // scrapes of 30s
const day = 24 * hour;

const story = (title: string, rest: Omit<Scenario, "title" | "slo" | "scrape">): Scenario => ({
  title,
  slo: slo({ objective: "99.9%" }),
  scrape: "30s",
  ...rest,
});

export const tierScenarios: readonly Scenario[] = [
  story("fast pages within three minutes of a total outage and ends ten minutes after it", {
    every: "30s",
    input: traffic([2 * hour, 300, 0], [hour / 2, 0, 300], [2 * hour, 300, 0]),
    expect: [
      quiet("fast", "2h1m"),
      burns("fast", "2h2m30s"),
      burns("fast", "2h29m"),
      burns("fast", "2h34m"),
      quiet("fast", "2h41m"),
    ],
  }),
  story("fast stays silent on a blip: one scrape without any success", {
    every: "30s",
    input: traffic([2 * hour, 300, 0], [1, 0, 300], [2 * hour, 300, 0]),
    expect: ["2h1m", "2h2m", "2h5m", "3h"].flatMap((at) => [quiet("fast", at), quiet("medium", at)]),
  }),
  story("fast stays silent at 14× and rings at 15×", {
    every: "2m30s",
    // 14 of 1000 for three hours, then 15 of 1000.
    input: traffic([3 * hour, 986, 14], [2 * hour, 985, 15]),
    expect: [quiet("fast", "2h59m"), quiet("fast", "3h"), burns("fast", "4h30m")],
  }),
  story("medium pages for a steady 8× that is too slow for fast, and resets after repair", {
    every: "2m30s",
    input: traffic([2 * hour, 1000, 0], [5 * hour, 992, 8], [hour, 1000, 0]),
    expect: [
      quiet("medium", "3h"),
      burns("medium", "6h55m"),
      quiet("fast", "6h55m"),
      quiet("medium", "7h45m"),
    ],
  }),
  story("slow opens a ticket for a steady 4× within a day, and no page rings", {
    every: "2m30s",
    input: traffic([3 * hour, 1000, 0], [18 * hour, 996, 4], [4 * hour, 1000, 0]),
    expect: [
      quiet("slow", "6h"),
      burns("slow", "21h"),
      quiet("fast", "21h"),
      quiet("medium", "21h"),
      quiet("slow", "1d30m"),
    ],
  }),
  story("long opens a ticket for a steady 1.5× within three days, and nothing else rings", {
    every: "2m30s",
    input: traffic([day, 2000, 0], [2.5 * day, 1997, 3], [day / 2, 2000, 0]),
    expect: [
      quiet("long", "2d"),
      burns("long", "3d11h"),
      quiet("slow", "3d11h"),
      quiet("fast", "3d11h"),
      quiet("long", "3d20h"),
    ],
  }),
  story("nothing rings at exactly the objective", {
    every: "2m30s",
    input: traffic([2 * day, 999, 1]),
    expect: ["12h", "1d", "2d"].map(nothingBurns),
  }),
  story("one failed request at night does not page, two do", {
    every: "30s",
    // One request every two minutes; the first failure would already be 3 % of an hour.
    input: {
      [good]: readings(400, (scrape) => 1000 + Math.floor(scrape / 4)),
      [bad]: readings(400, (scrape) => (scrape < 240 ? 1000 : scrape < 300 ? 1001 : 1002)),
    },
    expect: [quiet("fast", "2h2m"), quiet("fast", "2h4m"), burns("fast", "2h33m")],
  }),
];

/** Every reading of a counter written out. */
function readings(count: number, value: (scrape: number) => number): string {
  return Array.from({ length: count }, (_, scrape) => value(scrape)).join(" ");
}
