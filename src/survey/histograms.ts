import { counters, type LatencySli } from "../compile/sli/buckets.ts";
import { formatPercent } from "../model/decimals.ts";
import { formatSelector, withMetric } from "../model/promql.ts";
import type { Slo } from "../model/slo.ts";
import type { Reply } from "../query/port.ts";
import { nearest } from "../spec/nearest.ts";
import { latencyText, lyingOf } from "./bounds.ts";
import { inEnvironment, type Finding } from "./finding.ts";
import { askAll, samplesOf, silenceOf, valueOf, type Answers, type Item, type Rounds } from "./questions.ts";

interface Kept {
  slo: Slo;
  sli: LatencySli;
  native: number;
  classic: number;
  /** Series of the threshold's bucket. */
  bucket: number;
  unread: boolean;
}

const isLatency = (slo: Slo): slo is Slo & { sli: LatencySli } => slo.sli.kind === "latency";

const itemsOf = ({ id, sli }: Slo & { sli: LatencySli }): Item[] => {
  const { all, within } = counters(sli);
  return [
    { key: `${id} native`, expr: `count(histogram_count(${formatSelector(sli.histogram)}))` },
    { key: `${id} classic`, expr: `count(${formatSelector(all)})` },
    { key: `${id} bucket`, expr: `count(${formatSelector(within)})` },
  ];
};

const keptBy = (slo: Slo & { sli: LatencySli }, answers: Answers): Kept => ({
  slo,
  sli: slo.sli,
  native: valueOf(answers, `${slo.id} native`) ?? 0,
  classic: valueOf(answers, `${slo.id} classic`) ?? 0,
  bucket: valueOf(answers, `${slo.id} bucket`) ?? 0,
  unread: silenceOf(answers, `${slo.id} classic`) !== undefined,
});

export interface Histograms {
  findings: Finding[];
  series: ReadonlyMap<string, number>;
  missing: ReadonlySet<string>;
}

/** Which type each histogram is, and whether the threshold is one of its bounds. */
export function* askHistograms(slos: readonly Slo[], metrics: readonly string[]): Rounds<Histograms> {
  const latencies = slos.filter(isLatency);
  const answers = yield* askAll(latencies.flatMap(itemsOf));
  const kept = latencies.map((slo) => keptBy(slo, answers)).filter(({ unread }) => !unread);
  const typed = kept.flatMap((each) => typeFinding(each, metrics));
  const wrong = new Set(typed.filter(({ code }) => code !== "histogram-changing").map(({ slo }) => slo.id));
  const sound = kept.filter(({ slo }) => !wrong.has(slo.id));
  return {
    findings: [...typed, ...(yield* askBuckets(sound)), ...(yield* askBounds(sound))],
    series: new Map(kept.map(({ slo, native, classic }) => [slo.id, native + classic])),
    missing: wrong,
  };
}

function typeFinding({ slo, sli, native, classic }: Kept, metrics: readonly string[]): Finding[] {
  const name = sli.histogram.metric ?? "";
  const text = formatSelector(sli.histogram);
  const say = (code: Finding["code"], message: string, remedy: string): Finding[] => [
    { slo, code, at: "sli", message: `${message} ${inEnvironment(slo)}`, remedy },
  ];
  if (native + classic === 0) {
    const near = nearest(`${name}_count`, metrics);
    const remedy =
      near === undefined
        ? "check that the service is scraped, and the labels"
        : `did you mean ${near.replace(/_count$/, "")}?`;
    return say("series-not-found", `there is neither a native nor a classic histogram ${text}`, remedy);
  }
  if (sli.type === undefined && classic === 0)
    return say("histogram-type", `${text} is a native histogram and no classic one`, "add `type: native`");
  if (sli.type === "native" && native === 0)
    return say(
      "histogram-type",
      `${text} is a classic histogram: it has no native samples`,
      "remove `type: native`, or have Prometheus scrape native histograms",
    );
  if (sli.type === undefined && native > classic)
    return say(
      "histogram-changing",
      `${native} series of ${text} are native and ${classic} are classic: those that are native alone are not counted`,
      "write `type: both` until all have changed over",
    );
  if (sli.type === "native" && classic > native)
    return say(
      "histogram-changing",
      `${classic} series of ${text} are classic and ${native} are native: those that are classic alone are not counted`,
      "write `type: both` until all have changed over",
    );
  if (sli.type === "both" && classic === 0)
    return say(
      "histogram-changing",
      `all ${native} series of ${text} are native: the change is over`,
      "write `type: native`",
    );
  return [];
}

/** A classic histogram must have the threshold among its buckets. */
function* askBuckets(kept: readonly Kept[]): Rounds<Finding[]> {
  const without = kept.filter(
    ({ sli, classic, bucket }) => sli.type !== "native" && classic > 0 && bucket === 0,
  );
  const answers = yield* askAll(
    without.map(({ slo, sli }) => ({ key: slo.id, expr: `count by (le) (${bucketsOf(sli)})` })),
  );
  return without.map(({ slo, sli }) => {
    const bounds = samplesOf(answers, slo.id)
      .map(({ labels }) => Number(labels.le))
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    const below = bounds.findLast((bound) => bound < sli.threshold);
    const above = bounds.find((bound) => bound > sli.threshold);
    const near = [below, above].filter((bound) => bound !== undefined).map(latencyText);
    const list = bounds.map(latencyText).join(", ");
    return {
      slo,
      code: "threshold-no-bucket",
      at: "sli",
      message: `${latencyText(sli.threshold)} is no bucket of ${formatSelector(sli.histogram)} ${inEnvironment(slo)}: ${list === "" ? "it has none at all" : `its buckets are ${list}`}`,
      remedy:
        near.length === 0
          ? "let the service keep buckets"
          : `write ${near.join(" or ")}, or add the bucket to the service`,
    } as const;
  });
}

const bucketsOf = ({ histogram }: LatencySli): string =>
  formatSelector(withMetric(histogram, `${histogram.metric ?? ""}_bucket`));

/** A native histogram estimates within its buckets: a bound needs no estimate. */
function* askBounds(kept: readonly Kept[]): Rounds<Finding[]> {
  const native = kept.filter(({ sli, native: count }) => sli.type !== undefined && count > 0);
  if (native.length === 0) return [];
  const replies = yield native.map(({ sli }) => `sum(${formatSelector(sli.histogram)})`);
  return native.flatMap((each, index) => boundFinding(each, replies[index]));
}

function boundFinding({ slo, sli }: Kept, reply: Reply | undefined): Finding[] {
  const histogram = reply?.kind === "vector" ? reply.histograms?.[0] : undefined;
  if (histogram === undefined) return [];
  const lying = lyingOf(histogram, sli.threshold);
  if (lying.kind !== "within") return [];
  const [lower, upper] = [latencyText(lying.lower), latencyText(lying.upper)];
  return [
    {
      slo,
      code: "threshold-within-bucket",
      at: "sli",
      message: `${latencyText(sli.threshold)} lies between the bounds ${lower} and ${upper} of a bucket that holds ${formatPercent(lying.share)} of all events ${inEnvironment(slo)}: how many of these are slower is estimated`,
      remedy: `write ${lower} or ${upper}`,
    },
  ];
}
