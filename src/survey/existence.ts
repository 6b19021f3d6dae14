import type { Matcher, Selector } from "../model/promql.ts";
import { formatSelector } from "../model/promql.ts";
import type { Slo } from "../model/slo.ts";
import { nearest } from "../spec/nearest.ts";
import { inEnvironment, type Finding } from "./finding.ts";
import { askAll, samplesOf, silenceOf, valueOf, type Answers, type Item, type Rounds } from "./questions.ts";
import { readsOf, type Read } from "./reads.ts";

/** A series that was there within a day counts as there: a batch may have ended. */
const lately = (selector: Selector): string => `count(last_over_time(${formatSelector(selector)}[1d]))`;

interface Known {
  slo: Slo;
  read: Read;
  key: string;
}

const readsOfAll = (slos: readonly Slo[]): Known[] =>
  slos.flatMap((slo) =>
    readsOf(slo).map((read, index) => ({
      slo,
      read,
      key: `${slo.id} ${index} ${formatSelector(read.selector)}`,
    })),
  );

export interface Existence {
  findings: Finding[];
  /** Series that an SLO reads, by its id. */
  series: ReadonlyMap<string, number>;
  /** SLOs of which something is missing: nothing else need be said of their numbers. */
  missing: ReadonlySet<string>;
}

/** Whether the series and labels that SLOs name exist. */
export function* askExistence(slos: readonly Slo[], metrics: readonly string[]): Rounds<Existence> {
  const known = readsOfAll(slos);
  const items = known.flatMap(({ key, read, slo }): Item[] => [
    { key, expr: lately(read.selector) },
    ...groupItems(slo, read, key),
  ]);
  const answers = yield* askAll(items);
  const absent = known.filter(({ key }) => isAbsent(answers, key));
  const causes = yield* askAll(absent.flatMap(causeItems));
  const findings = absent.map((each) => explain(each, causes, metrics));
  return {
    findings: [
      ...refusals(known, answers),
      ...findings,
      ...known.flatMap((each) => ungrouped(each, answers)),
    ],
    series: countBySlo(known, answers),
    missing: new Set(findings.filter(({ code }) => code === "series-not-found").map(({ slo }) => slo.id)),
  };
}

const isAbsent = (answers: Answers, key: string): boolean =>
  silenceOf(answers, key) === undefined && valueOf(answers, key) === undefined;

function countBySlo(known: readonly Known[], answers: Answers): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { slo, key } of known)
    counts.set(slo.id, (counts.get(slo.id) ?? 0) + (valueOf(answers, key) ?? 0));
  return counts;
}

/** What Prometheus will not even count, its rules will not either. */
const refusals = (known: readonly Known[], answers: Answers): Finding[] =>
  known.flatMap(({ slo, read, key }) => {
    const silence = silenceOf(answers, key);
    if (silence?.cause !== "refused-query" && silence?.cause !== "timeout") return [];
    const message = `${formatSelector(read.selector)} cannot be read ${inEnvironment(slo)}: ${silence.message}`;
    return [{ slo, code: "query-refused", at: read.at, message, remedy: "narrow the selector" } as const];
  });

const groupItems = (slo: Slo, { selector, role }: Read, key: string): Item[] =>
  role === "part" || slo.groupBy.length === 0
    ? []
    : slo.groupBy.map((name) => ({
        key: `${key} by ${name}`,
        expr: `count(${formatSelector({ ...selector, matchers: [...selector.matchers, { label: name, op: "!=", value: "" }] })})`,
      }));

/** Series without the label would all fall into one group without a name. */
const ungrouped = ({ slo, read, key }: Known, answers: Answers): Finding[] => {
  const all = valueOf(answers, key);
  if (read.role === "part" || all === undefined) return [];
  return slo.groupBy
    .filter((name) => {
      const labelled = `${key} by ${name}`;
      return silenceOf(answers, labelled) === undefined && valueOf(answers, labelled) === undefined;
    })
    .map((name) => ({
      slo,
      code: "group-label-not-found",
      at: "groupBy",
      message: `none of the ${all} series of ${formatSelector(read.selector)} has the label "${name}" ${inEnvironment(slo)}`,
      remedy: "group by a label that the series have, or add it to them",
    }));
};

const matched = ({ metric }: Selector, matchers: readonly Matcher[]): string =>
  formatSelector({ ...(metric !== undefined && { metric }), matchers });

const matcherText = (matcher: Matcher): string => formatSelector({ matchers: [matcher] }).slice(1, -1);

/** Which part of a selector is at fault: its metric, one of its matchers, or all of them together. */
function causeItems({ read: { selector }, key }: Known): Item[] {
  const alone = matched(selector, []);
  return [
    { key: `${key} metric`, expr: `count(${alone})` },
    ...selector.matchers.flatMap((matcher, index): Item[] => [
      { key: `${key} matcher ${index}`, expr: `count(${matched(selector, [matcher])})` },
      { key: `${key} values ${index}`, expr: `topk(6, count by (${matcher.label}) (${alone}))` },
    ]),
  ];
}

function explain({ slo, read, key }: Known, answers: Answers, metrics: readonly string[]): Finding {
  const { selector, at, role } = read;
  const text = formatSelector(selector);
  const say = (code: Finding["code"], message: string, remedy: string): Finding => ({
    slo,
    code,
    at,
    message: `${message} ${inEnvironment(slo)}`,
    remedy,
  });
  const series = valueOf(answers, `${key} metric`);
  if (series === undefined && selector.metric !== undefined) {
    const near = nearest(selector.metric, metrics);
    // A counter of failures is often born with the first one.
    const isUnborn = role === "part" && near === undefined;
    const remedy =
      near === undefined ? "check that the service is scraped, and the spelling" : `did you mean ${near}?`;
    const message = `no series is called ${selector.metric}`;
    return isUnborn ? say("no-bad-series", message, initialise) : say("series-not-found", message, remedy);
  }
  const wrong = selector.matchers.findIndex((_, index) => isAbsent(answers, `${key} matcher ${index}`));
  const matcher = selector.matchers[wrong];
  if (matcher === undefined)
    return role === "part"
      ? say("no-bad-series", `no series has all labels of ${text}`, initialise)
      : say(
          "series-not-found",
          `no series has all labels of ${text}`,
          "compare them with what the service shows",
        );
  const values = samplesOf(answers, `${key} values ${wrong}`).flatMap(
    ({ labels }) => labels[matcher.label] ?? [],
  );
  const message = `${selector.metric ?? "the selector"} has ${series ?? 0} series, and none has ${matcherText(matcher)}`;
  if (values.length === 0)
    return say(
      "series-not-found",
      `${message}: they have no label "${matcher.label}"`,
      "name a label that they have",
    );
  const seen = values.map((value) => `"${value}"`).join(", ");
  return role === "part"
    ? say("no-bad-series", `${message}: ${matcher.label} is ${seen}`, initialise)
    : say("series-not-found", `${message}: ${matcher.label} is ${seen}`, "write a value that there is");
}

const initialise =
  "if nothing of the kind has happened yet, all is well; let the service show the counter at 0 from its start, or check the labels";
