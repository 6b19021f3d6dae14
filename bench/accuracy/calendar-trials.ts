import { intervals } from "../../src/model/intervals.ts";
import { errorBudget, sloId, type Slo } from "../../src/model/slo.ts";
import { timestamp, type Timestamp } from "../../src/model/units.ts";
import { calendarWindow, type CalendarUnit } from "../../src/model/window.ts";
import { availability } from "../slo.ts";
import { scrape, type Clock, type Fate, type Scraped } from "./scrapes.ts";
import { flowing, type Spell } from "./traffic.ts";
import { errorRatioOf, shown } from "./truth.ts";

const moment = (text: string): Timestamp => timestamp(Date.parse(text) / 1_000);

const hour = 3_600;
export const from = moment("2026-03-22T21:00Z");
/** No whole multiple of the ledger's interval: a sample straddles each midnight, and is the new day's. */
const [changed, friday, end] = [
  moment("2026-03-29T20:05:47Z"),
  moment("2026-04-03T12:05:47Z"),
  moment("2026-04-08T12:05:47Z"),
] as const;
export const moments: readonly Timestamp[] = [changed, friday, end];
const clock: Clock = { interval: 30, phase: 7.349 };

/** Outages by hour of the day in UTC: midnights that may be taken for each other lie between them, so that a wrong one shows. */
const outages: ReadonlyMap<number, number> = new Map([
  [21, 0.1],
  [22, 0.2],
  [23, 0.4],
]);

/** What fails at a moment: twenty minutes of outages, and half a minute before each full hour and after it. */
function failing(at: number): number | undefined {
  const [hours, into] = [Math.floor(at / hour), at % hour];
  if (into === 660 || into === 3_120) return 0.2 + (hours % 3) * 0.1;
  return into >= 1_200 && into < 2_400 ? outages.get(hours % 24) : undefined;
}

/** By night a fifth of the average. */
function traffic(always: number) {
  const spells: Spell[] = [];
  for (let at: number = from; at < end; at += 30) {
    const total = 22 - 18 * Math.cos((2 * Math.PI * (at + hour)) / (24 * hour));
    spells.push({ from: at, total, bad: total * (failing(at) ?? always) });
  }
  return flowing(spells);
}

const hourly = Array.from({ length: Math.ceil((end - from) / hour) }, (_, n) => from + n * hour + 1_031.3);

export interface Service {
  name: string;
  what: string;
  scraped: Scraped;
}

const service = (name: string, what: string, always: number, fate: Fate): Service => ({
  name,
  what,
  scraped: scrape(traffic(always), fate, clock, [from, end]),
});

export const services = (): readonly Service[] => [
  service("bursts", "bursts and outages", 0, {}),
  // Errors between two restarts outnumber a burst: what a restarted counter overtakes in one interval nobody can see.
  service("restarts", "restarts every hour", 0.01, { restarts: hourly }),
];

const [berlin, utc] = ["Europe/Berlin", "UTC"] as const;

/** A period by its edges, written with their offsets by hand, and the moment at which its budget is read. */
interface Vector {
  what: string;
  unit: CalendarUnit;
  zone: string;
  from: Timestamp;
  to: Timestamp;
  /** The edge before, where so much of the former period was seen that its pace is taken. */
  former?: Timestamp;
  at: Timestamp;
}

const vector = (what: string, unit: CalendarUnit, zone: string, at: Timestamp, edges: readonly string[]) => {
  const [begin, to, former] = edges.map(moment) as [Timestamp, Timestamp, Timestamp?];
  return { what, unit, zone, from: begin, to, at, ...(former !== undefined && { former }) };
};

/** The clocks of Berlin change on Sunday, March 29. */
const vectors: readonly Vector[] = [
  vector("week in which clocks change", "week", berlin, changed, [
    "2026-03-23T00:00+01:00",
    "2026-03-30T00:00+02:00",
  ]),
  vector("week after it", "week", berlin, friday, [
    "2026-03-30T00:00+02:00",
    "2026-04-06T00:00+02:00",
    "2026-03-23T00:00+01:00",
  ]),
  vector("month", "month", berlin, end, ["2026-04-01T00:00+02:00", "2026-05-01T00:00+02:00"]),
  vector("week", "week", utc, friday, ["2026-03-30T00:00Z", "2026-04-06T00:00Z", "2026-03-23T00:00Z"]),
  vector("month", "month", utc, end, ["2026-04-01T00:00Z", "2026-05-01T00:00Z"]),
];

export interface Trial {
  service: Service;
  vector: Vector;
  slo: Slo;
  truth: Sums;
}

export interface Sums {
  toDate: number;
  projected: number;
}

function sloOf({ name }: Service, { unit, zone }: Vector): Slo {
  const text = `${unit}-${zone === utc ? "utc" : "berlin"}`;
  const window = calendarWindow(unit, zone);
  return { ...availability(name), id: sloId(name, text, "production"), name: text, window };
}

/** The budget by definition, from what the scrapes of the period itself show. */
function truthOf({ scraped }: Service, { from: begin, to, former, at }: Vector, budget: number): Sums {
  const read = at - intervals.evaluationDelay;
  const events = shown(scraped, begin, read);
  const pace =
    former === undefined
      ? events.total / (read - begin)
      : shown(scraped, former, begin).total / (begin - former);
  const promised = events.total + pace * (to - read);
  return { toDate: errorRatioOf(events) / budget, projected: events.bad / promised / budget };
}

export const trialsOf = (all: readonly Service[]): readonly Trial[] =>
  all.flatMap((each) =>
    vectors.map((of) => {
      const slo = sloOf(each, of);
      return { service: each, vector: of, slo, truth: truthOf(each, of, errorBudget(slo)) };
    }),
  );
