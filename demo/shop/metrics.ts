import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { latencyBuckets, type ServiceFacts } from "./catalogue.ts";
import type { Faults } from "./faults.ts";

export interface ShopMetrics {
  registry: Registry;
  /** Counts one answered request. */
  answered(code: number, region: string | undefined, seconds: number): void;
  entered(): void;
  left(): void;
  show(faults: Faults): void;
}

/**
 * The metrics of one service, in a registry of its own: three services share a process, never a metric.
 * Every counter starts at zero, because the event that creates its own series is never counted.
 */
export function createMetrics({ codes, regions }: ServiceFacts): ShopMetrics {
  const registry = new Registry();
  const registers = [registry];
  const regional = regions.length > 0 ? (["region"] as const) : ([] as const);
  const requests = new Counter<string>({
    name: "http_requests_total",
    help: "Requests answered, by status code.",
    labelNames: ["code", ...regional],
    registers,
  });
  const duration = new Histogram<string>({
    name: "http_request_duration_seconds",
    help: "Time from the request's arrival to the end of its answer.",
    labelNames: regional,
    buckets: [...latencyBuckets],
    registers,
  });
  const inFlight = new Gauge({
    name: "http_requests_in_flight",
    help: "Requests being answered.",
    registers,
  });
  const fault = new Gauge<string>({
    name: "shop_fault",
    help: "Faults switched on: a ratio, milliseconds, or 0 and 1.",
    labelNames: ["fault"],
    registers,
  });
  const labelsOf = (region: string | undefined) => (region === undefined ? {} : { region });
  for (const region of regions.length > 0 ? regions : [undefined]) {
    for (const code of codes) requests.inc({ code, ...labelsOf(region) }, 0);
    duration.zero(labelsOf(region));
  }
  return {
    registry,
    answered: (code, region, seconds) => {
      requests.inc({ code, ...labelsOf(region) });
      duration.observe(labelsOf(region), seconds);
    },
    entered: () => inFlight.inc(),
    left: () => inFlight.dec(),
    show: ({ errorRatio, latencyMs, outage }) => {
      fault.set({ fault: "error_ratio" }, errorRatio);
      fault.set({ fault: "latency_ms" }, latencyMs);
      fault.set({ fault: "outage" }, outage ? 1 : 0);
    },
  };
}
