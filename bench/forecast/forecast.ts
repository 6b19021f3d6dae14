import { heldOut, isWorthShowing } from "../../src/budget/weekly/held-out.ts";
import { week, type PastHour } from "../../src/budget/weekly/hours.ts";
import { badAhead } from "../../src/budget/weekly/paths.ts";
import { timestamp } from "../../src/model/units.ts";
import { atLeast, atMost, type Bar, type Bench, type Report } from "../bench.ts";
import { percent } from "../print.ts";
import { shapes, type HourOf } from "./shapes.ts";

/** Weeks that a forecast knows, and those after them on which it is judged. */
const known = 5;
const judged = 4;
/** A new forecast every seven hours, so that all hours of the day have their turn. */
const every = 7;
const horizons = { "24 h": 24, "7 d": week } as const;
type Horizon = keyof typeof horizons;

interface Tried {
  shown: boolean;
  came: number;
  /** Bad events foreseen by the pattern and by the pace of the last hour. */
  likely: number;
  present: number;
  inBand: boolean;
}

const monday = Date.UTC(2026, 8, 7) / 1_000;

const historyOf = (shape: HourOf): readonly PastHour[] =>
  Array.from({ length: (known + judged) * week }, (_, n) => ({
    at: timestamp(monday + (n + 1) * 3_600),
    ...shape(n),
  }));

const sumOf = (hours: readonly PastHour[]): number => hours.reduce((sum, { bad }) => sum + bad, 0);

function tryAll(history: readonly PastHour[], length: number): readonly Tried[] {
  const tried: Tried[] = [];
  for (let origin = known * week; origin + length <= history.length; origin += every) {
    const hours = history.slice(origin - known * week, origin);
    const held = heldOut(hours);
    const came = sumOf(history.slice(origin, origin + length));
    const { low, likely, high } = badAhead(hours, length);
    tried.push({
      shown: held !== undefined && isWorthShowing(held),
      came,
      likely,
      present: length * (hours.at(-1)?.bad ?? 0),
      inBand: low <= came && came <= high,
    });
  }
  return tried;
}

/** Mean distance from what came, as a share of what came on average. */
function errorOf(tried: readonly Tried[], foreseen: (one: Tried) => number): number {
  const came = tried.reduce((sum, one) => sum + one.came, 0);
  return tried.reduce((sum, one) => sum + Math.abs(foreseen(one) - one.came), 0) / Math.max(came, 1);
}

const share = (tried: readonly Tried[], is: (one: Tried) => boolean): number =>
  tried.length === 0 ? 0 : tried.filter(is).length / tried.length;

interface Row {
  name: string;
  horizon: Horizon;
  shown: number;
  pattern: number;
  present: number;
  inBand: number;
}

function rowOf(name: string, history: readonly PastHour[], horizon: Horizon): Row {
  const all = tryAll(history, horizons[horizon]);
  const shown = all.filter((one) => one.shown);
  return {
    name,
    horizon,
    shown: share(all, (one) => one.shown),
    pattern: errorOf(shown, ({ likely }) => likely),
    present: errorOf(shown, ({ present }) => present),
    inBand: share(shown, ({ inBand }) => inBand),
  };
}

const cells = ({ name, horizon, shown, pattern, present, inBand }: Row): readonly string[] =>
  shown === 0
    ? [name, horizon, "never", "–", "–", "–"]
    : [name, horizon, percent(shown, 0), percent(pattern, 1), percent(present, 1), percent(inBand, 0)];

function barsOf(rows: readonly Row[]): Bar[] {
  const shown = rows.filter((row) => row.shown > 0);
  const first = (value: number) => percent(value, 1);
  return [
    ...shown.map(({ name, horizon, pattern, present }) =>
      atMost(`${name}, ${horizon}: error by the pattern, against the present pace`, pattern, present, first),
    ),
    ...shown
      .filter(({ horizon }) => horizon === "24 h")
      .map(({ name, inBand }) => atLeast(`${name}: days that came within the band`, inBand, 0.6, first)),
    atLeast(
      "shapes with a pattern in which it is shown",
      new Set(shown.map(({ name }) => name)).size,
      4,
      String,
    ),
  ];
}

async function run(): Promise<Report> {
  const rows = Object.entries(shapes()).flatMap(([name, shape]) => {
    const history = historyOf(shape);
    return (Object.keys(horizons) as Horizon[]).map((horizon) => rowOf(name, history, horizon));
  });
  return {
    figures: [
      {
        title: `Bad events foreseen over held-out weeks: mean distance from what came, as a share of it`,
        columns: [
          { title: "shape" },
          { title: "ahead" },
          { title: "shown", align: "right" },
          { title: "by the week", align: "right" },
          { title: "at the present pace", align: "right" },
          { title: "came within the band", align: "right" },
        ],
        rows: rows.map(cells),
        notes: [
          `A forecast every ${every} h over ${judged} weeks, each from the ${known} weeks before it; only those that are shown count.`,
          "It is shown where it would have foreseen the days of the last two known weeks better than the present pace, three of four within its band.",
        ],
      },
    ],
    bars: barsOf(rows),
  };
}

export const forecast: Bench = {
  name: "forecast",
  summary: "the forecast by the weekly pattern against the present pace, on weeks it has not seen",
  lasts: "20 seconds",
  run,
};
