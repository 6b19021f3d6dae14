import { join } from "node:path";
import {
  type Count,
  counter,
  day,
  during,
  gauge,
  hour,
  minute,
  outside,
  share,
  type Span,
  steady,
} from "../../../kit/history.ts";
import type { HistorySeries } from "../../../kit/remote-write.ts";
import { repository } from "../../../kit/tools.ts";
import { compileDefinitions } from "../../../src/compile/compile.ts";
import { defaultOptions } from "../../../src/compile/options.ts";
import { readSpecs } from "../../../src/files/read.ts";
import { loadDefinitions } from "../../../src/spec/load.ts";
import type { Contribution } from "../../setup/contribution.ts";

export const dependencySpecs = join(repository, "test", "system", "specs", "dependencies");

/** The written past ends at `now`; what happens then goes on. */
interface Time {
  span: Span;
  now: number;
}

const scrapes = { every: 15, phase: 6 } as const;

/** A part of the requests within the spans, another one outside of them. */
const mixed = (all: Count, spans: readonly Span[], within: number, else_: number): Count => {
  const [inside, others] = [share(within, during(spans, all)), share(else_, outside(spans, all))];
  return (at) => inside(at) + others(at);
};

const requests = (job: string, spans: readonly Span[], errors: number, { span }: Time): HistorySeries[] => {
  const all = steady(20);
  const line = (code: string, count: Count) =>
    counter({ ...span, labels: { __name__: "http_requests_total", job, code }, count, scrapes });
  return [line("500", mixed(all, spans, errors, 0.0001)), line("200", mixed(all, spans, 1 - errors, 0.9999))];
};

const durations = (job: string, spans: readonly Span[], slow: number, { span }: Time): HistorySeries[] => {
  const all = steady(20);
  const name = "http_request_duration_seconds";
  const line = (suffix: string, labels: Record<string, string>, count: Count) =>
    counter({ ...span, labels: { __name__: `${name}_${suffix}`, job, ...labels }, count, scrapes });
  return [
    line("bucket", { le: "0.3" }, mixed(all, spans, 1 - slow, 0.9999)),
    line("bucket", { le: "+Inf" }, all),
    line("count", {}, all),
  ];
};

/** Open for 30 seconds, a moment half open, open again: from the first span to its end. */
const breaker = (spans: readonly Span[], { span }: Time): HistorySeries[] =>
  ["closed", "open", "half_open"].map((state) =>
    gauge({
      ...span,
      labels: {
        __name__: "resilience4j_circuitbreaker_state",
        job: "slow-payments",
        name: "database",
        state,
      },
      scrapes,
      value: (at) => {
        const isTripped = spans.some(({ from, to }) => at >= from && at < to);
        return Number(
          state === "closed" ? !isTripped : isTripped && state === (at % 45 < 30 ? "open" : "half_open"),
        );
      },
    }),
  );

const mesh = (service: string, spans: readonly Span[], errors: number, { span }: Time): HistorySeries[] => {
  const all = steady(20);
  const labels = {
    reporter: "destination",
    destination_service_name: service,
    destination_service_namespace: "shop",
  };
  const line = (code: string, count: Count) =>
    counter({
      ...span,
      labels: { __name__: "istio_requests_total", job: "mesh", response_code: code, ...labels },
      count,
      scrapes,
    });
  return [line("503", mixed(all, spans, errors, 0.0002)), line("200", mixed(all, spans, 1 - errors, 0.9998))];
};

const since = (now: number, ago: number): Span[] => [{ from: now - ago, to: now + day }];
const spells = (now: number, agos: readonly number[], lasting: number): Span[] =>
  agos.map((ago) => ({ from: now - ago, to: now - ago + lasting }));

/** Seconds ago at which the autoscaler added pods; each was slow for the four minutes of its start. */
export const scaleUps = Array.from({ length: 20 }, (_, index) => (19 - index) * hour + 10 * minute);
/** Hours ago at which the stock service failed, and the prices. */
const stockFailed = [17, 11.5, 8, 3].map((ago) => ago * hour);
const pricesFailed = [20.2, 14.1, 5.7].map((ago) => ago * hour);

export const dependencySeries = (time: Time): HistorySeries[] => {
  const { now } = time;
  const starts = spells(now, scaleUps, 4 * minute);
  return [
    ...durations("slow-database", since(now, 25 * minute), 0.8, time),
    ...breaker(since(now, 15 * minute), time),
    ...requests("slow-checkout", since(now, 15 * minute), 0.004, time),
    ...requests("slow-search", [], 0, time),
    // One request in twelve goes to a pod that is still starting.
    ...durations("scaled-api", starts, 1 / 12, time),
    ...mesh("mesh-stock", spells(now, stockFailed, 20 * minute), 0.4, time),
    ...mesh("mesh-prices", spells(now, pricesFailed, 20 * minute), 0.3, time),
    // The breakers between them isolate nothing: a third of the orders fails whenever the stock does.
    ...mesh("mesh-orders", spells(now, stockFailed, 20 * minute), 0.3, time),
  ];
};

export const contribution: Contribution = {
  raw: ({ from, to }) => {
    const now = to - hour;
    return dependencySeries({ now, span: { from: Math.max(from, now - 7 * day - hour), to } });
  },
  rules: async () => {
    const { files } = await readSpecs([dependencySpecs]);
    const { definitions, diagnostics } = loadDefinitions(files);
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    if (errors.length > 0) throw new Error(`the specs of the stories are broken: ${JSON.stringify(errors)}`);
    return compileDefinitions(definitions, defaultOptions)
      .filter(({ path }) => path.startsWith("rules/"))
      .map(({ text }) => text);
  },
};
