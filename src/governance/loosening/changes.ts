import { formatDuration } from "../../model/durations.ts";
import { seconds, type Timestamp } from "../../model/units.ts";
import type { JournalEntry } from "../journal.ts";
import type { SloPromise } from "./promise.ts";

/** What git promised of an SLO until then, and from then on. */
export interface PromiseChange {
  at: Timestamp;
  before: SloPromise;
  after: SloPromise;
}

/** Of one SLO, the newest: a window holds hardly more. */
const mostKept = 50;

/** Changes of promises by SLO, oldest first; to be folded before the promises themselves. */
export function foldPromiseChanges(
  changes: Map<string, readonly PromiseChange[]>,
  promises: ReadonlyMap<string, SloPromise>,
  { kind, at, payload }: JournalEntry,
): void {
  if (kind !== "promises-changed") return;
  for (const [slo, after] of Object.entries(payload.set)) {
    const before = promises.get(slo);
    if (before === undefined || inWords({ before, after }).length === 0) continue;
    changes.set(slo, [...(changes.get(slo) ?? []), { at, before, after }].slice(-mostKept));
  }
  for (const slo of payload.gone) changes.delete(slo);
}

const length = (window: SloPromise["window"]): string =>
  /^\d+$/.test(window) ? formatDuration(seconds(Number(window))) : window;

/** `objective 99.5% → 99.9%`, one each for what differs. */
export function inWords({ before, after }: Pick<PromiseChange, "before" | "after">): readonly string[] {
  const was = (name: string, from: string, to: string): string[] =>
    from === to ? [] : [`${name} ${from} → ${to}`];
  return [
    ...was("objective", before.objective, after.objective),
    ...was("window", length(before.window), length(after.window)),
    ...(before.rulesHash === after.rulesHash ? [] : ["SLI, grouping or budgeting changed"]),
    ...(before.gate === after.gate ? [] : [after.gate ? "the gate judges it again" : "gate off"]),
    ...was("policy", before.policy, after.policy),
    ...(before.policy === after.policy && before.policyHash !== after.policyHash
      ? [`policy ${after.policy} changed`]
      : []),
  ];
}
