import { consumed } from "../../model/budget.ts";
import type { GroupLabels } from "../../model/observation.ts";
import { errorBudget, type Slo } from "../../model/slo.ts";
import { type GroupLedger, intervalsOf } from "./ledger.ts";
import { concerns, type NamedSource } from "./sources.ts";
import { splitBurn } from "./split.ts";

/** How much of a group's error budget one source is answerable for. */
export interface Share {
  source: NamedSource;
  bad: number;
  /** Attributed to it; these and the rest add up to what is consumed. 1 is the whole budget. */
  share: number;
  /** Burned while it lasted, whatever it is attributed to. */
  during: number;
}

export interface AttributedGroup {
  group: GroupLabels;
  bad: number;
  total: number;
  consumed: number;
  /** The largest share first. */
  shares: readonly Share[];
  /** What no source covers. */
  unattributed: number;
}

/** Attributes what a stretch of the ledger holds, group by group; the raw budget, which no correction changes. */
export const attribute = (
  slo: Slo,
  ledgers: readonly GroupLedger[],
  sources: readonly NamedSource[],
): readonly AttributedGroup[] =>
  ledgers.map((ledger) => attributeGroup(slo, ledger, sources)).toSorted((a, b) => b.consumed - a.consumed);

function attributeGroup(
  slo: Slo,
  { group, bad: points, total }: GroupLedger,
  sources: readonly NamedSource[],
): AttributedGroup {
  const own = sources.filter((source) => concerns(source, group));
  const split = splitBurn(intervalsOf(points, slo), own);
  const used = consumed(split.bad, total, errorBudget(slo));
  // Where there were more bad events than events at all, the budget counts fewer: each of them weighs less.
  const weight = split.bad === 0 ? 0 : used / split.bad;
  const shares = split.burns.map(({ source, bad, during }) => ({
    source,
    bad,
    share: bad * weight,
    during: during * weight,
  }));
  return {
    group,
    bad: split.bad,
    total,
    consumed: used,
    shares: shares.toSorted((a, b) => b.share - a.share || b.during - a.during),
    unattributed: split.unattributed * weight,
  };
}

/** How each answer says what its figures mean. */
export const ruleInWords: readonly string[] = [
  "a share is of the raw error budget of the window: bad events ÷ events of the window ÷ (1 − objective)",
  "a deployment lasts from its start to the next one there, at most 4 h after its end; an incident as long as it is open; " +
    "a dependency while it burns as fast as its pages ring for",
  "each moment is split equally among the deployments, experiments and dependencies that cover it; one that only " +
    "incidents cover is theirs; what nothing covers is unattributed",
  "coincidence in time is no proof of a cause",
];
