/** What the services of the sample shop have in common and where they differ, as data. */
export const serviceNames = ["checkout", "payments", "search", "database"] as const;
export type ServiceName = (typeof serviceNames)[number];

export interface ServiceFacts {
  /** Where it listens unless told otherwise. */
  port: number;
  /** Every status code it can answer with: its counters start at zero for all of them. */
  codes: readonly number[];
  /** Regions it serves side by side; none means its metrics carry no `region`. */
  regions: readonly string[];
  /** Requests a second that the shop sees of it, averaged over a week. */
  perSecond: number;
  /** Share of requests that take longer than 300 ms although nothing is wrong. */
  slowShare: number;
}

export const regions = ["eu", "us", "ap"] as const;

export const catalogue: Readonly<Record<ServiceName, ServiceFacts>> = {
  checkout: {
    port: 8081,
    codes: [201, 400, 500, 502, 503],
    regions: [],
    perSecond: 12,
    slowShare: 0.003,
  },
  payments: { port: 8082, codes: [200, 400, 402, 500, 503], regions, perSecond: 12, slowShare: 0.001 },
  search: { port: 8083, codes: [200, 400, 500, 503], regions: [], perSecond: 9, slowShare: 0.002 },
  // The bookshop has the port between. A statement for every payment, and one for every search.
  database: { port: 8085, codes: [200, 400, 500, 503], regions: [], perSecond: 21, slowShare: 0.0001 },
};

/** Seconds; 0.3 and 1 are the thresholds that latency SLOs ask for. */
export const latencyBuckets = [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5] as const;

/** As Resilience4j names them. */
export const breakerMetric = {
  state: "resilience4j_circuitbreaker_state",
  calls: "resilience4j_circuitbreaker_calls_seconds",
  refused: "resilience4j_circuitbreaker_not_permitted_calls_total",
} as const;
export const breakerStates = ["closed", "open", "half_open", "forced_open"] as const;
export type BreakerStateName = (typeof breakerStates)[number];

export const isServiceName = (name: string): name is ServiceName =>
  (serviceNames as readonly string[]).includes(name);
