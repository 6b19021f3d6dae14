import type { ChangeKind, Decision } from "../../model/policy.ts";
import type { Timestamp } from "../../model/units.ts";

/** What was asked, as the gate understood it; the same key within `validUntil` is the same decision. */
export interface DecisionKey {
  /** Sorted by name. */
  services: readonly string[];
  environment: string;
  change: ChangeKind;
  sha?: string;
  repository?: string;
  group?: Readonly<Record<string, string>>;
  /** The asker's own name for what it does. */
  identifier?: string;
  /** Asked only to see: never the same as a question that is meant. */
  dryRun?: true;
}

/** A recorded answer of the gate; the subject is the decision's id. */
export interface DecisionEvents {
  "gate-decision": {
    key: DecisionKey;
    decision: Decision;
    allowed: boolean;
    validUntil: Timestamp;
    /** Whether its kind had to be claimed, and was proven. */
    claim?: { proven: boolean };
    /** What it would have been: it was only watched. */
    dryRun?: Decision;
    /** Exceptions used for it: one use is one (exception, service, environment, sha). */
    uses: readonly { exception: string; service: string; environment: string; sha?: string }[];
    /** The whole verdict as it was answered; dropped by retention while the chain still verifies. */
    verdict: unknown;
  };
}
