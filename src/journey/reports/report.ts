import type { RunResult } from "../result.ts";

/** A run as its prober tells of it: where it was made stands in the report, once for all of them. */
export type ToldRun = Omit<RunResult, "location" | "slot">;

export interface ToldPicture {
  run: string;
  step: string;
  image: Uint8Array;
}

/** What a prober says at once. With no runs in it, it says that it is there. */
export interface Report {
  location: string;
  /** Milliseconds since 1970, by the prober's clock, as it was sent. */
  sentAt: number;
  runs: readonly ToldRun[];
  pictures: readonly ToldPicture[];
}

/** What became of a report. */
export interface Receipt {
  /** Of these very memories: another one says that whoever took the earlier reports has forgotten them. */
  memory: string;
  /** Runs that were new here, and runs that were here already. */
  taken: number;
  known: number;
  refused: readonly { journey: string; run: string; message: string }[];
}
