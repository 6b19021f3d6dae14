import type { RefusalCode } from "../governance/act.ts";

/** HTTP status and title of each refusal of a command: the problem has the refusal's own code. */
export const refusalProblems = {
  "identity-required": [403, "Who asks must be known"],
  forbidden: [403, "This is not allowed"],
  "not-found": [404, "There is no such thing"],
  conflict: [409, "Not as things stand"],
  "own-request": [409, "Nobody decides on their own request"],
  "not-in-quorum": [409, "The quorum has no seat left for this person"],
  outdated: [409, "The request was edited meanwhile"],
  "no-silver-bullet": [409, "No silver bullet is left"],
  "review-overdue": [409, "An overdue review comes first"],
  invalid: [422, "The request makes no sense"],
} as const satisfies Record<RefusalCode, readonly [status: number, title: string]>;
