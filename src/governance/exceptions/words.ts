import type { Timestamp } from "../../model/units.ts";

/** A moment as text that means the same everywhere: `2026-11-22 12:00 UTC`. */
export const isoMinute = (at: Timestamp): string =>
  `${new Date(at * 1_000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
