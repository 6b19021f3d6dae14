import { series } from "../../model/names.ts";
import type { Slo } from "../../model/slo.ts";
import { aggregate, call, chain, own } from "../promql.ts";

/** A measured error ratio made safe to record: NaN and Inf are no sample, the rest lies between 0 and 1. */
export const safeRatio = (expr: string): string => call("clamp", `${expr} > -Inf < +Inf, 0, 1`);

/**
 * A counter that does not exist yet counts zero. Its zero comes from the recorded ledger, one sample a group, because
 * repeating the raw total would double the dearest read; the sum drops the labels that would make two series of it.
 */
export const orZero = (slo: Slo, expr: string): string =>
  call("", chain("or", expr, `0 * ${aggregate("sum", slo.groupBy, own(slo, series.ledgerTotal))}`));

/** A divisor that never is zero: no traffic yields no ratio. */
export const divisor = (expr: string): string => `(${expr} > 0 < +Inf)`;
