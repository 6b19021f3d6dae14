import type { Duty } from "../../runtime/governance/steward.ts";

/** What nines appends after a cycle without anybody asking, in this order. */
export const createDuties = (): readonly Duty[] => [];
