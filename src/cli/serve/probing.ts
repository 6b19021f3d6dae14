import type { Settings } from "../../config/settings.ts";
import type { JourneysReader } from "../../http/deps.ts";
import type { Definitions } from "../../model/definitions.ts";
import type { Journey } from "../../model/journey.ts";
import type { Leadership } from "../../runtime/leadership.ts";
import type { Log } from "../../runtime/ports.ts";
import { openProber } from "../journey/prober.ts";

export interface Probing {
  reader: JourneysReader;
  /** Takes up the journeys of these definitions, where this process leads. */
  follow: (definitions: Definitions | undefined) => void;
  close: () => Promise<void>;
}

/** Runs journeys inside nines serve. Only the leader does: two replicas would count every run twice. */
export async function openProbing(
  { journeys, data }: Pick<Settings, "journeys" | "data">,
  leadership: Leadership,
  log: Log,
): Promise<Probing> {
  // Scripts never run where the journal and its key are, whatever a shared config file allows a prober.
  const { browser: _probersOnly, ...settings } = journeys;
  const { prober, update } = await openProber({ journeys: settings, data, environment: process.env, log });
  let wanted: readonly Journey[] = [];
  const apply = (): void => update(leadership.epoch() === undefined ? [] : wanted);
  const unlisten = leadership.onChange(apply);
  return {
    reader: { location: journeys.location, ...prober },
    follow: (definitions) => {
      if (definitions === undefined || definitions.journeys === wanted) return;
      wanted = definitions.journeys;
      apply();
    },
    close: async () => {
      unlisten();
      await prober.stop(1_000);
    },
  };
}
