import { compileSlo } from "../compile/slo-rules.ts";
import type { AlertingRule } from "../compile/rule.ts";
import { alert, label, type AnomalyName } from "../model/names.ts";
import { formatSelector, type Selector } from "../model/promql.ts";
import type { Slo } from "../model/slo.ts";
import { inEnvironment, type Finding } from "./finding.ts";
import { askAll, samplesOf, valueOf, type Item, type Rounds } from "./questions.ts";

/** The alert that would tell of it knows best what must never be seen: its condition is asked as it stands. */
function anomalyRules(slo: Slo): AlertingRule[] {
  const alerting = { ...slo.alerting, anomaly: { enabled: true } };
  return compileSlo({ ...slo, alerting })
    .flatMap(({ rules }) => rules)
    .filter((rule): rule is AlertingRule => "alert" in rule && rule.alert === alert.anomaly);
}

const key = (slo: Slo, number: number): string => `${slo.id} ${number}`;

const saying: Readonly<Record<AnomalyName, readonly [Finding["code"], string, string]>> = {
  bad_above_total: [
    "part-above-total",
    "more bad events than events are counted",
    "let `total` count them, too",
  ],
  good_above_total: [
    "part-above-total",
    "more good events than events are counted",
    "let `total` count them, too",
  ],
  bad_without_total: [
    "part-above-total",
    "there are bad events and none of `total`",
    "correct the selector of `total`",
  ],
  good_without_total: [
    "part-above-total",
    "there are good events and none of `total`",
    "correct the selector of `total`",
  ],
  threshold_is_no_bucket: [
    "threshold-no-bucket",
    "the threshold is no bucket of its classic series",
    "write one that is",
  ],
  histogram_is_classic: [
    "histogram-type",
    "it has classic counters and no native samples",
    "remove `type: native`",
  ],
  not_a_number: [
    "sli-anomaly",
    "it shows what is no number",
    "guard against division by zero and missing values",
  ],
  negative: ["sli-anomaly", "it shows less than nothing", "count what only grows"],
  above_one: [
    "sli-anomaly",
    "it shows more than 1, which no ratio exceeds",
    "correct the expression or the gauge",
  ],
  ledger_written_twice: [
    "sli-anomaly",
    "its ledger is written by two rulers",
    "let one record it, or remove the replica label",
  ],
  constant_burn: [
    "constant-burn",
    "its budget is overspent and burns alike in every window, from an hour to the whole period: this is no incident",
    "make the service better, or the objective honest",
  ],
};

const isAnomaly = (name: string | undefined): name is AnomalyName =>
  name !== undefined && Object.hasOwn(saying, name);

/** Everything that `SloAnomaly` would find now. */
export function* askAnomalies(slos: readonly Slo[]): Rounds<Finding[]> {
  const rules = slos.map((slo) => ({ slo, rules: anomalyRules(slo) }));
  const items = rules.flatMap(({ slo, rules: own }): Item[] =>
    own.map(({ expr }, number) => ({ key: key(slo, number), expr })),
  );
  const answers = yield* askAll(items);
  const found = rules.flatMap(({ slo, rules: own }) =>
    own.flatMap(({ labels }, number) =>
      samplesOf(answers, key(slo, number)).map((sample) => ({
        slo,
        name: labels[label.anomaly] ?? sample.labels[label.anomaly],
      })),
    ),
  );
  const shared = yield* askContained(slos);
  return [...shared, ...found.flatMap(({ slo, name }) => (isAnomaly(name) ? [asFinding(slo, name)] : []))];
}

function asFinding(slo: Slo, name: AnomalyName): Finding {
  const [code, message, remedy] = saying[name];
  const at = code === "part-above-total" ? "part" : code === "constant-burn" ? "objective" : "sli";
  return { slo, code, at, message: `${message} ${inEnvironment(slo)}`, remedy };
}

interface Pair {
  part: Selector;
  total: Selector;
}

/** Bad (or good) events of the same counter as all events: then each of their series must be one of the total's. */
const pairOf = ({ sli }: Slo): Pair | undefined =>
  sli.kind === "ratio" &&
  sli.part.kind === "selector" &&
  sli.total.kind === "selector" &&
  sli.part.selector.metric === sli.total.selector.metric
    ? { part: sli.part.selector, total: sli.total.selector }
    : undefined;

function* askContained(slos: readonly Slo[]): Rounds<Finding[]> {
  const pairs = slos.flatMap((slo) => {
    const pair = pairOf(slo);
    return pair === undefined ? [] : [{ slo, ...pair }];
  });
  const answers = yield* askAll(
    pairs.map(({ slo, part, total }) => ({
      key: slo.id,
      expr: `count(${formatSelector(part)} unless ${formatSelector(total)})`,
    })),
  );
  return pairs.flatMap(({ slo, part, total }): Finding[] => {
    const outside = valueOf(answers, slo.id);
    if (outside === undefined) return [];
    const message = `${outside} series of ${formatSelector(part)} are not among those of ${formatSelector(total)} ${inEnvironment(slo)}`;
    return [
      {
        slo,
        code: "part-above-total",
        at: "part",
        message,
        remedy: "let the total's labels match them, too",
      },
    ];
  });
}
