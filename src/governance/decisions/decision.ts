import type { Timestamp } from "../../model/units.ts";
import type { DecisionEvents } from "./events.ts";

/** A decision as it was recorded, without its verdict: that is read from the journal when somebody asks. */
export type RecordedDecision = Omit<DecisionEvents["gate-decision"], "verdict"> & {
  id: string;
  seq: number;
  at: Timestamp;
  by: string;
};
