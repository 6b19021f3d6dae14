import type { Refusal } from "../governance/act.ts";
import type { JournalUnavailable } from "../governance/journal.ts";
import type { ActResult } from "../runtime/governance/desk.ts";
import { Problem } from "./problem.ts";

export const refusalProblem = ({ refused, message, fields }: Refusal): Problem =>
  new Problem(refused, message, fields === undefined ? {} : { fields: [...fields] });

/**
 * What a command answered, once it is on disk.
 * @throws Problem with the code of the refusal
 */
export function answerOf<Answer>(result: ActResult<Answer>): Answer {
  if (result.ok) return result.answer;
  throw refusalProblem(result);
}

/** Whether anything was recorded is unknown: the same idempotency key makes asking again safe. */
export const journalProblem = (error: JournalUnavailable): Problem =>
  new Problem(
    "journal-unavailable",
    `${error.message}; ask again, with the same idempotency-key`,
    {},
    { "retry-after": "5" },
  );
