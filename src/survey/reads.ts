import type { Expression, Query, Selector } from "../model/promql.ts";
import { formatSelector, withMetric } from "../model/promql.ts";
import type { Slo } from "../model/slo.ts";
import type { Spot } from "../spec/places.ts";

/** A selector that an SLO reads, and what a missing series would mean. */
export interface Read {
  selector: Selector;
  at: Spot;
  /** `part` may lawfully be missing: nothing bad has happened yet. `count` is what all events are counted by. */
  role: "part" | "count" | "value" | "presence";
}

const inExpression = ({ segments }: Expression): Selector[] => {
  const found = segments.flatMap((segment) =>
    segment.kind === "selector" || segment.kind === "growth" ? [segment.selector] : [],
  );
  const distinct = new Map(found.map((selector) => [formatSelector(selector), selector]));
  return [...distinct.values()].filter(({ metric }) => metric !== undefined);
};

const inQuery = (query: Query): Selector[] =>
  query.kind === "selector" ? [query.selector] : inExpression(query.expression);

const as = (selectors: readonly Selector[], at: Spot, role: Read["role"]): Read[] =>
  selectors.map((selector) => ({ selector, at, role }));

/** Every raw selector of an SLO but those of histograms, which have a check of their own. */
export function readsOf(slo: Slo): readonly Read[] {
  const presence = slo.presence === undefined ? [] : as([slo.presence], "presence", "presence");
  return [...readsOfSli(slo), ...presence];
}

function readsOfSli({ sli }: Slo): Read[] {
  switch (sli.kind) {
    case "ratio":
      return [...as(inQuery(sli.part), "part", "part"), ...as(inQuery(sli.total), "total", "count")];
    case "gauge":
      return as([sli.selector], "sli", "value");
    case "threshold":
      return as([sli.metric], "sli", "value");
    case "errorRatio":
      return as(inExpression(sli.expression), "sli", "value");
    case "journey":
      return [...as([sli.failed], "sli", "part"), ...as([sli.journey.runs], "sli", "count")];
    // What a latency reads depends on its histogram, and other kinds read ledgers.
    default:
      return [];
  }
}

/** The series that tell how often an SLO's data are scraped. */
export function scrapedBy(slo: Slo): Selector | undefined {
  const { sli } = slo;
  if (sli.kind === "latency")
    return sli.type === undefined
      ? withMetric(sli.histogram, `${sli.histogram.metric ?? ""}_count`)
      : sli.histogram;
  return readsOfSli(slo).find(({ role }) => role !== "part")?.selector;
}
