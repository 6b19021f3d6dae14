import { z } from "zod";
import { calendarKinds } from "../../../model/governance/calendar.ts";
import { gateEffects } from "../../../model/governance/states.ts";
import { timeSchema } from "../common.ts";

export const calendarEntrySchema = z
  .object({
    kind: z.enum(calendarKinds).meta({ description: "`no-experiments`: a day that a policy keeps free" }),
    id: z.string().meta({ description: "Of what stands behind it; of a free day the policy's name" }),
    title: z.string(),
    services: z.array(z.string()),
    environments: z.array(z.string()).meta({ description: "Empty: everywhere" }),
    from: timeSchema,
    to: timeSchema,
    state: z.string().optional().meta({ description: "In the words of its kind" }),
    pending: z.boolean().meta({ description: "It waits for its quorum" }),
    recurring: z.boolean().meta({ description: "One of several times of the same window" }),
    gate: z.enum(gateEffects).meta({ description: "What it does to changes while it lasts" }),
  })
  .meta({ id: "CalendarEntry", description: "One stretch of time." });
export type CalendarEntryBody = z.infer<typeof calendarEntrySchema>;

export const calendarSchema = z
  .object({
    from: timeSchema,
    to: timeSchema,
    items: z.array(calendarEntrySchema),
    total: z.int().min(0).meta({ description: "More than `items` when there were too many to send" }),
  })
  .meta({ id: "Calendar", description: "What overlaps a stretch of time, in order." });
export type CalendarBody = z.infer<typeof calendarSchema>;
