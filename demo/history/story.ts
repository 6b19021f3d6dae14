import type { ServiceName } from "../shop/catalogue.ts";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

export const bookshop = "bookshop";

/** A bad spell; times in seconds, counted back from now. */
export type Incident =
  /** Over: it cost this share of the error budget. */
  | { began: number; lasted: number; share: number }
  /** Still going on: this share of the requests fails. */
  | { began: number; errorRatio: number };

/** Thirty days of one SLO, or of one of its regions. */
export interface Storyline {
  /** One that customers call, or the bookshop, which journeys alone look at. */
  service: ServiceName | typeof bookshop;
  slo: string;
  region?: string;
  /** Share of the error budget used up by now; what no incident explains is spread over all traffic. */
  consumed: number;
  incidents: readonly Incident[];
}

/** The deploy that went wrong while you were reading this: the live shop goes on failing at the same ratio. */
export const ongoing = { service: "checkout", began: 40 * minute, errorRatio: 0.04 } as const;

/** The provider's night in Europe that payments paid for with a month's budget; the other regions felt it less. */
export const providerDown = 19.3 * day;

/** The night of a report that nobody had given an index; the breaker of payments opened for some minutes. */
const slowQuery = 15.1 * day;

/** One of the replicas of search was moved to another machine, as was announced. */
export const movedReplica = { began: 13.5 * day, lasted: 20 * minute } as const;

/** Three readers in a row met a restart of the bookshop: too few to be woken for, and enough for the fast tier. */
export const blips: readonly number[] = [27.3, 22.1, 19.8, 14.7, 10.9, 5.6, 2.3].map((days) => days * day);

export const story: readonly Storyline[] = [
  {
    service: "checkout",
    slo: "availability",
    consumed: 0.62,
    incidents: [
      { began: 16.2 * day, lasted: 35 * minute, share: 0.21 },
      { began: 6.1 * day, lasted: 50 * minute, share: 0.15 },
      { began: ongoing.began, errorRatio: ongoing.errorRatio },
    ],
  },
  {
    service: "checkout",
    slo: "latency",
    consumed: 0.34,
    incidents: [{ began: 9.4 * day, lasted: 2 * hour, share: 0.06 }],
  },
  {
    service: "payments",
    slo: "availability",
    region: "eu",
    consumed: 1.18,
    incidents: [
      { began: providerDown, lasted: 45 * minute, share: 0.36 },
      { began: 11.6 * day, lasted: 80 * minute, share: 0.31 },
      { began: 4.8 * day, lasted: 55 * minute, share: 0.29 },
    ],
  },
  {
    service: "payments",
    slo: "availability",
    region: "us",
    consumed: 0.41,
    incidents: [{ began: providerDown, lasted: 30 * minute, share: 0.19 }],
  },
  { service: "payments", slo: "availability", region: "ap", consumed: 0.12, incidents: [] },
  {
    service: "payments",
    slo: "database-breaker",
    consumed: 0.06,
    incidents: [{ began: slowQuery, lasted: 9 * minute, share: 0.02 }],
  },
  {
    service: "database",
    slo: "latency",
    consumed: 0.31,
    incidents: [{ began: slowQuery, lasted: 20 * minute, share: 0.1 }],
  },
  { service: "database", slo: "availability", consumed: 0.09, incidents: [] },
  {
    service: "search",
    slo: "availability",
    consumed: 0.18,
    incidents: [{ began: 22.7 * day, lasted: 3 * hour, share: 0.07 }],
  },
  {
    service: "search",
    slo: "up",
    consumed: 0.04,
    incidents: [{ ...movedReplica, share: 0.04 }],
  },
  {
    // Of a calendar month: how much of it lies in the month under way depends on the day you look.
    service: "search",
    slo: "contract",
    consumed: 0.24,
    incidents: [
      { began: 22.7 * day, lasted: 3 * hour, share: 0.1 },
      { began: 18 * hour, lasted: 60 * minute, share: 0.02 },
    ],
  },
  {
    service: bookshop,
    slo: "buy",
    consumed: 0.44,
    incidents: [
      { began: 24.6 * day, lasted: 8 * minute, share: 0.08 },
      { began: 17.4 * day, lasted: 8 * minute, share: 0.08 },
      { began: 8.2 * day, lasted: 10 * minute, share: 0.1 },
      ...blips.map((began) => ({ began, lasted: 2 * minute, share: 0.0235 })),
    ],
  },
  { service: bookshop, slo: "buy-latency", consumed: 0.05, incidents: [] },
];
