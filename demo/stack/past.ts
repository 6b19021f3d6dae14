import { writeHistory } from "../../kit/remote-write.ts";
import { writeTheHistory } from "../history/history.ts";
import type { Scene } from "../scene.ts";
import { recordOnce } from "./prime.ts";

export interface Past {
  samples: number;
  /** SLOs that start without history. */
  young: readonly string[];
}

/** Gives an empty Prometheus thirty days of the shop, up to this second. */
export async function givePast(url: string, scene: Scene, rulesFolder: string): Promise<Past> {
  const now = Math.floor(Date.now() / 1_000);
  const { series, young } = writeTheHistory(scene, now);
  const samples = await writeHistory(url, series);
  return { samples: samples + (await recordOnce(url, rulesFolder, now)), young };
}
