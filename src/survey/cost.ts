import { compileSlo } from "../compile/slo-rules.ts";
import type { Slo } from "../model/slo.ts";

/** One rule, and how often it is evaluated. */
export interface Costly {
  slo: string;
  group: string;
  /** The recorded series, or the alert. */
  rule: string;
  /** Of several alerts of one name: what tells it apart. */
  part?: string;
  expr: string;
  perMinute: number;
}

/** Every rule of an SLO, to be priced. */
export const rulesOf = (slo: Slo): readonly Costly[] =>
  compileSlo(slo).flatMap(({ name, interval, rules }) =>
    rules.map((rule) => ({
      slo: slo.id,
      group: name,
      rule: "record" in rule ? rule.record : rule.alert,
      ...("alert" in rule && partOf(rule.labels)),
      expr: rule.expr,
      perMinute: 60 / interval,
    })),
  );

const partOf = (labels: Readonly<Record<string, string>>): { part: string } | undefined => {
  const part = labels.tier ?? labels.state ?? labels.anomaly;
  return part === undefined ? undefined : { part };
};

/** What one rule costs; `samples` is absent where the server would not say. */
export interface RuleCost extends Omit<Costly, "expr"> {
  samples?: number;
  samplesPerMinute?: number;
}

export interface SloCost {
  slo: string;
  series: number;
  rules: readonly RuleCost[];
  samplesPerMinute: number;
  dearest?: RuleCost;
}

export function sumUp(slo: string, series: number, rules: readonly RuleCost[]): SloCost {
  const priced = rules.filter(({ samplesPerMinute }) => samplesPerMinute !== undefined);
  const dearest = priced.reduce<RuleCost | undefined>(
    (most, rule) => ((rule.samplesPerMinute ?? 0) > (most?.samplesPerMinute ?? -1) ? rule : most),
    undefined,
  );
  return {
    slo,
    series,
    rules,
    samplesPerMinute: priced.reduce((sum, rule) => sum + (rule.samplesPerMinute ?? 0), 0),
    ...(dearest !== undefined && { dearest }),
  };
}

export const priced = ({ expr: _, ...rule }: Costly, samples: number | undefined): RuleCost => ({
  ...rule,
  ...(samples !== undefined && { samples, samplesPerMinute: samples * rule.perMinute }),
});
