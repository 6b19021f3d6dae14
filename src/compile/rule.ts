import type { Seconds } from "../model/units.ts";

export type Labels = Readonly<Record<string, string>>;

export interface RecordingRule {
  record: string;
  /** PromQL; may span lines. */
  expr: string;
  labels: Labels;
}

export interface AlertingRule {
  alert: string;
  /** PromQL; may span lines. */
  expr: string;
  for?: Seconds;
  keepFiringFor?: Seconds;
  labels: Labels;
  /** Go templates over `$labels` and `$value`. */
  annotations: Labels;
}

export type Rule = RecordingRule | AlertingRule;

export interface RuleGroup {
  name: string;
  interval: Seconds;
  rules: readonly Rule[];
}
