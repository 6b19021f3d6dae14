import type { JournalEvent } from "../../src/governance/journal.ts";
import { timestamp } from "../../src/model/units.ts";

/** A transition of some SLO; a test states only what its sentence is about. */
export const transition = (
  subject = "checkout.availability.production",
  at = 1_700_000_000,
): JournalEvent<"state-transition"> => ({
  at: timestamp(at),
  actor: "nines",
  kind: "state-transition",
  subject,
  payload: { from: "healthy", to: "watch", consumed: 0.51, coverage: 1, policy: "default", policyHash: "p1" },
});

export const definitionsLoaded = (hash = "d1", at = 1_700_000_000): JournalEvent<"definitions-loaded"> => ({
  at: timestamp(at),
  actor: "nines",
  kind: "definitions-loaded",
  subject: "definitions",
  payload: { hash, services: 1, slos: 2 },
});

/** A recorded answer of the gate. */
export const decided = (id = "gd-1", at = 1_700_000_000): JournalEvent<"gate-decision"> => ({
  at: timestamp(at),
  actor: "ci:github:shop/checkout",
  kind: "gate-decision",
  subject: id,
  payload: {
    key: { services: ["checkout"], environment: "production", change: "feature", sha: id },
    decision: "allow",
    allowed: true,
    validUntil: timestamp(at + 60),
    uses: [],
    verdict: { sentence: "budget remains", of: id },
  },
});
