import { intervals } from "../model/intervals.ts";
import type { Seconds } from "../model/units.ts";

export interface PrometheusVersion {
  major: number;
  minor: number;
}

export interface CompileOptions {
  /** How much later than its interval's end the ledger reads, so that late samples are not lost. */
  evaluationDelay: Seconds;
  /** Fields younger than this are left out. */
  prometheusVersion: PrometheusVersion;
  format: "prometheus" | "operator";
  /** `slo`: three groups an SLO. `service`: a service's groups merged by interval, at most 20 rules each. */
  pack: "slo" | "service";
  /** Compile only SLOs whose id matches. */
  include?: RegExp;
  /** Leave out SLOs whose id matches. */
  exclude?: RegExp;
  /** Text of the Alertmanager file that ours extends. */
  alertmanagerBase?: string;
}

export const defaultOptions: CompileOptions = {
  evaluationDelay: intervals.evaluationDelay,
  prometheusVersion: { major: 2, minor: 42 },
  format: "prometheus",
  pack: "slo",
};

const versionShape = /^v?(\d+)(?:\.(\d+))?(?:\.\d+)?(?:[-+].*)?$/;

/** `2.42`, `v3.5.3` or `3`; undefined when the text is no version. */
export function parseVersion(text: string): PrometheusVersion | undefined {
  const match = versionShape.exec(text);
  if (match === null) return undefined;
  return { major: Number(match[1]), minor: Number(match[2] ?? 0) };
}

const isAtLeast = ({ major, minor }: PrometheusVersion, wanted: PrometheusVersion): boolean =>
  major > wanted.major || (major === wanted.major && minor >= wanted.minor);

/** `last_over_time`, on which the ledger stands, and `clamp` came with Prometheus 2.26. */
export const canEvaluate = (version: PrometheusVersion): boolean =>
  isAtLeast(version, { major: 2, minor: 26 });

/** `keep_firing_for` came with Prometheus 2.42; older versions refuse a whole file that holds it. */
export const knowsKeepFiringFor = (version: PrometheusVersion): boolean =>
  isAtLeast(version, { major: 2, minor: 42 });
