import { z } from "zod";
import { parseDuration } from "../../../model/durations.ts";
import { ratio, seconds, timestamp } from "../../../model/units.ts";

/** A moment in a request, with its zone: `2026-11-22T14:00:00Z` or `…+01:00`. */
export const momentSchema = z.iso
  .datetime({ offset: true, error: "is no ISO 8601 time with a zone, such as 2026-11-22T14:00:00Z" })
  .transform((text) => timestamp(Date.parse(text) / 1_000))
  .meta({ type: "string", format: "date-time", example: "2026-11-22T14:00:00Z" });

/** A span in a request: `4h`. */
export const lengthSchema = z
  .string()
  .transform((text, context) => {
    const span = parseDuration(text);
    if (span !== undefined) return span;
    context.addIssue({ code: "custom", message: "is no duration: write for example 90m or 4h" });
    return seconds(0);
  })
  .meta({ type: "string", example: "4h" });

export const costSchema = z
  .number()
  .gt(0, "must be above 0")
  .max(1, "is at most 1, the whole budget")
  .transform((value) => ratio(value))
  .meta({ type: "number", example: 0.05 });
