import { formatPercent, parseObjective } from "../model/decimals.ts";
import { formatDuration } from "../model/durations.ts";
import { expectedSamples } from "../model/intervals.ts";
import { label, series } from "../model/names.ts";
import { formatSelector } from "../model/promql.ts";
import { errorBudget, type Slo } from "../model/slo.ts";
import type { Seconds } from "../model/units.ts";
import { windowPhrase } from "../model/window.ts";
import { inEnvironment, type Finding } from "./finding.ts";
import { askAll, samplesOf, type Answers, type Item, type Rounds } from "./questions.ts";

/** What an SLO delivered in one of its last windows: its worst group's error ratio. */
export interface Delivered {
  /** 0 is the window that ends now, 1 the one before. */
  back: number;
  errorRatio: number;
  /** The share of the window of which the ledger tells. */
  coverage: number;
}

const windows = [0, 1, 2] as const;
/** A window known by half says enough to compare with. */
const enough = 0.5;

/** SLOs with windows of one length are asked in one query, however many there are. */
const groupsOf = (slos: readonly Slo[]): Map<Seconds, Slo[]> =>
  Map.groupBy(slos, ({ window }) => window.length);

function itemsOf(length: Seconds, slos: readonly Slo[]): Item[] {
  const ids = slos.map(({ id }) => id.replaceAll(".", "\\.")).join("|");
  const of = (metric: string, back: number): string => {
    const selector = formatSelector({ metric, matchers: [{ label: label.id, op: "=~", value: ids }] });
    return `${selector}[${formatDuration(length)}]${back === 0 ? "" : ` offset ${formatDuration((back * length) as Seconds)}`}`;
  };
  return windows.flatMap((back) => [
    {
      key: `${length} ${back} ratio`,
      expr: `max by (${label.id}) (clamp_max(sum_over_time(${of(series.ledgerBad, back)}) / (sum_over_time(${of(series.ledgerTotal, back)}) > 0), 1))`,
    },
    {
      key: `${length} ${back} samples`,
      expr: `max by (${label.id}) (count_over_time(${of(series.ledgerTotal, back)}))`,
    },
  ]);
}

const valueFor = (answers: Answers, key: string, id: string): number | undefined =>
  samplesOf(answers, key).find(({ labels }) => labels[label.id] === id)?.value;

function deliveredOf(slo: Slo, answers: Answers): Delivered[] {
  const { length } = slo.window;
  return windows.flatMap((back) => {
    const errorRatio = valueFor(answers, `${length} ${back} ratio`, slo.id);
    const samples = valueFor(answers, `${length} ${back} samples`, slo.id) ?? 0;
    if (errorRatio === undefined) return [];
    const coverage = Math.min(1, samples / expectedSamples(length, slo.ledgerInterval));
    return [{ back, errorRatio, coverage }];
  });
}

export interface Deliveries {
  findings: Finding[];
  /** By SLO id; nothing for an SLO that no rule records yet. */
  delivered: ReadonlyMap<string, readonly Delivered[]>;
}

/** What SLOs delivered over their last windows, from their ledgers, against what they promise. */
export function* askDelivered(slos: readonly Slo[]): Rounds<Deliveries> {
  const items = [...groupsOf(slos)].flatMap(([length, some]) => itemsOf(length, some));
  const answers = yield* askAll(items);
  const delivered = new Map(slos.map((slo) => [slo.id, deliveredOf(slo, answers)]));
  return { findings: slos.flatMap((slo) => judge(slo, delivered.get(slo.id) ?? [])), delivered };
}

const percentOf = ({ errorRatio }: Delivered): string => formatShare(1 - errorRatio);
/** 0.99962 → `99.962 %`: objectives are compared by their nines. */
const formatShare = (share: number): string => `${Number((share * 100).toFixed(4))} %`;

function judge(slo: Slo, all: readonly Delivered[]): Finding[] {
  const known = all.filter(({ coverage }) => coverage >= enough);
  const [newest] = known;
  if (newest === undefined) return [];
  const budget = errorBudget(slo);
  const spent = known.map(({ errorRatio }) => errorRatio / budget);
  const list = known.map(percentOf).join(", ");
  const over = `over the last ${known.length === 1 ? "" : `${known.length} times `}${windowPhrase(slo.window)} it delivered ${list} ${inEnvironment(slo)}`;
  const say = (code: Finding["code"], message: string, remedy: string): Finding[] => [
    { slo, code, at: "objective", message, remedy },
  ];
  if (spent.every((share) => share > 1))
    return say(
      "objective-missed",
      `${over}, less than ${slo.objective.text} each time`,
      proposal(known, 0.8, "make the service better, or promise what it holds"),
    );
  // One quiet window proves nothing.
  if (known.length > 1 && spent.every((share) => share < 0.1))
    return say(
      "objective-loose",
      `${over}, and at most ${formatPercent(Math.max(...spent))} of the budget was spent`,
      proposal(known, 0.5, "if users rely on it, promise more; else leave it and spend the budget"),
    );
  return [];
}

const ladder = [
  "99.99%",
  "99.95%",
  "99.9%",
  "99.8%",
  "99.5%",
  "99%",
  "98%",
  "97%",
  "95%",
  "90%",
  "80%",
  "70%",
  "50%",
];

/** The highest usual objective whose budget the worst window would have spent by no more than `share`. */
export function proposedObjective(known: readonly Delivered[], share: number): string | undefined {
  const worst = Math.max(...known.map(({ errorRatio }) => errorRatio));
  return ladder.find((text) => worst <= share * (parseObjective(text)?.budget ?? 0));
}

function proposal(known: readonly Delivered[], share: number, advice: string): string {
  const objective = proposedObjective(known, share);
  return objective === undefined ? advice : `${advice}: ${objective} would have been held`;
}
