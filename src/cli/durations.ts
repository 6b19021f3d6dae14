import { InvalidArgumentError } from "commander";
import { parseDuration } from "../model/durations.ts";
import type { Seconds } from "../model/units.ts";

/** Reads a duration given as an option. */
export function durationArgument(text: string): Seconds {
  const parsed = parseDuration(text);
  if (parsed === undefined) throw new InvalidArgumentError("Write it as 30s, 5m or 15d.");
  return parsed;
}
