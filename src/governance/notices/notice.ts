import type { GroupLabels } from "../../model/observation.ts";
import type { Timestamp } from "../../model/units.ts";

/** Everything that is announced: the closed list that routes choose from and receivers tell apart. */
export const noticeKinds = [
  "state-changed",
  "promise-loosened",
  "loosening-ended",
  "exception-requested",
  "exception-reminded",
  "exception-escalated",
  "exception-decided",
  "exception-expiring",
  "exception-used",
  "review-due",
  "experiment-requested",
  "experiment-started",
  "experiment-ended",
  "definitions-broken",
  "definitions-mended",
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** A word to see whether a channel works: asked for by a person, never routed. */
export type SentKind = NoticeKind | "test";

/** What is announced, in words: made from one entry of the journal and what the journal said before it. */
export interface Announcement {
  kind: NoticeKind;
  /** Id of what it is about: an SLO, an exception, a loosening, `definitions`. */
  subject: string;
  service?: string;
  environment?: string;
  /** The owner group, as the journal knows it: routes go by it. */
  owner?: string;
  group?: GroupLabels;
  /** Shape of the state that it speaks of, so that it is never told by colour alone. */
  mark?: string;
  /** What happened, in one sentence without a full stop. */
  what: string;
  /** Why. */
  why: string;
  /** What it means for whoever reads it. */
  means: string;
  /** What to do next. */
  next: string;
  /** Path of the API that tells more. */
  path?: string;
  /** The same for programs. */
  facts: Readonly<Record<string, unknown>>;
}

export interface Notice extends Omit<Announcement, "kind"> {
  kind: SentKind;
  /** The event's id: the same however often it is sent. */
  id: string;
  at: Timestamp;
  /** Who did it; `nines` when nobody but the clock and the budgets did. */
  actor: string;
}

/** Many notices in one message, for people: what waited behind a first one. */
export interface Digest {
  id: string;
  at: Timestamp;
  kind: "digest";
  count: number;
  /** When the first of them happened. */
  since: Timestamp;
  counts: Readonly<Partial<Record<SentKind, number>>>;
  /** The first of them, in one line each. */
  lines: readonly { id: string; at: Timestamp; what: string }[];
}

export type Message = Notice | Digest;

export const isDigest = (message: Message): message is Digest => message.kind === "digest";

/** Where notices go: the first route whose conditions all hold, and further ones after a `continue`. */
export interface NoticeRoute {
  owners?: readonly string[];
  services?: readonly string[];
  environments?: readonly string[];
  kinds?: readonly NoticeKind[];
  channels: readonly string[];
  continue?: boolean;
}

export interface NoticeChannel {
  name: string;
  /** Read by people: what piles up is sent as one message. */
  digests: boolean;
}

/** Events about notices; the subject is `notices` for the first, the channel's name for the others. */
export interface NoticeEvents {
  /** Which channels there are and what they are sent, as the leader's settings say; from here on, never backwards. */
  "channels-configured": { channels: readonly NoticeChannel[]; routes: readonly NoticeRoute[] };
  "notice-delivered": { notice: string; attempts: number };
  /** Given up. */
  "notice-undelivered": { notice: string; attempts: number; reason: string };
  /** What waits behind the first becomes one message. */
  "notices-gathered": { last: string };
}

/** A notice that nobody received. */
export interface DeadLetter {
  notice: string;
  what: string;
  happenedAt: Timestamp;
  givenUpAt: Timestamp;
  attempts: number;
  reason: string;
}

/** One channel's part of the outbox. It belongs to the fold. */
export interface Outbox {
  channel: string;
  digests: boolean;
  /** Oldest first: the order in which they are sent. */
  waiting: Map<string, Message>;
  delivered: number;
  undelivered: number;
  lastDelivery?: { notice: string; at: Timestamp };
  /** The newest of those given up. */
  dead: readonly DeadLetter[];
}

/** What is to be sent: what the journal says happened, less what it says was delivered or given up. */
export interface Notices {
  outboxes: Map<string, Outbox>;
  routes: readonly NoticeRoute[];
}

export const noNotices = (): Notices => ({ outboxes: new Map(), routes: [] });
