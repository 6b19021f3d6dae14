import { z } from "zod";
import { titleOf } from "../../governance/notices/fold.ts";
import type { Outbox } from "../../governance/notices/notice.ts";
import { only, reading, requireIdentity } from "../access.ts";
import type { ChannelReading } from "../deps.ts";
import { Problem } from "../problem.ts";
import { readQuery } from "../query.ts";
import { type Route, writing } from "../route.ts";
import { type ChannelBody, channelListSchema, testedSchema } from "../schemas/notices.ts";
import { iso } from "../views/common.ts";

const noQuery = z.object({});
/** What a page shows of a queue. */
const shown = 20;

const listChannels: Route = {
  path: "/api/v1/notices",
  id: "listNotices",
  tag: "Operations",
  summary: "Where announcements go, what waits, and what could not be delivered",
  description: "One item for each channel of the settings. What it counts is in the journal.",
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The channels, in the order of the settings", schema: channelListSchema } },
  problems: ["bad-query"],
  handle: ({ query, deps: { notices } }) => {
    readQuery(noQuery, query);
    return { json: { items: (notices?.channels() ?? []).map(channelView) } };
  },
};

const nothingYet: Pick<Outbox, "waiting" | "delivered" | "undelivered" | "dead"> = {
  waiting: new Map(),
  delivered: 0,
  undelivered: 0,
  dead: [],
};

function channelView({ name, kind, outbox, status }: ChannelReading): ChannelBody {
  const { waiting, delivered, undelivered, dead, lastDelivery } = { ...nothingYet, ...outbox };
  return {
    ...{ name, kind, waiting: waiting.size, delivered, undelivered },
    failures: status?.failures ?? 0,
    ...(status?.error !== undefined && { error: status.error }),
    ...(lastDelivery !== undefined && { lastDelivery: { ...lastDelivery, at: iso(lastDelivery.at) } }),
    next: [...waiting.values()].slice(0, shown).map((message) => ({
      ...{ id: message.id, kind: message.kind },
      at: iso(message.at),
      what: titleOf(message),
    })),
    dead: dead.map(({ happenedAt, givenUpAt, ...letter }) => ({
      ...letter,
      happenedAt: iso(happenedAt),
      givenUpAt: iso(givenUpAt),
    })),
  };
}

const testChannel: Route = writing({
  method: "post",
  path: "/api/v1/notices/{channel}/test",
  id: "testNoticeChannel",
  tag: "Operations",
  summary: "Sends a word to a channel, to see whether it works",
  description: "At once and once, past the outbox; the answer says what became of it. Any replica can.",
  params: { channel: "The channel's name" },
  access: only("admin"),
  body: z.strictObject({}),
  answers: { 200: { description: "Whether it was taken", schema: testedSchema } },
  problems: ["not-found"],
  handle: async (asked) => {
    const { params, deps } = asked;
    const channel = params.channel ?? "";
    const outcome = await deps.notices?.test(channel, requireIdentity(asked).subject);
    if (outcome === undefined) {
      const known = (deps.notices?.channels() ?? []).map(({ name }) => name);
      const there = known.length === 0 ? "none is configured" : `there are ${known.join(", ")}`;
      throw new Problem("not-found", `there is no channel ${JSON.stringify(channel)}: ${there}`);
    }
    const isDelivered = outcome.kind === "delivered";
    return {
      json: { channel, delivered: isDelivered, ...(!isDelivered && { reason: outcome.reason }) },
    };
  },
});

export const noticeRoutes: readonly Route[] = [listChannels, testChannel];
