import type { JournalEntry } from "../journal.ts";
import type { GovernanceState } from "../state.ts";
import { announce } from "./announce.ts";
import { gathered } from "./digest.ts";
import type { Message, Notice, Notices, Outbox } from "./notice.ts";
import { channelsFor } from "./route.ts";

/** Dead letters at hand for each channel; older ones are in the journal. */
const deadKept = 20;

/**
 * The outbox: every entry that is announced waits in each channel that it is for until the journal says that it was
 * delivered there or given up. To be called last, since a notice speaks of what the entry brought about.
 */
export function foldNotices(state: GovernanceState, entry: JournalEntry): void {
  const { notices } = state;
  switch (entry.kind) {
    case "channels-configured":
      configure(notices, entry);
      break;
    case "notice-delivered":
    case "notice-undelivered":
      settle(notices.outboxes.get(entry.subject), entry);
      break;
    case "notices-gathered":
      gather(notices.outboxes.get(entry.subject), entry);
      break;
    default:
      if (notices.outboxes.size > 0) post(state, entry);
  }
}

/** What waits in a channel that stays goes on waiting; what is for one that is gone goes with it. */
function configure(notices: Notices, { payload }: JournalEntry<"channels-configured">): void {
  const before = new Map(notices.outboxes);
  notices.outboxes.clear();
  for (const { name, digests } of payload.channels)
    notices.outboxes.set(name, { ...(before.get(name) ?? emptyOutbox(name)), digests });
  notices.routes = payload.routes;
}

const emptyOutbox = (channel: string): Omit<Outbox, "digests"> => ({
  channel,
  waiting: new Map(),
  delivered: 0,
  undelivered: 0,
  dead: [],
});

function settle(
  outbox: Outbox | undefined,
  entry: JournalEntry<"notice-delivered" | "notice-undelivered">,
): void {
  const { notice } = entry.payload;
  const message = outbox?.waiting.get(notice);
  if (outbox === undefined || message === undefined) return;
  outbox.waiting.delete(notice);
  if (entry.kind === "notice-delivered") {
    outbox.delivered += 1;
    outbox.lastDelivery = { notice, at: entry.at };
    return;
  }
  const { attempts, reason } = entry.payload;
  const letter = {
    notice,
    what: titleOf(message),
    happenedAt: message.at,
    givenUpAt: entry.at,
    attempts,
    reason,
  };
  outbox.undelivered += 1;
  outbox.dead = [letter, ...outbox.dead].slice(0, deadKept);
}

/** The first one may be on its way already: it keeps its own id. */
function gather(outbox: Outbox | undefined, entry: JournalEntry<"notices-gathered">): void {
  if (outbox === undefined) return;
  const [first, ...rest] = outbox.waiting.values();
  const last = rest.findIndex(({ id }) => id === entry.payload.last);
  if (first === undefined || last < 0) return;
  const digest = gathered(rest.slice(0, last + 1), { id: idOf(entry), at: entry.at });
  const after = rest.slice(last + 1);
  outbox.waiting = new Map([first, digest, ...after].map((message) => [message.id, message]));
}

function post(state: GovernanceState, entry: JournalEntry): void {
  const announcement = announce(entry, state);
  if (announcement === undefined) return;
  const notice: Notice = { id: idOf(entry), at: entry.at, actor: entry.actor, ...announcement };
  for (const channel of channelsFor(announcement, state.notices.routes))
    state.notices.outboxes.get(channel)?.waiting.set(notice.id, notice);
}

/** Another journal's entry of the same number has another hash. */
const idOf = ({ seq, hash }: JournalEntry): string => `no-${seq}-${hash.slice(0, 8)}`;

/** What a message is about, in one line. */
export const titleOf = (message: Message): string =>
  message.kind === "digest" ? `${message.count} notices` : message.what;
