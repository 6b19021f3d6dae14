import type { JournalEntry } from "../../journal.ts";
import type { Announcement } from "../notice.ts";

/** The newest files have errors: nines goes on by older ones. */
export const definitionsBroken = ({
  subject,
  payload: { errors, first },
}: JournalEntry<"definitions-broken">): Announcement => ({
  kind: "definitions-broken",
  subject,
  what: `the SLO definitions have ${errors} ${errors === 1 ? "error" : "errors"}`,
  why: first ?? "they cannot be read",
  means: "the last good definitions stay in force; what was changed since is not judged",
  next: "run nines lint, and mend what it names",
  facts: { errors, ...(first !== undefined && { first }) },
});

export const definitionsMended = ({ subject }: JournalEntry<"definitions-mended">): Announcement => ({
  kind: "definitions-mended",
  subject,
  what: "the SLO definitions are sound again",
  why: "they were read without an error",
  means: "they are in force",
  next: "nothing is to be done",
  facts: {},
});
