import type { Seconds } from "../model/units.ts";
import type { Ask, NoData } from "../query/port.ts";

/** What a server says of itself; Mimir and others keep some of it to themselves. */
export interface ServerFacts {
  /** How long it keeps data. */
  retention?: Seconds;
  /** As it says it: `15d`, `30d or 100GiB`. */
  retentionText?: string;
}

/** One Prometheus as `nines lint --prometheus` sees it. Nothing here rejects; failing is a `NoData`. */
export interface Inspected {
  name: string;
  /** As people wrote it, for messages. */
  url: string;
  ask: Ask;
  /** Samples that one evaluation of an expression reads. */
  cost: (query: string) => Promise<number | NoData>;
  facts: () => Promise<ServerFacts>;
  /** Every metric name it knows. */
  metrics: () => Promise<readonly string[]>;
}
