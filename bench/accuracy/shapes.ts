import type { Fate } from "./scrapes.ts";
import { dice, flowing, singly, type Spell, type Traffic } from "./traffic.ts";

/** One service of a shape; several are judged together. */
export interface Member {
  job: string;
  traffic: Traffic;
  fate: Fate;
}

export interface Shape {
  name: string;
  members: readonly Member[];
  /** `each`: every member within the bar. `rms`: the root mean square over the members. `none`: printed only. */
  judged: "each" | "rms" | "none";
}

const minute = 60;
const hour = 3_600;
const day = 86_400;

/** Every change of `rate` is a spell; `step` is how finely a smooth rate is cut. */
const spells = (
  [from, to]: Span,
  step: number,
  rate: (at: number) => Omit<Spell, "from">,
): readonly Spell[] => {
  const all: Spell[] = [];
  for (let at = from; at < to; at += step) all.push({ from: at, ...rate(at) });
  return all;
};

export type Span = readonly [from: number, to: number];

/** Busy by day (40/s), quiet at night (4/s). */
const byDay = (at: number): number => 22 - 18 * Math.cos((2 * Math.PI * ((at % day) - 3 * hour)) / day);

const alone = (name: string, traffic: Traffic, fate: Fate = {}, judged: Shape["judged"] = "each"): Shape => ({
  name,
  judged,
  members: [{ job: name.replaceAll(/[^a-z0-9]+/g, "-"), traffic, fate }],
});

const flat = (span: Span): Shape => alone("flat", flowing([{ from: span[0], total: 20, bad: 0.02 }]));

const diurnal = (span: Span): Shape => {
  const outage = span[1] - 11 * day - 10 * hour;
  const rate = (at: number) => {
    const total = byDay(at);
    const isOut = at >= outage && at < outage + 3 * hour;
    return { total, bad: total * (isOut ? 0.5 : 0.0002) };
  };
  return alone("diurnal, outage of a night", flowing(spells(span, minute, rate)));
};

/** Nothing but a batch of four minutes every 50 minutes; every seventh fails by a tenth. */
const batches = (span: Span): Shape => {
  const rate = (at: number) => {
    const since = at - span[0];
    const isOn = since % (50 * minute) < 4 * minute;
    const fails = Math.floor(since / (50 * minute)) % 7 === 3;
    return isOn ? { total: 75, bad: fails ? 7.5 : 0 } : { total: 0, bad: 0 };
  };
  return alone("bursty batch", flowing(spells(span, 30, rate)));
};

/** The only errors are twenty seconds an hour, at ten offsets from the whole minute and from each other. */
const bursts = (span: Span): Shape => ({
  name: "hourly burst of 20 s, ten phases",
  judged: "each",
  members: Array.from({ length: 10 }, (_, n) => {
    const offset = 5 * minute + n * 4 * minute + n * 7.3;
    const all: Spell[] = [{ from: span[0], total: 20, bad: 0 }];
    for (let at = span[0] + offset; at < span[1]; at += hour) {
      all.push({ from: at, total: 20, bad: 10 }, { from: at + 20, total: 20, bad: 0 });
    }
    return { job: `burst-${n}`, traffic: flowing(all), fate: {} };
  }),
});

const every = (span: Span, step: number, offset: number): number[] => {
  const all = [];
  for (let at = span[0] + offset; at < span[1]; at += step) all.push(at);
  return all;
};

const restarts = (span: Span): Shape => {
  const rate = (at: number) => ({ total: byDay(at), bad: byDay(at) * 0.0008 });
  return alone("restarts every hour", flowing(spells(span, minute, rate)), {
    restarts: every(span, hour, 17 * minute + 11.3),
  });
};

/** From a scrape before to the scrape after, each gap stays under five minutes, two ledger intervals. */
const gaps = (span: Span): Shape => {
  const roll = dice(7);
  const missing = every(span, 3 * hour, 40 * minute).map((at) => {
    const from = at + roll() * hour;
    return [from, from + minute + roll() * 180] as const;
  });
  const rate = (at: number) => ({ total: byDay(at), bad: at % hour < 600 ? byDay(at) * 0.004 : 0 });
  return alone("scrape gaps under 5m", flowing(spells(span, minute, rate)), { gaps: missing });
};

const longGaps = (span: Span): Shape => {
  const missing = every(span, 3 * day, 9 * hour).map((at) => [at, at + 45 * minute] as const);
  const rate = (at: number) => ({ total: byDay(at), bad: at % hour < 600 ? byDay(at) * 0.004 : 0 });
  return alone("scrape gaps of 45m", flowing(spells(span, minute, rate)), { gaps: missing }, "none");
};

/** About one request a minute, one in fifty of them bad. */
const sparse = (span: Span): Shape => ({
  name: "sparse, one a minute, 20 services",
  judged: "rms",
  members: Array.from({ length: 20 }, (_, n) => {
    const roll = dice(100 + n);
    const events = every(span, minute, 0).map((at) => ({ at: at + roll() * minute, isBad: roll() < 0.02 }));
    return { job: `sparse-${n}`, traffic: singly(events), fate: {} };
  }),
});

const bornLate = (span: Span): Shape => {
  const born = span[1] - 17 * day - 4 * hour - 83.7;
  const rate = (at: number) => ({ total: byDay(at), bad: at % hour < 300 ? byDay(at) * 0.006 : 0 });
  return alone("born in mid-window", flowing(spells(span, minute, rate)), { born });
};

const badBornLate = (span: Span): Shape => {
  const outage = span[1] - 8 * day - 5 * hour - 47.9;
  const all: Spell[] = [
    { from: span[0], total: 20, bad: 0 },
    { from: outage, total: 20, bad: 18 },
    { from: outage + hour, total: 20, bad: 0 },
  ];
  return alone("bad series born in the outage", flowing(all), { badBorn: outage }, "none");
};

/** Restarted every hour; every error falls into the second minute after: three, then twelve, then three. */
const overtaken = (span: Span): Shape => {
  const restarted = every(span, hour, 17 * minute + 11.3);
  const errors = restarted.flatMap((at, n) => [
    { from: at + 65, total: 20, bad: n % 2 === 0 ? 0.05 : 0.2 },
    { from: at + 125, total: 20, bad: 0 },
  ]);
  const traffic = flowing([{ from: span[0], total: 20, bad: 0 }, ...errors]);
  return alone("restarted counter overtakes its old value", traffic, { restarts: restarted }, "none");
};

/** All shapes over a span that ends when the budget is read. */
export const shapes = (span: Span): readonly Shape[] =>
  [flat, diurnal, batches, bursts, restarts, gaps, sparse, bornLate, longGaps, badBornLate, overtaken].map(
    (shape) => shape(span),
  );
