import type { EventKind, JournalEntry } from "../journal.ts";
import type { GovernanceState } from "../state.ts";
import type { Announcement } from "./notice.ts";
import { definitionsBroken, definitionsMended } from "./words/definitions.ts";
import {
  exceptionApproved,
  exceptionDenied,
  exceptionEscalated,
  exceptionExpiring,
  exceptionRaised,
  exceptionReminded,
  exceptionRequested,
  exceptionRevoked,
  exceptionsUsed,
  exceptionWithdrawn,
  reviewDue,
} from "./words/exceptions.ts";
import {
  experimentAborted,
  experimentFinished,
  experimentRequested,
  experimentStarted,
} from "./words/experiments.ts";
import { looseningEnded, promiseLoosened } from "./words/loosenings.ts";
import { stateChanged } from "./words/states.ts";

/** Undefined when this one is nobody's news: one approval of several, a decision that spends no exception. */
type Announce<Kind extends EventKind> = (
  entry: JournalEntry<Kind>,
  state: GovernanceState,
) => Announcement | undefined;

/** What is announced, and by which words: a further kind is one more line. The state has taken the entry in already. */
const announcers: { readonly [Kind in EventKind]?: Announce<Kind> } = {
  "state-transition": stateChanged,
  "promise-loosened": promiseLoosened,
  "loosening-ended": looseningEnded,
  "exception-requested": exceptionRequested,
  "exception-edited": exceptionRequested,
  "exception-requirement-raised": exceptionRaised,
  "exception-reminded": exceptionReminded,
  "exception-escalated": exceptionEscalated,
  "exception-approved": exceptionApproved,
  "exception-denied": exceptionDenied,
  "exception-withdrawn": exceptionWithdrawn,
  "exception-revoked": exceptionRevoked,
  "exception-expiring": exceptionExpiring,
  "exception-review-due": reviewDue,
  "gate-decision": exceptionsUsed,
  "experiment-requested": experimentRequested,
  "experiment-started": experimentStarted,
  "experiment-aborted": experimentAborted,
  "experiment-finished": experimentFinished,
  "definitions-broken": definitionsBroken,
  "definitions-mended": definitionsMended,
};

/** What an entry is to those who are told; undefined when it is nobody's news. */
export const announce = (entry: JournalEntry, state: GovernanceState): Announcement | undefined =>
  (announcers[entry.kind] as Announce<EventKind> | undefined)?.(entry, state);
