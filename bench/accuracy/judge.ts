import { generations, type Generation } from "../../kit/tools.ts";
import { atMost, type Bar, type Figures } from "../bench.ts";
import { percent, signedPercent } from "../print.ts";
import type { Case } from "./counters.ts";
import { methods, type Method } from "./replay.ts";
import type { Shape } from "./shapes.ts";

const bars = { each: 0.0002, rms: 0.001 } as const;

/** The error farthest from zero, with its sign; NaN (no value at all) is farther than any number. */
export const worst = (errors: readonly number[]): number =>
  errors.reduce((most, error) => (Number.isNaN(error) || Math.abs(error) > Math.abs(most) ? error : most), 0);

export const rootMeanSquare = (errors: readonly number[]): number =>
  Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);

const groups = <Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> => {
  const found = new Map<string, Item[]>();
  for (const item of items) found.set(key(item), [...(found.get(key(item)) ?? []), item]);
  return found;
};

const clockText = ({ clock }: Case): string =>
  `${clock.interval}s, ${clock.phase === 0 ? "aligned" : `${clock.phase}s off`}`;

/** How wrong a method was about a shape: the worst member and clock, or the worst clock's rms over the members. */
function figureOf(cases: readonly Case[], generation: Generation, method: Method): number {
  const errors = (some: readonly Case[]) => some.map((one) => one.errors[generation][method]);
  return cases[0]?.shape.judged === "rms"
    ? worst([...groups(cases, clockText).values()].map((some) => rootMeanSquare(errors(some))))
    : worst(errors(cases));
}

const shapesOf = (cases: readonly Case[]): Map<Shape["name"], Case[]> =>
  groups(cases, ({ shape }) => shape.name);

const unseen = (cases: readonly Case[]): string => {
  const sum = (events: (one: Case) => number) => cases.reduce((total, one) => total + events(one), 0);
  const lost = sum((one) => one.happened.bad - one.shown.bad);
  return percent(lost / sum((one) => one.happened.bad), 2);
};

/** Relative error of the consumed budget, worst over all clocks. */
export const byShape = (cases: readonly Case[]): Figures => ({
  title: "Relative error of the consumed budget, the worst of all scrape intervals and phases",
  columns: [
    { title: "shape" },
    ...methods.flatMap((method) =>
      generations.map((generation) => ({ title: `${method}, ${generation}`, align: "right" as const })),
    ),
    { title: "bad events no scrape showed", align: "right" },
  ],
  rows: [...shapesOf(cases)].map(([name, some]) => [
    some[0]!.shape.judged === "each"
      ? name
      : `${name} (${some[0]!.shape.judged === "rms" ? "rms" : "no bar"})`,
    ...methods.flatMap((method) =>
      generations.map((generation) =>
        signedPercent(figureOf(some, generation, method), method === "nines" ? 4 : 3),
      ),
    ),
    unseen(some),
  ]),
  notes: [
    "Errors are against what scrapes could show: growth from one scrape to the next, resets bridged.",
    "A mean of ratios and increase() are computed on the same server from the same scrapes.",
  ],
});

/** The same by scrape interval and phase, over the shapes that have a bar of their own. */
export const byClock = (cases: readonly Case[]): Figures => ({
  title:
    "Relative error of the consumed budget, the worst of all shapes (without sparse and those without a bar)",
  columns: [
    { title: "scrapes" },
    ...methods.flatMap((method) =>
      generations.map((generation) => ({ title: `${method}, ${generation}`, align: "right" as const })),
    ),
  ],
  rows: [
    ...groups(
      cases.filter(({ shape }) => shape.judged === "each"),
      clockText,
    ),
  ].map(([name, some]) => [
    name,
    ...methods.flatMap((method) =>
      generations.map((generation) =>
        signedPercent(figureOf(some, generation, method), method === "nines" ? 4 : 3),
      ),
    ),
  ]),
});

export const barsOf = (cases: readonly Case[]): Bar[] =>
  [...shapesOf(cases)].flatMap(([name, some]) => {
    const { judged } = some[0]!.shape;
    if (judged === "none") return [];
    return generations.map((generation) => {
      const error = Math.abs(figureOf(some, generation, "nines"));
      return atMost(`${name}, Prometheus ${generation}`, error, bars[judged], (value) => percent(value));
    });
  });
