import {
  configurationDue,
  deliveryOf,
  gatheringDue,
  givenUp,
  type Announcing,
} from "../governance/notices/due.ts";
import { titleOf } from "../governance/notices/fold.ts";
import type { Message, Outbox } from "../governance/notices/notice.ts";
import type { JournalEvent } from "../governance/journal.ts";
import type { GovernanceState } from "../governance/state.ts";
import type { Timestamp } from "../model/units.ts";
import type { Desk } from "./governance/desk.ts";
import type { Leadership } from "./leadership.ts";
import type { Log } from "./ports.ts";
import { messageOf } from "./transitions.ts";

/** What became of one attempt; `after`: seconds until the receiver wants to be asked again. */
export type Attempt =
  | { kind: "delivered" }
  | { kind: "refused"; reason: string }
  | { kind: "failed"; reason: string; after?: number };

/** One way to whoever is told. Never throws. */
export interface Receiver {
  name: string;
  deliver: (message: Message) => Promise<Attempt>;
}

export interface AnnouncerPorts {
  receivers: readonly Receiver[];
  /** Channels and routes as the settings say them. */
  announcing: Announcing;
  desk: Pick<Desk, "state" | "act">;
  leadership: Leadership;
  now: () => Timestamp;
  /** Waits this many milliseconds, or less when there is something to do. */
  wait: (milliseconds: number) => Promise<void>;
  random?: () => number;
  log: Log;
}

/** How one channel does, as this process knows it: only the leader sends. */
export interface ChannelStatus {
  name: string;
  /** Attempts of the message in flight that failed so far, and why the last one did. */
  failures: number;
  error?: string;
}

export interface Announcer {
  /** Sends until stopped: for each channel one message at a time, in order. */
  start: () => void;
  stop: () => Promise<void>;
  status: () => readonly ChannelStatus[];
}

/** Milliseconds between two looks at an empty outbox. */
const look = 200;
/** Milliseconds before the second attempt, doubled with each, and at most. */
const pauses = { first: 1_000, longest: 300_000 };

export function createAnnouncer(ports: AnnouncerPorts): Announcer {
  const { receivers, announcing, desk, leadership, now, wait, log } = ports;
  const statuses = new Map<string, ChannelStatus>(receivers.map(({ name }) => [name, { name, failures: 0 }]));
  let stopped = false;
  let work: Promise<unknown> = Promise.resolve();
  const outboxOf = (state: GovernanceState, name: string): Outbox | undefined =>
    state.notices.outboxes.get(name);

  /** Appends what `decide` makes of the newest state; false when this process does not lead. */
  const record = async (
    decide: (state: GovernanceState, at: Timestamp) => readonly JournalEvent[],
  ): Promise<boolean> => {
    const epoch = leadership.epoch();
    if (epoch === undefined) return false;
    const result = await desk.act(
      (state, { now: at }) => ({ events: decide(state, at), answer: undefined }),
      {
        epoch,
      },
    );
    return result.ok;
  };
  /** What was delivered must be on record before anything else is sent; until then nothing is sent twice. */
  const insist = async (decide: Parameters<typeof record>[0]): Promise<void> => {
    for (let tried = 0; !stopped && leadership.epoch() !== undefined; tried++) {
      try {
        if (await record(decide)) return;
      } catch (error) {
        if (tried === 0)
          log.error("a delivery could not be journalled and waits", { error: messageOf(error) });
      }
      await wait(pauseAfter(tried + 1));
    }
  };
  const configure = async (): Promise<void> => {
    if (configurationDue(desk.state().notices, announcing, now()).length === 0) return;
    await insist((state, at) => configurationDue(state.notices, announcing, at));
  };
  const serve = async (receiver: Receiver): Promise<void> => {
    while (!stopped) {
      const isDue =
        leadership.epoch() !== undefined && (outboxOf(desk.state(), receiver.name)?.waiting.size ?? 0) > 0;
      await (isDue ? attempt(receiver) : wait(look));
    }
  };
  const attempt = async (receiver: Receiver): Promise<void> => {
    const { name } = receiver;
    if (gatheringDue(outboxOf(desk.state(), name), now()).length > 0)
      await insist((state, at) => gatheringDue(outboxOf(state, name), at));
    const [message] = outboxOf(desk.state(), name)?.waiting.values() ?? [];
    if (message === undefined || stopped || leadership.epoch() === undefined) return;
    const attempts = (statuses.get(name)?.failures ?? 0) + 1;
    const outcome = await receiver.deliver(message);
    if (outcome.kind === "delivered") return delivered(name, message, attempts);
    const { reason } = outcome;
    statuses.set(name, { name, failures: attempts, error: reason });
    if (attempts === 1)
      log.warn(`a notice could not be delivered to ${name}`, { notice: message.id, reason });
    const failure = { notice: message.id, attempts, reason, refused: outcome.kind === "refused" };
    if (givenUp(outboxOf(desk.state(), name), failure, now()).length > 0)
      return giveUp(name, message, failure);
    await wait(Math.max(pauseAfter(attempts), 1_000 * ((outcome.kind === "failed" && outcome.after) || 0)));
  };
  const delivered = async (name: string, message: Message, attempts: number): Promise<void> => {
    await insist((state, at) => deliveryOf(outboxOf(state, name), message.id, attempts, at));
    if (attempts > 1) log.info(`${name} takes notices again`, { notice: message.id, attempts });
    statuses.set(name, { name, failures: 0 });
  };
  const giveUp = async (
    name: string,
    message: Message,
    failure: Parameters<typeof givenUp>[1],
  ): Promise<void> => {
    await insist((state, at) => givenUp(outboxOf(state, name), failure, at));
    log.error(`given up: ${titleOf(message)}`, { channel: name, notice: message.id, reason: failure.reason });
    statuses.set(name, { name, failures: 0, error: failure.reason });
  };
  const pauseAfter = (attempts: number): number =>
    Math.min(pauses.first * 2 ** (attempts - 1), pauses.longest) *
    (0.75 + (ports.random ?? Math.random)() / 2);

  const lead = async (): Promise<void> => {
    // Whoever leads next may have been told other channels.
    for (let configuredIn: number | undefined; !stopped;) {
      const epoch = leadership.epoch();
      if (epoch !== undefined && epoch !== configuredIn) {
        await configure();
        configuredIn = epoch;
      }
      await wait(look);
    }
  };
  return {
    start: () => {
      work = Promise.all([lead(), ...receivers.map(serve)]);
    },
    stop: async () => {
      stopped = true;
      await work;
    },
    status: () => [...statuses.values()],
  };
}
