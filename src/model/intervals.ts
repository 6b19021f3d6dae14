import { seconds, type Seconds } from "./units.ts";

/** Every interval and limit of the emitted rules, as data. Reasons stand beside those that are not obvious. */
export const intervals = {
  /** The fast group: pages stand here. */
  sli: seconds(30),
  /** Stays under the look-back of 5m, so that an instant query always finds a sample. */
  ledger: seconds(150),
  meta: seconds(150),
  scrape: seconds(30),
  /** A sample that arrives after its interval was evaluated would be lost: the pair is read this much later. */
  evaluationDelay: seconds(30),
  /** Prometheus' default `--query.lookback-delta`. */
  lookback: seconds(300),
  /** Windows up to here are computed from raw series in the fast group; longer ones from the ledger. */
  rawWindowLimit: seconds(3_600),
  noDataFor: seconds(900),
} as const;

/** A rate over fewer scrapes than this is guesswork. */
export const minScrapesPerWindow = 4;
export const windowLimits = { min: seconds(86_400), max: seconds(90 * 86_400) } as const;
/** Mimir's defaults: rules a group, groups a tenant. */
export const mimirLimits = { rulesPerGroup: 20, groupsPerTenant: 70 } as const;

/**
 * The range over the ledger that holds window ÷ interval samples when it is read at the instant of one. Prometheus 2
 * reads closed ranges: the whole window would hold one sample too many, and with it the burst of errors that has just
 * left (+0.13 % of the budget, were bursts hourly). To Prometheus 3 both are the same.
 */
export const ledgerRange = (window: Seconds): Seconds => seconds(window - 1);

/** What a sampled expression is read over: twice the interval, and one scrape so that nothing falls between two. */
export const sampledRange = (interval: Seconds, scrapeInterval: Seconds): Seconds =>
  seconds(2 * interval + scrapeInterval);

/** Ledger samples a window should hold. */
export const expectedSamples = (window: Seconds, ledgerInterval: Seconds): number =>
  Math.floor(window / ledgerInterval);
