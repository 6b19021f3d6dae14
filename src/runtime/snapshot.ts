import type { GateView } from "../gate/view.ts";
import type { Definitions } from "../model/definitions.ts";
import type { Diagnostic } from "../model/diagnostics.ts";
import type { Seconds, Timestamp } from "../model/units.ts";
import type { JudgedSlo } from "../policy/judged.ts";
import type { NoData } from "../query/port.ts";

export type BreakerState = "closed" | "half-open" | "open";

/** How one Prometheus source did in this cycle. */
export interface SourceStatus {
  name: string;
  /** It answered everything asked in this cycle. */
  reachable: boolean;
  /** Cycles in a row that failed; 0 while reachable. */
  failures: number;
  /** Since when it has failed, or has answered; in nines' own time. */
  since: Timestamp;
  /** What failed in this cycle. */
  error?: NoData;
  breaker: BreakerState;
  /** Prometheus' own `time()` at its last full answer. */
  lastAnswerAt?: Timestamp;
  /** Prometheus' own warnings in this cycle. */
  warnings: readonly string[];
  /** Queries asked in this cycle, and how long they took together. */
  queries: number;
  seconds: Seconds;
}

/** What was read from `slos/`. */
export interface DefinitionsStatus {
  definitions: Definitions;
  /** When these definitions, the last good ones, were read. */
  loadedAt: Timestamp;
  /** Of the newest reading: its errors while `broken`, else its warnings. */
  diagnostics: readonly Diagnostic[];
  /** The newest reading has errors: `definitions` are older than the files. */
  broken: boolean;
}

/** Whether transitions reach the journal; judging goes on either way. */
export interface JournalStatus {
  writable: boolean;
  /** Transitions that wait for it to be writable again. */
  waiting: number;
  error?: string;
}

/** Everything that one cycle found, whole and immutable: every read answers from it. */
export interface Snapshot extends GateView {
  /** Counts from 1. */
  cycle: number;
  /** nines' own time. */
  startedAt: Timestamp;
  finishedAt: Timestamp;
  interval: Seconds;
  spec: DefinitionsStatus;
  /** Sorted by id. */
  slos: readonly JudgedSlo[];
  byId: ReadonlyMap<string, JudgedSlo>;
  byService: ReadonlyMap<string, readonly JudgedSlo[]>;
  /** Sorted by name. */
  sources: readonly SourceStatus[];
  journal: JournalStatus;
}

/** What HTTP reads from; undefined until the first cycle has finished. */
export interface SnapshotReader {
  current: () => Snapshot | undefined;
}
