import type { Journal } from "../governance/journal.ts";
import type { Definitions } from "../model/definitions.ts";
import type { Diagnostic } from "../model/diagnostics.ts";
import type { Timestamp } from "../model/units.ts";
import type { Ask } from "../query/port.ts";
import type { Leadership } from "./leadership.ts";
import type { Desk } from "./governance/desk.ts";
import type { Duty } from "./governance/steward.ts";
import type { BreakerState, Snapshot } from "./snapshot.ts";

/** One Prometheus source as the runtime sees it. */
export interface Source {
  name: string;
  ask: Ask;
  /** State of the circuit breaker around it. */
  breaker: () => BreakerState;
}

/** The result of reading `slos/`; `definitions` is absent when there are errors among the diagnostics. */
export interface Reading {
  definitions?: Definitions;
  diagnostics: readonly Diagnostic[];
}

/** Structured log: a sentence and its facts. */
export interface Log {
  info: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  warn: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  error: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
}

/** Everything the runtime needs from the world; edges give it, `cli/serve.ts` wires it. */
export interface RuntimePorts {
  /** By the name that `Environment.prometheus` uses. */
  sources: readonly Source[];
  journal: Journal;
  /** nines' own clock, in seconds; budgets and data age use Prometheus' `time()` instead. */
  now: () => Timestamp;
  log: Log;
  readDefinitions: () => Promise<Reading>;
  /** Lets waiting requests be served between two slices of a long computation (`setImmediate`). */
  pause: () => Promise<void>;
  /** Where governance is kept; absent where only budgets are looked at. */
  desk?: Desk;
  /** What falls due without anybody asking, in this order, after every cycle. */
  duties?: readonly Duty[];
  /** Only the leader appends what nobody asked for; absent: there is but one replica. */
  leadership?: Leadership;
  /** Told of every snapshot as it is published. */
  onSnapshot?: (snapshot: Snapshot) => void;
}
