import { blips, bookshop, providerDown, story } from "./story.ts";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** The fast tier rings when a fiftieth of the budget has gone within an hour. */
const ringsAt = 0.02;
/** Until the rule has been evaluated and its `for` is over; and until the short window has cleared. */
const [evaluated, cleared] = [minute, 5 * minute];

/** A page that rang in those thirty days; times in seconds, counted back from now. */
export interface OldPage {
  service: string;
  slo: string;
  region?: string;
  /** When the trouble began that it told of. */
  began: number;
  rang: number;
  resolved: number;
}

/** The pages that the story's bad spells must have rung, oldest first: what burns slower rang for nobody. */
export const oldPages: readonly OldPage[] = story
  .flatMap(({ service, slo, region, incidents }) =>
    incidents.flatMap((incident): readonly OldPage[] => {
      if (!("share" in incident)) return [];
      const { began, lasted, share } = incident;
      const untilSpent = (ringsAt / share) * lasted;
      if (untilSpent > Math.min(lasted, hour)) return [];
      return [
        {
          ...{
            service,
            slo,
            began,
            rang: began - untilSpent - evaluated,
            resolved: began - lasted - cleared,
          },
          ...(region !== undefined && { region }),
        },
      ];
    }),
  )
  .toSorted((a, b) => b.rang - a.rang);

/** What whoever was on call thought of some of them afterwards; of the others nobody has said anything yet. */
export const opinions: readonly (Pick<OldPage, "service" | "slo" | "began"> & {
  region?: string;
  mark: "useful" | "noise" | "duplicate";
  comment?: string;
})[] = [
  { service: "payments", slo: "availability", region: "eu", began: providerDown, mark: "useful" },
  {
    ...{ service: "payments", slo: "availability", region: "us", began: providerDown, mark: "duplicate" },
    comment: "Europe was up already",
  },
  { service: "payments", slo: "availability", region: "eu", began: 11.6 * day, mark: "useful" },
  { service: "checkout", slo: "availability", began: 16.2 * day, mark: "useful" },
  { service: "checkout", slo: "availability", began: 6.1 * day, mark: "useful" },
  {
    ...{ service: "checkout", slo: "latency", began: 9.4 * day, mark: "noise" },
    comment: "a backup; nobody had to do anything",
  },
  {
    ...{ service: "search", slo: "up", began: 13.5 * day, mark: "noise" },
    comment: "one of the replicas was moved to another machine",
  },
  ...[24.6, 17.4, 8.2].map((days) => ({
    ...{ service: bookshop, slo: "buy", began: days * day },
    mark: "useful" as const,
  })),
  ...blips.map((began) => ({
    ...{ service: bookshop, slo: "buy", began },
    ...{ mark: "noise" as const, comment: "a restart: three orders, and all was well" },
  })),
];

/** Trouble that no alert told of. */
export const missed = {
  ...{ service: "search", slo: "availability", began: 9.5 * day, lasted: hour },
  what: "the new release answered from last week's index; a customer wrote",
} as const;
