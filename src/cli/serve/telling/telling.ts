import type { Settings } from "../../../config/settings.ts";
import type { NoticesReader } from "../../../http/deps.ts";
import { openAnnotating } from "./annotating.ts";
import { openAnnouncing, type AnnouncingPorts } from "./announcing.ts";

/** What tells people and programs what happened. */
export interface Telling {
  reader: NoticesReader;
  start: () => void;
  close: () => Promise<void>;
}

/** The announcements, and the annotations in Grafana. */
export async function openTelling(
  settings: Pick<Settings, "notices" | "grafana" | "publicUrl" | "journalKey" | "data">,
  ports: AnnouncingPorts,
): Promise<Telling> {
  const announcing = await openAnnouncing(settings, ports);
  const annotating = openAnnotating(settings, { ...ports, governance: ports.desk.state });
  return {
    reader: announcing.reader,
    start: () => {
      announcing.start();
      annotating.start();
    },
    close: async () => {
      await Promise.all([announcing.close(), annotating.close()]);
    },
  };
}
