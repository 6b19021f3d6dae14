import type { Slo } from "./slo.ts";

/** What a composite makes of an interval in which a member has no data. */
export const missingRules = ["noData", "good", "bad", "ignore"] as const;
export type MissingRule = (typeof missingRules)[number];

export const compositeKinds = ["all", "any", "weighted"] as const;
export type CompositeKind = (typeof compositeKinds)[number];

/** What changes the recorded numbers of an SLO, and nothing else: all that a composite needs to know of a member. */
export type Measured = Pick<
  Slo,
  "id" | "sli" | "presence" | "groupBy" | "budgeting" | "scrapeInterval" | "ledgerInterval"
>;

export const measured = (slo: Measured): Measured => ({
  id: slo.id,
  sli: slo.sli,
  ...(slo.presence !== undefined && { presence: slo.presence }),
  groupBy: slo.groupBy,
  budgeting: slo.budgeting,
  scrapeInterval: slo.scrapeInterval,
  ledgerInterval: slo.ledgerInterval,
});

export interface Member {
  slo: Measured;
  /** Its weight among the members' sum; 1 unless they are weighted. */
  weight: number;
}

/** An SLI over other SLOs of the same environment, in the order in which they are written. */
export interface CompositeSli {
  kind: CompositeKind;
  members: readonly Member[];
  missing: MissingRule;
}

/** Without a word from its author: `any` still stands while one member does, the others claim nothing unseen. */
export const defaultMissing = (kind: CompositeKind): MissingRule => (kind === "any" ? "bad" : "noData");

export const isComposite = (sli: Slo["sli"]): sli is CompositeSli =>
  sli.kind === "all" || sli.kind === "any" || sli.kind === "weighted";
