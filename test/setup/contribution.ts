import type { Span } from "../../kit/history.ts";
import type { HistorySeries } from "../../kit/remote-write.ts";

/**
 * What a file in test/system/histories/ exports as `contribution`: series and rules for the one Prometheus that all
 * system tests share. Job or service names of their own keep contributions from meeting.
 */
export interface Contribution {
  /**
   * Raw series over the span, which reaches a while into the future: what lies ahead is written when its time comes,
   * so the series are alive while the tests run.
   */
  readonly raw: (span: Span) => readonly HistorySeries[];
  /** Texts of rule files. Their ledger pairs get the past of the span, then the server goes on evaluating them. */
  readonly rules: () => Promise<readonly string[]>;
  /** The configuration of the one Alertmanager; of several contributions that have one, the first is taken. */
  readonly alertmanager?: () => Promise<string | undefined>;
}

export interface SharedServers {
  readonly prometheus: string;
  readonly alertmanager: string;
  /** Unix seconds: the past of the shared series. */
  readonly history: Span;
}

declare module "vitest" {
  export interface ProvidedContext {
    servers: SharedServers;
    /** Where test/system/shared.ts asks for what is started only when it is needed. */
    lazy: string;
  }
}
