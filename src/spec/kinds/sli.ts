import { acrossSeries, comparisons, histogramTypes, type Budgeting, type Sli } from "../../model/slo.ts";
import { expression, query, selector, type WrittenQuery } from "../promql/query.ts";
import type { Report } from "../report.ts";
import { allShape, anyShape, weightedShape, type WrittenComposite } from "./sli-composite.ts";
import { journeySliShape, type WrittenProbe } from "./sli-journey.ts";
import { useShape, type WrittenUse } from "./template.ts";
import { object, oneOf, optional, required, type ObjectOf } from "../shapes/object.ts";
import { duration, objective, quantity, threshold } from "../shapes/quantities.ts";
import { failed, located, refine, type Decoded, type Located, type Shape } from "../shapes/shape.ts";
import { name, word } from "../shapes/texts.ts";
import type { Selector } from "../../model/promql.ts";
import type { Node } from "../yaml/nodes.ts";

/** An SLI as written: no environment has joined its matchers yet. */
export interface WrittenSli {
  sli: Sli | WrittenProbe | WrittenUse | WrittenComposite;
  place: Node["place"];
  /** The queries a person wrote, for the checks that look at their text. */
  queries: readonly WrittenQuery[];
}

const ratioFields = {
  bad: optional(query, "Bad events: a counter selector, or PromQL in events per second that uses $window"),
  good: optional(query, "Good events, where bad ones have no series of their own"),
  total: required(query, "All events, written in the same way"),
};
const ratioShape: Shape<WrittenSli> = refine(object(ratioFields, "a ratio"), readRatio, {
  ...object(ratioFields, "a ratio").schema,
  oneOf: [{ required: ["bad"] }, { required: ["good"] }],
});

function readRatio(written: ObjectOf<typeof ratioFields>, node: Node, report: Report): Decoded<WrittenSli> {
  const { bad, good, total, keys, place } = written;
  const part = bad ?? good;
  if (part === undefined) {
    report(
      "missing-key",
      keys.total ?? place,
      'a ratio needs "bad" or "good" beside "total"',
      "add `bad:` here",
    );
    return failed;
  }
  if (bad !== undefined && good !== undefined) {
    report("conflicting-keys", keys.good ?? place, '"bad" and "good" say the same thing twice', "keep `bad`");
    return failed;
  }
  const counts = bad === undefined ? "good" : "bad";
  return {
    sli: { kind: "ratio", counts, part: part.query, total: total.query },
    place: node.place,
    queries: [part, total],
  };
}

/** A histogram by its base name, which is also that of its native samples. */
const histogram: Shape<Selector> = refine(selector, (value, { place }, report) => {
  const { metric } = value;
  const suffix = /_(?:bucket|count|sum)$/.exec(metric ?? "")?.[0];
  if (metric === undefined) {
    const message = "a histogram needs its base name, to which _bucket and _count are added";
    report("selector-without-metric", place, message, 'write it as http_request_duration_seconds{job="x"}');
    return failed;
  }
  if (suffix !== undefined) {
    const message = `${metric} is one series of the histogram; nines adds _bucket and _count itself`;
    report("histogram-suffix", place, message, `write ${metric.slice(0, -suffix.length)}`);
    return failed;
  }
  if (value.matchers.every(({ label }) => label !== "le")) return value;
  report("histogram-le", place, "nines picks the bucket by the threshold", "remove the matcher on le");
  return failed;
});

const latencyFields = {
  histogram: optional(histogram, "Selector of a histogram by its base name, without _bucket"),
  type: optional(
    located(word(["classic", ...histogramTypes], "type of histogram")),
    "classic (default), native, or both while services change over",
  ),
  journey: optional(located(name), "Instead of a histogram: a journey, whose runs are timed"),
  step: optional(located(name), "One step of the journey rather than the whole"),
  threshold: required(
    located(threshold),
    "Slower events are bad; the upper bound of one of the histogram's buckets (a native one estimates within them)",
  ),
};
const latencyObject = object(latencyFields, "a latency");
const latencyShape: Shape<WrittenSli> = refine(latencyObject, readLatency, {
  ...latencyObject.schema,
  oneOf: [{ required: ["histogram"] }, { required: ["journey"], not: { required: ["type"] } }],
});

function readLatency(
  written: ObjectOf<typeof latencyFields>,
  node: Node,
  report: Report,
): Decoded<WrittenSli> {
  const { histogram: series, type, journey, step, threshold: bound, keys, place } = written;
  const sliOf = (sli: WrittenSli["sli"]): WrittenSli => ({ sli, place: node.place, queries: [] });
  const stray = series === undefined ? undefined : (keys.journey ?? keys.step);
  if (stray !== undefined) {
    report("conflicting-keys", stray, "a latency is read from a histogram or from a journey", "keep one");
    return failed;
  }
  if (series !== undefined) {
    const kept = type === undefined || type.value === "classic" ? {} : { type: type.value };
    return sliOf({ kind: "latency", histogram: series, threshold: bound.value, ...kept });
  }
  if (type !== undefined && journey !== undefined) {
    report("conflicting-keys", keys.type ?? place, "a journey keeps classic histograms", "remove `type`");
    return failed;
  }
  if (journey !== undefined)
    return sliOf({ kind: "probe", journey, of: { kind: "latency", step, threshold: bound } });
  report(
    "missing-key",
    keys.threshold ?? place,
    'a latency needs "histogram" or "journey"',
    "add `histogram:` here",
  );
  return failed;
}

/** An SLI that is looked up later, and has no queries of its own. */
const lookedUp = (shape: Shape<WrittenSli["sli"]>): Shape<WrittenSli> =>
  refine(shape, (sli, node) => ({ sli, place: node.place, queries: [] }));

const gaugeShape: Shape<WrittenSli> = refine(selector, (read, node): WrittenSli => ({
  sli: { kind: "gauge", selector: read },
  place: node.place,
  queries: [],
}));

const thresholdFields = {
  metric: required(selector, "Selector of a gauge, such as queue_oldest_age_seconds"),
  operator: required(word(comparisons, "comparison"), "How a good value compares with `value`"),
  value: required(quantity, "The threshold: a number, or a duration in seconds such as 5m"),
  across: optional(
    word(acrossSeries, "aggregation"),
    "sum, avg, min or max of the series; each series counts by itself when left out",
  ),
};
const thresholdShape: Shape<WrittenSli> = refine(
  object(thresholdFields, "a threshold"),
  ({ metric, operator, value, across }, node): WrittenSli => ({
    sli: { kind: "threshold", metric, operator, value, ...(across !== undefined && { across }) },
    place: node.place,
    queries: [],
  }),
);

const errorRatioShape: Shape<WrittenSli> = refine(expression, (read, node): WrittenSli => ({
  sli: { kind: "errorRatio", expression: read.expression },
  place: node.place,
  // It yields no counts, so sampling is its nature and nothing to warn about.
  queries: [
    {
      ...read,
      query: { kind: "expression", expression: read.expression },
      sampledAt: undefined,
      mixedAt: undefined,
    },
  ],
}));

export const sliShape: Shape<WrittenSli> = refine(
  oneOf(
    {
      ratio: { shape: ratioShape, description: "Counters of bad or good events beside one of all events" },
      latency: {
        shape: latencyShape,
        description: "The share of events slower than a threshold, from a histogram",
      },
      gauge: {
        shape: gaugeShape,
        description: "Selector of a 0/1 gauge such as up; one event is one second of one series",
      },
      threshold: {
        shape: thresholdShape,
        description: "A gauge that is good on one side of a value; one event is one second of one series",
      },
      errorRatio: {
        shape: errorRatioShape,
        description: "PromQL that yields an error ratio by itself and uses $window",
      },
      journey: {
        shape: lookedUp(journeySliShape),
        description: "A journey by name: its runs, and those that failed",
      },
      template: {
        shape: lookedUp(useShape),
        description: "An SLI written once for many services: nines templates list",
      },
      all: {
        shape: lookedUp(allShape),
        description: "Other SLOs together: good while all of them are",
      },
      any: {
        shape: lookedUp(anyShape),
        description: "Other SLOs that stand in for each other: good while one of them is",
      },
      weighted: {
        shape: lookedUp(weightedShape),
        description: "Other SLOs, each by its weight",
      },
    },
    "an SLI",
  ),
  ({ value }) => value,
);

const sliceFields = { slice: required(located(duration), "Length of a slice: from four scrapes to 5m") };
const timeslicesFields = {
  ...sliceFields,
  objective: required(objective, "A slice whose ratio misses this is bad"),
};

export type WrittenBudgeting = Located<Budgeting>;
const sliced = oneOf(
  {
    timeslices: {
      shape: object(timeslicesFields, "timeslices"),
      description: "A slice is good or bad as a whole",
    },
    ratioTimeslices: {
      shape: object(sliceFields, "ratioTimeslices"),
      description: "A slice weighs its own error ratio",
    },
  },
  "a budgeting method",
);
const unsliced = word(["occurrences"], "budgeting method");

/** `occurrences`, or one of the two slice methods; located at the slice, whose length may not fit the scrapes. */
export const budgetingShape: Shape<WrittenBudgeting> = {
  schema: { anyOf: [unsliced.schema, sliced.schema] },
  decode: (node, report) => {
    if (node.kind === "text") {
      const kind = unsliced.decode(node, report);
      return kind === failed ? failed : { value: { kind }, place: node.place };
    }
    const chosen = sliced.decode(node, report);
    if (chosen === failed) return failed;
    const { value: slice, place } = chosen.value.slice;
    if (chosen.kind === "ratioTimeslices") return { value: { kind: chosen.kind, slice }, place };
    return { value: { kind: chosen.kind, slice, objective: chosen.value.objective }, place };
  },
};
