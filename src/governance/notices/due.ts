import { canonical } from "../chain.ts";
import { systemActor, type JournalEvent } from "../journal.ts";
import type { Timestamp } from "../../model/units.ts";
import { gatheredAbove } from "./digest.ts";
import type { Notices, NoticeChannel, NoticeRoute, Outbox } from "./notice.ts";

/** Seconds after which a notice that nobody takes is given up: it is news no more. */
export const givenUpAfter = 86_400;
/** Given up in one go. */
const perCall = 200;

export interface Announcing {
  channels: readonly NoticeChannel[];
  routes: readonly NoticeRoute[];
}

/** What the settings say now, if the journal holds something else: what happened before is announced to nobody new. */
export function configurationDue(
  { outboxes, routes }: Notices,
  wanted: Announcing,
  at: Timestamp,
): readonly JournalEvent[] {
  const known: Announcing = {
    channels: [...outboxes.values()].map(({ channel: name, digests }) => ({ name, digests })),
    routes,
  };
  if (canonical(known) === canonical(wanted)) return [];
  return [{ at, actor: systemActor, kind: "channels-configured", subject: "notices", payload: wanted }];
}

/** That a message was received; nothing when that is known already. */
export const deliveryOf = (
  outbox: Outbox | undefined,
  notice: string,
  attempts: number,
  at: Timestamp,
): readonly JournalEvent[] =>
  outbox?.waiting.has(notice) === true
    ? [
        {
          at,
          actor: systemActor,
          kind: "notice-delivered",
          subject: outbox.channel,
          payload: { notice, attempts },
        },
      ]
    : [];

/** What waits behind the first, when it is more than people want to read one by one. */
export function gatheringDue(outbox: Outbox | undefined, at: Timestamp): readonly JournalEvent[] {
  if (outbox === undefined || !outbox.digests || outbox.waiting.size <= gatheredAbove + 1) return [];
  const last = [...outbox.waiting.keys()].at(-1) ?? "";
  return [{ at, actor: systemActor, kind: "notices-gathered", subject: outbox.channel, payload: { last } }];
}

export interface Failure {
  notice: string;
  attempts: number;
  reason: string;
  /** The receiver will never take this message, and may well take others. */
  refused: boolean;
}

/**
 * What is given up after a failed attempt: a message that was refused; of a channel that takes none, everything that
 * is older than a day.
 */
export function givenUp(
  outbox: Outbox | undefined,
  failure: Failure,
  at: Timestamp,
): readonly JournalEvent[] {
  if (outbox === undefined) return [];
  const { notice, attempts, reason, refused } = failure;
  const late = [...outbox.waiting.values()].filter((each) => at - each.at > givenUpAfter);
  const lost = refused ? [notice].filter((id) => outbox.waiting.has(id)) : late.map(({ id }) => id);
  return lost.slice(0, perCall).map((id) => ({
    at,
    actor: systemActor,
    kind: "notice-undelivered",
    subject: outbox.channel,
    payload: { notice: id, attempts: id === notice ? attempts : 0, reason },
  }));
}
