import type { SloDetailBody } from "../../../http/schemas/slo.ts";
import { parseDuration } from "../../../model/durations.ts";
import { outageLeft } from "../../../model/estimates/outage.ts";
import type { Counted } from "../../../model/estimates/what-if.ts";

type Budget = NonNullable<SloDetailBody["budget"]>;

/** The events that the budget is a share of. */
export const countedOf = ({ bad, total, coverage = 1, period }: Budget): Counted =>
  period === undefined ? { bad, promised: total, coverage } : { bad, promised: period.promised, coverage: 1 };

/** Seconds of full outage that are left, at the window's traffic on average. */
export function outageOf(
  { allowedBad, bad, total, coverage = 1, period }: Budget,
  window: string,
): number | undefined {
  const length = period?.elapsedSeconds ?? parseDuration(window);
  return length === undefined
    ? undefined
    : outageLeft({ left: allowedBad - bad, total, seen: length * coverage });
}
