/** What people ask for and decide can be in: the closed lists that the API answers by and the page offers. */

/** Why an exception is asked for: what reports count by. */
export const reasonCategories = [
  "customer-commitment",
  "legal",
  "security",
  "incident",
  "dependency",
  "other",
] as const;
export type ReasonCategory = (typeof reasonCategories)[number];

/** Everything that an exception can be; `approved` becomes `active` at its start, both by the clock alone. */
export const exceptionStates = [
  "pending",
  "escalated",
  "approved",
  "active",
  "consumed",
  "expired",
  "denied",
  "withdrawn",
  "revoked",
] as const;
export type ExceptionState = (typeof exceptionStates)[number];

export const correctionStates = ["pending", "approved", "denied", "withdrawn", "revoked"] as const;
export type CorrectionState = (typeof correctionStates)[number];

/** A planned work, or a fault that is known and lived with. A known issue never opens the gate. */
export const windowKinds = ["maintenance", "known-issue"] as const;
export type WindowKind = (typeof windowKinds)[number];

export const windowStates = ["pending", "scheduled", "running", "over", "denied", "cancelled"] as const;
export type WindowState = (typeof windowStates)[number];

/** What a window's time counts for in the adjusted budget. */
export const budgetEffects = ["count", "drop", "count-good"] as const;
export type WindowBudgetEffect = (typeof budgetEffects)[number];

/** `open` lets changes pass with a warning while it lasts; `closed` lets only rollbacks and security fixes. */
export const gateEffects = ["none", "open", "closed"] as const;
export type WindowGateEffect = (typeof gateEffects)[number];

export const experimentStates = [
  "pending",
  "approved",
  "running",
  "finished",
  "aborted",
  "denied",
  "withdrawn",
] as const;
export type ExperimentState = (typeof experimentStates)[number];

export const incidentStates = ["open", "closed"] as const;
export type IncidentState = (typeof incidentStates)[number];
