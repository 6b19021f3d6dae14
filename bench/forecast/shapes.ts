import { dice } from "../accuracy/traffic.ts";

/** Requests and failures of one hour, `n` hours after a Monday's first. */
export type HourOf = (n: number) => { bad: number; total: number };

const hourOfDay = (n: number) => n % 24;
const dayOfWeek = (n: number) => Math.floor(n / 24) % 7;
const byDay = (n: number) =>
  Math.round(3_600 * (22 - 18 * Math.cos((2 * Math.PI * (hourOfDay(n) - 3)) / 24)));

/** Whole events whose mean is what was asked for, the same on every run. */
const around = (roll: () => number, mean: number) => Math.max(Math.round(mean * (0.8 + 0.4 * roll())), 0);

export const shapes = (): Readonly<Record<string, HourOf>> => {
  const roll = dice(5);
  const outages = new Set(Array.from({ length: 9 }, () => Math.floor(roll() * 9 * 168)));
  return {
    "errors follow the traffic of the day": (n) => ({
      total: byDay(n),
      bad: around(roll, byDay(n) * 0.0008),
    }),
    "a nightly job fails in part": (n) => ({
      total: byDay(n),
      bad: around(roll, hourOfDay(n) === 2 ? 900 : 10),
    }),
    "deployments on weekdays at ten": (n) => ({
      total: byDay(n),
      bad: around(roll, dayOfWeek(n) < 5 && hourOfDay(n) === 10 ? 1_500 : 15),
    }),
    "the weekly batch on Sundays": (n) => ({
      total: byDay(n),
      bad: around(roll, dayOfWeek(n) === 6 && hourOfDay(n) < 6 ? 2_000 : 20),
    }),
    "steady errors, steady traffic": () => ({ total: 72_000, bad: around(roll, 50) }),
    "nothing but rare outages": (n) => ({ total: byDay(n), bad: outages.has(n) ? 20_000 : around(roll, 5) }),
    "errors that grow week by week": (n) => ({
      total: byDay(n),
      bad: around(roll, byDay(n) * 0.0004 * (1 + n / 168)),
    }),
    "no pattern at all": () => ({ total: 72_000, bad: around(roll, 100 * roll() ** 4 * 40) }),
  };
};
