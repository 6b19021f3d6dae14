import type { Exception } from "../governance/exceptions/exception.ts";
import type { Loosening } from "../governance/loosening/promise.ts";
import type { GovernanceState } from "../governance/state.ts";
import type { MaintenanceWindow } from "../governance/windows/window.ts";

/** What governance may have to say about a service: whatever is over is not among it. */
export interface Matters {
  exceptions: readonly Exception[];
  windows: readonly MaintenanceWindow[];
  loosenings: readonly Loosening[];
}

interface Index {
  /** The journal entry up to which it is true. */
  seq: number;
  byService: ReadonlyMap<string, Matters>;
}

/** The gate asks thousands of times between two entries of the journal. */
const indexes = new WeakMap<GovernanceState, Index>();

/** What concerns a service; undefined when nothing does, which is how almost every question is answered. */
export function mattersOf(governance: GovernanceState, service: string): Matters | undefined {
  let index = indexes.get(governance);
  if (index?.seq !== governance.head.seq) {
    index = { seq: governance.head.seq, byService: indexOf(governance) };
    indexes.set(governance, index);
  }
  return index.byService.get(service);
}

function indexOf({ exceptions, windows, loosenings }: GovernanceState): ReadonlyMap<string, Matters> {
  const byService = new Map<string, { -readonly [Part in keyof Matters]: Matters[Part][number][] }>();
  const of = (service: string) => {
    const known = byService.get(service) ?? { exceptions: [], windows: [], loosenings: [] };
    byService.set(service, known);
    return known;
  };
  for (const exception of exceptions.values())
    if (exception.ended === undefined) of(exception.request.service).exceptions.push(exception);
  for (const window of windows.values())
    if (window.request.acts.gate !== "none" && window.cancelled === undefined && window.denied === undefined)
      of(window.request.service).windows.push(window);
  for (const loosening of loosenings.values())
    if (loosening.heldUntil !== undefined && loosening.ended === undefined)
      of(loosening.before.service).loosenings.push(loosening);
  return byService;
}
