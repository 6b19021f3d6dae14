import type { JournalEntry, JournalEvent } from "../../../src/governance/journal.ts";
import type { Message, NoticeChannel, NoticeRoute } from "../../../src/governance/notices/notice.ts";
import { emptyState, take, type GovernanceState } from "../../../src/governance/state.ts";
import { noon } from "../../support/snapshots.ts";
import type { Timestamp } from "../../../src/model/units.ts";

/** A journal that is written straight into a state. */
export interface Written {
  state: GovernanceState;
  entries: JournalEntry[];
  add: (...events: readonly JournalEvent[]) => void;
}

export function journal(state = emptyState()): Written {
  const entries: JournalEntry[] = [];
  const add = (...events: readonly JournalEvent[]): void => {
    for (const event of events) {
      const seq = state.head.seq + 1;
      const hash = `${seq.toString(16).padStart(8, "0")}${"e".repeat(56)}`;
      const entry = { ...structuredClone(event), seq, prevHash: "", hash };
      entries.push(entry);
      take(state, entry);
    }
  };
  return { state, entries, add };
}

export const moved = (
  subject = "checkout.availability.production",
  changes: Partial<JournalEvent<"state-transition">["payload"]> = {},
  at: Timestamp = noon,
): JournalEvent<"state-transition"> => ({
  at,
  actor: "nines",
  kind: "state-transition",
  subject,
  payload: {
    from: "healthy",
    to: "watch",
    consumed: 0.51,
    coverage: 1,
    policy: "default",
    policyHash: "abcd1234",
    objective: "99.9%",
    ...changes,
  },
});

export const channel = (name: string, digests = false): NoticeChannel => ({ name, digests });

export const configured = (
  channels: readonly NoticeChannel[],
  routes: readonly NoticeRoute[] = [{ channels: channels.map(({ name }) => name) }],
): JournalEvent<"channels-configured"> => ({
  at: noon,
  actor: "nines",
  kind: "channels-configured",
  subject: "notices",
  payload: { channels, routes },
});

export const delivered = (to: string, notice: string): JournalEvent<"notice-delivered"> => ({
  at: noon,
  actor: "nines",
  kind: "notice-delivered",
  subject: to,
  payload: { notice, attempts: 1 },
});

export const waitingFor = ({ notices }: GovernanceState, name: string): readonly Message[] => [
  ...(notices.outboxes.get(name)?.waiting.values() ?? []),
];
