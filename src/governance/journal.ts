import type { eventKinds } from "../model/governance/event-kinds.ts";
import type { Cause, State } from "../model/policy.ts";
import type { Timestamp } from "../model/units.ts";
import type { AnsweredPayload } from "./answers.ts";
import type { CorrectionEvents } from "./corrections/correction.ts";
import type { DecisionEvents } from "./decisions/events.ts";
import type { DeploymentEvents } from "./deployments/deployment.ts";
import type { ExperimentEvents } from "./experiments/experiment.ts";
import type { ExceptionEvents } from "./exceptions/events.ts";
import type { AlertEvents } from "./incidents/alert.ts";
import type { FeedbackEvents } from "./incidents/feedback.ts";
import type { IncidentEvents } from "./incidents/incident.ts";
import type { LooseningEvents } from "./loosening/promise.ts";
import type { ForgeEvents } from "./forge/request.ts";
import type { NoticeEvents } from "./notices/notice.ts";
import type { TokenEvents } from "./people/events.ts";
import type { WindowEvents } from "./windows/window.ts";

/**
 * What each kind of event says. The keys are the closed list of kinds: a later kind is one more line here,
 * and the compiler then names every fold that has not heard of it.
 */
export interface EventPayloads
  extends
    ExceptionEvents,
    DecisionEvents,
    CorrectionEvents,
    WindowEvents,
    LooseningEvents,
    DeploymentEvents,
    ForgeEvents,
    NoticeEvents,
    AlertEvents,
    IncidentEvents,
    FeedbackEvents,
    TokenEvents,
    ExperimentEvents {
  /** An SLO (subject: its id) moved from one policy state to another. */
  "state-transition": {
    from: State;
    to: State;
    cause?: Cause;
    /** Consumed share of the error budget, raw, and how much of the window was seen; absent when unknown. */
    consumed?: number;
    coverage?: number;
    /** Group labels of the worst group, for a grouped SLO. */
    group?: Readonly<Record<string, string>>;
    policy: string;
    policyHash: string;
    /** The objective as written in git when it was judged. */
    objective?: string;
  };
  /** What `slos/` says came into force (subject: `definitions`); journalled once for each new content. */
  "definitions-loaded": { hash: string; services: number; slos: number };
  /** The newest files have errors (subject: `definitions`): the last good ones stay in force until they are mended. */
  "definitions-broken": { errors: number; first?: string };
  "definitions-mended": Record<string, never>;
  /** What a request with an idempotency key was answered (subject: the key's digest), so that a retry is told the same. */
  "act-answered": AnsweredPayload;
}

export type EventKind = keyof EventPayloads;

/** Fails to compile when a kind has no place in the book's list. */
type Unlisted = Exclude<EventKind, (typeof eventKinds)[number]>;
export const everyKindIsListed: [Unlisted] extends [never] ? true : Unlisted = true;

/** Who acts when nobody but nines does. */
export const systemActor = "nines";

/** An event before the journal has given it its place. `at` is the caller's now, in seconds. */
export type JournalEvent<Kind extends EventKind = EventKind> = {
  [K in Kind]: { at: Timestamp; actor: string; kind: K; subject: string; payload: EventPayloads[K] };
}[Kind];

/** An event in its place: `seq` counts from 1 without gaps, `at` never runs backwards, hashes are lower-case hex. */
export type JournalEntry<Kind extends EventKind = EventKind> = JournalEvent<Kind> & {
  seq: number;
  prevHash: string;
  hash: string;
};

/** Where the chain ends. An empty journal has seq 0, at 0 and the hash of 64 zeros. */
export interface Head {
  seq: number;
  at: Timestamp;
  hash: string;
}

export interface JournalFilter {
  kinds?: readonly EventKind[];
  subject?: string;
  actor?: string;
  /** Only decisions of the gate about this service. */
  service?: string;
  /** Only entries with a lower seq. */
  before?: number;
  newestFirst?: true;
  /** Leaves out the verdicts of decisions, as retention would: lists of them need none. */
  withoutVerdicts?: true;
}

export interface AppendOptions {
  /** Append only if the chain still ends here: what was decided on a state is void once that state has moved. */
  expectedHead?: number;
  /** Append only if this is still the epoch of the leader: what a leader does ends with its term (`Leadership`). */
  epoch?: number;
}

export type AppendResult =
  | { ok: true; entries: readonly JournalEntry[] }
  | { ok: false; code: "head-moved"; head: Head }
  | { ok: false; code: "not-leader" };

/** The journal cannot be written or read now; the message says why and what to do. */
export class JournalUnavailable extends Error {
  readonly code = "journal-unavailable";
}

/** A fold as it stood after the entry `head`, so that the next start need not begin with the first one. */
export interface Checkpoint {
  head: Head;
  /** What the fold made of itself; only the same fold can read it. */
  state: string;
}

/** Kept beside the chain, under its key and bound to it. Losing one costs time, never truth. */
export interface Checkpoints {
  /** The newest one of this name; undefined when there is none, or none that fits the chain (the store warns). */
  load: (name: string) => Promise<Checkpoint | undefined>;
  save: (name: string, checkpoint: Checkpoint) => Promise<void>;
}

/**
 * The port that every store implements. What `append` has answered is on disk; all events of one call are
 * written or none. Every method rejects with `JournalUnavailable` when the store cannot serve it.
 */
export interface Journal {
  append: (events: readonly JournalEvent[], options?: AppendOptions) => Promise<AppendResult>;
  /** Entries with seq ≥ `fromSeq`, in the order asked for, at most `limit` of those that match. */
  read: (fromSeq: number, limit: number, filter?: JournalFilter) => Promise<readonly JournalEntry[]>;
  head: () => Promise<Head>;
  close: () => Promise<void>;
  /** Absent where nothing outlives the process. */
  checkpoints?: Checkpoints;
  /**
   * Retention: drops the verdicts of gate decisions older than this and keeps their digests, so that the chain
   * still verifies. Resolves to how many.
   */
  dropVerdicts?: (before: Timestamp) => Promise<number>;
}

const page = 1_000;

/** Every matching entry from `fromSeq` on, read in pages, so that a fold over a long journal stays small. */
export async function* entries(
  journal: Pick<Journal, "read">,
  fromSeq = 1,
  filter?: JournalFilter,
): AsyncGenerator<JournalEntry> {
  let next = fromSeq;
  for (;;) {
    const batch = await journal.read(next, page, filter);
    yield* batch;
    const last = batch.at(-1);
    if (last === undefined || batch.length < page) return;
    next = last.seq + 1;
  }
}
