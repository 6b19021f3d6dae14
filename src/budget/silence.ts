import type { Observation } from "../model/observation.ts";
import type { Slo } from "../model/slo.ts";
import { timestamp, type Seconds, type Timestamp } from "../model/units.ts";
import type { SloCorrections } from "./adjust/adjust.ts";
import { assess, type Trust } from "./assess.ts";
import type { Assessment, GroupAssessment } from "./assessment.ts";

/** One missed answer is an accident; from the second in a row on, nothing is known. */
const toleratedFailures = 1;

/** A source that did not answer: in how many cycles running, how long after its last answer, and in its own words. */
export interface Silence {
  failures: number;
  lasting: Seconds;
  message: string;
}

/**
 * The assessment of an SLO whose source is silent: for one cycle its last numbers, grown older, under git's
 * objective of today; then the same numbers with the cause `prometheus-unreachable`.
 */
export function assessInSilence(
  slo: Slo,
  trust: Trust,
  last: Observation | undefined,
  silence: Silence,
  behindSince?: Timestamp,
  corrections?: SloCorrections,
): Assessment {
  const detail = `Prometheus does not answer: ${silence.message}`;
  if (last === undefined) return neverAnswered(slo, detail);
  const aged = assess(
    slo,
    trust,
    { ...last, at: timestamp(last.at + silence.lasting) },
    behindSince,
    corrections,
  );
  const warnings = [...aged.warnings, { code: "source-failing" as const, message: detail }];
  const told = { ...aged, observedAt: last.at, warnings };
  if (silence.failures <= toleratedFailures) return told;
  // An alert of a Prometheus that is gone neither fires nor rests: it is not known.
  const groups = told.groups.map((group) => ({ ...group, ...unheard }));
  return { ...told, groups, cause: "prometheus-unreachable", detail };
}

const unheard = { cause: "prometheus-unreachable", firing: [], fastBurn: false } as const;

const neverAnswered = (slo: Slo, detail: string): Assessment => ({
  slo: slo.id,
  groups: [blank],
  rules: { behind: false },
  warnings: [],
  cause: "prometheus-unreachable",
  detail,
});

const blank: GroupAssessment = {
  group: {},
  gone: false,
  partial: false,
  burn: [],
  exhaustion: { kind: "unknown" },
  ...unheard,
};
