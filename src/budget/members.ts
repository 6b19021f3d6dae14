import type { CompositeSli } from "../model/composite.ts";

/** What one member spent of a composite's bad events. */
export interface MemberSpending {
  member: string;
  bad: number;
}

export interface Spending {
  /** As the composite is written. */
  members: readonly MemberSpending[];
  /** What nothing tells the member of: the ledger reaches further back than the record of members. */
  unattributed?: number;
}

/** Sums of many samples differ in their last digits. */
const tolerance = 1e-9;

/**
 * Whose the bad events of a composite are; members and what is unattributed add up to all of them. `any` is bad only
 * while every member is, so that all bear alike; of the other kinds the rules record what each member spent.
 */
export function spendingOf(sli: CompositeSli, bad: number, recorded: ReadonlyMap<string, number>): Spending {
  const ids = sli.members.map(({ slo }) => slo.id);
  if (sli.kind === "any") return { members: ids.map((member) => ({ member, bad: bad / ids.length })) };
  const members = ids.map((member) => ({ member, bad: recorded.get(member) ?? 0 }));
  const rest = bad - members.reduce((sum, each) => sum + each.bad, 0);
  return { members, ...(Math.abs(rest) > tolerance * Math.max(1, bad) && { unattributed: rest }) };
}
