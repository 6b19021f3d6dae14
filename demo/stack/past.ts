import { writeHistory } from "../../kit/remote-write.ts";
import { intervals } from "../../src/model/intervals.ts";
import type { Slo } from "../../src/model/slo.ts";
import { writeTheHistory } from "../history/history.ts";
import { recordOnce } from "./prime.ts";

export interface Past {
  samples: number;
  /** SLOs that start without history. */
  young: readonly string[];
}

/** Scrapes as often as the definitions say Prometheus does; the most impatient SLO decides. */
export const scrapeIntervalOf = (slos: readonly Slo[]): number =>
  slos.reduce<number>((least, { scrapeInterval }) => Math.min(least, scrapeInterval), intervals.scrape);

/** Gives an empty Prometheus thirty days of the shop, up to this second. */
export async function givePast(url: string, slos: readonly Slo[], rulesFolder: string): Promise<Past> {
  const now = Math.floor(Date.now() / 1_000);
  const { series, young } = writeTheHistory(slos, now, scrapeIntervalOf(slos));
  const samples = await writeHistory(url, series);
  return { samples: samples + (await recordOnce(url, rulesFolder, now)), young };
}
