import { groupsText } from "../../src/compile/yaml.ts";
import { compileSlo } from "../../src/compile/slo-rules.ts";
import { defaultOptions } from "../../src/compile/options.ts";
import { alert, label, series } from "../../src/model/names.ts";
import type { Slo } from "../../src/model/slo.ts";
import type { TierName } from "../../src/model/tiers.ts";

/**
 * A story for `promtool test rules`: raw series in, what the compiled rules must say out. promtool runs every group
 * at the file's evaluation interval, whatever its own: counts and coverage need `2m30s`, pages need `30s`.
 */
export interface Scenario {
  title: string;
  slo: Slo;
  /** Evaluation interval of all groups. */
  every: string;
  /** Between two values of an input series. */
  scrape: string;
  input: Readonly<Record<string, string>>;
  expect: readonly Expectation[];
}

export interface Expectation {
  at: string;
  expr: string;
  /** Label set (`{}` or `{region="eu"}`) → value; empty: no sample may be there. */
  samples: Readonly<Record<string, number>>;
}

/** Numbers differ in the last digits between generations. */
const rounded = (expr: string): string => `round(${expr}, 1e-6)`;

/** One value, all labels but the groups' taken off. */
export const says = (at: string, metric: string, value: number): Expectation => ({
  at,
  expr: rounded(`sum(${metric})`),
  samples: { "{}": value },
});

export const isAbsent = (at: string, metric: string): Expectation => ({
  at,
  expr: `count(${metric})`,
  samples: {},
});

export const byGroup = (
  at: string,
  metric: string,
  group: string,
  values: Readonly<Record<string, number>>,
): Expectation => ({
  at,
  expr: rounded(`sum by (${group}) (${metric})`),
  samples: Object.fromEntries(Object.entries(values).map(([name, value]) => [`{${group}="${name}"}`, value])),
});

/** What one ledger evaluation recorded. */
export const ledger = (at: string, bad: number, total: number): readonly Expectation[] => [
  says(at, series.ledgerBad, bad),
  says(at, series.ledgerTotal, total),
];

export const noLedger = (at: string): readonly Expectation[] => [
  isAbsent(at, series.ledgerBad),
  isAbsent(at, series.ledgerTotal),
];

const firingCount = (name: string, matchers: string): string =>
  `count(${series.alerts}{alertname="${name}", ${matchers}alertstate="firing"}) or vector(0)`;

const firing = (at: string, name: string, matchers: string, count: number): Expectation => ({
  at,
  expr: firingCount(name, matchers),
  samples: { "{}": count },
});

export const burns = (tier: TierName, at: string): Expectation =>
  firing(at, alert.burn, `${label.tier}="${tier}", `, 1);
export const quiet = (tier: TierName, at: string): Expectation =>
  firing(at, alert.burn, `${label.tier}="${tier}", `, 0);
export const nothingBurns = (at: string): Expectation => firing(at, alert.burn, "", 0);
export const reaches = (state: string, at: string): Expectation =>
  firing(at, alert.consumed, `${label.state}="${state}", `, 1);
export const staysBelow = (state: string, at: string): Expectation =>
  firing(at, alert.consumed, `${label.state}="${state}", `, 0);
export const missesData = (at: string): Expectation => firing(at, alert.noData, "", 1);
export const hasData = (at: string): Expectation => firing(at, alert.noData, "", 0);
export const isAnomalous = (at: string, anomaly: string): Expectation =>
  firing(at, alert.anomaly, `${label.anomaly}="${anomaly}", `, 1);
export const isSane = (at: string): Expectation => firing(at, alert.anomaly, "", 0);

export const rulesOf = (slo: Slo): string => groupsText(compileSlo(slo), defaultOptions.prometheusVersion);

/** The unit test file that promtool reads; JSON is YAML. */
export const testFileOf = (scenario: Scenario, rulesFile: string): string =>
  JSON.stringify({
    rule_files: [rulesFile],
    evaluation_interval: scenario.every,
    tests: [
      {
        interval: scenario.scrape,
        input_series: Object.entries(scenario.input).map(([name, values]) => ({ series: name, values })),
        promql_expr_test: scenario.expect.map(({ at, expr, samples }) => ({
          expr,
          eval_time: at,
          exp_samples: Object.entries(samples).map(([labels, value]) => ({ labels, value })),
        })),
      },
    ],
  });
