import { ledgerSpanOf, periodAt } from "../../budget/calendar/period.ts";
import { groupKey } from "../../model/observation.ts";
import type { Slo } from "../../model/slo.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import type { JudgedSlo } from "../../policy/judged.ts";

/** From where on samples of the ledger count in the window of a moment. */
export const windowStart = ({ window }: Pick<Slo, "window">, at: Timestamp): Timestamp =>
  window.kind === "rolling"
    ? timestamp(at - window.length)
    : timestamp(ledgerSpanOf(periodAt(window, at)).after / 1_000);

/**
 * By `groupKey`, for calendar windows: the events that the whole period is expected to hold, as the cycle judged it.
 * Of a rolling window shares are of the events that it holds.
 */
export const promisedEvents = ({ groups }: JudgedSlo): ReadonlyMap<string, number> =>
  new Map(
    groups.flatMap(({ assessment: { group, raw } }) =>
      raw?.period === undefined ? [] : [[groupKey(group), raw.period.promised] as const],
    ),
  );
