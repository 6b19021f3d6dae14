import { journeyLabel, journeySeries } from "../model/names.ts";
import { timestamp, type Timestamp } from "../model/units.ts";
import type { Reply } from "./port.ts";

/** A journey at a location that a Prometheus has counters of. */
export interface CountedJourney {
  journey: string;
  location: string;
  /** Absent before its first run. */
  lastRun?: Timestamp;
}

/** Over an hour: a prober that is gone is to be missed for a while, and its series end with its last scrape. */
const lastRuns = `max_over_time(${journeySeries.lastRun}[1h])`;

export const countedQuery = `max by (${journeyLabel.journey}, ${journeyLabel.location}) (${lastRuns})`;

/** Undefined when the source did not answer. */
export function readCounted(reply: Reply | undefined): readonly CountedJourney[] | undefined {
  if (reply?.kind !== "vector") return undefined;
  return reply.samples.flatMap(({ labels, value }) => {
    const { [journeyLabel.journey]: journey, [journeyLabel.location]: location } = labels;
    if (journey === undefined || location === undefined) return [];
    return [{ journey, location, ...(value > 0 && { lastRun: timestamp(value) }) }];
  });
}
