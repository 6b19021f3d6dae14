import type { Slo } from "../model/slo.ts";

export interface BoardOptions {
  /** Base address of nines' own page, without a slash at its end. */
  page: string;
  /** Every label that any SLO is grouped by, sorted. */
  groupLabels: readonly string[];
  /** Said at the end of each description. */
  notice?: string;
}

export const defaultPage = "http://127.0.0.1:8090";

/** All that the boards take from definitions: they do not grow with the number of SLOs. */
export const groupLabelsOf = (slos: readonly Pick<Slo, "groupBy">[]): readonly string[] =>
  [...new Set(slos.flatMap(({ groupBy }) => groupBy))].sort();
