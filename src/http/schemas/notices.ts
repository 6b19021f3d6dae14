import { z } from "zod";
import { timeSchema } from "./common.ts";

const waitingSchema = z.object({
  id: z.string().meta({ example: "no-4711-9f86d081" }),
  kind: z.string().meta({ example: "state-changed" }),
  at: timeSchema,
  what: z.string().meta({ example: "checkout.availability.production is frozen; it was restricted" }),
});

export const channelSchema = z
  .object({
    name: z.string().meta({ example: "shop" }),
    kind: z.enum(["slack", "webhook", "mail"]),
    waiting: z.int().meta({ description: "Messages that wait to be delivered" }),
    delivered: z.int().meta({ description: "Messages delivered since the journal knows the channel" }),
    undelivered: z.int().meta({ description: "Messages given up" }),
    failures: z.int().meta({
      description: "Attempts of the message in flight that failed so far; 0 on a replica that does not lead",
    }),
    error: z.string().optional().meta({ description: "Why the last one failed" }),
    lastDelivery: z.object({ notice: z.string(), at: timeSchema }).optional(),
    next: z.array(waitingSchema).meta({ description: "The first of those that wait, at most 20" }),
    dead: z
      .array(
        z.object({
          notice: z.string(),
          what: z.string(),
          happenedAt: timeSchema,
          givenUpAt: timeSchema,
          attempts: z.int(),
          reason: z.string(),
        }),
      )
      .meta({ description: "The newest of those given up" }),
  })
  .meta({ id: "NoticeChannel", description: "A way to whoever is told, and how it fares." });
export type ChannelBody = z.infer<typeof channelSchema>;

export const channelListSchema = z.object({ items: z.array(channelSchema) }).meta({ id: "NoticeChannels" });

export const testedSchema = z
  .object({
    channel: z.string(),
    delivered: z.boolean(),
    reason: z.string().optional().meta({ description: "Why not" }),
  })
  .meta({ id: "TestedChannel" });
