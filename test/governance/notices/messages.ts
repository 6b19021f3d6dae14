import type { Notice } from "../../../src/governance/notices/notice.ts";
import { noon } from "../../support/snapshots.ts";

/** A notice as an entry of the journal makes it. */
export const notice = (changes: Partial<Notice> = {}): Notice => ({
  id: "no-7-0000000a",
  at: noon,
  actor: "nines",
  kind: "state-changed",
  subject: "checkout.availability.production",
  service: "checkout",
  owner: "team-shop",
  mark: "■",
  what: "checkout.availability.production is frozen; it was restricted",
  why: "118 % of its error budget is consumed",
  means: "a feature needs an exception",
  next: "find what spends it",
  path: "/api/v1/slos/checkout.availability.production",
  facts: { from: "restricted", to: "frozen" },
  ...changes,
});
