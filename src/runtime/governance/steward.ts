import type { Occasion } from "../../governance/act.ts";
import { JournalUnavailable, type JournalEvent } from "../../governance/journal.ts";
import type { GovernanceState } from "../../governance/state.ts";
import { tell } from "../../governance/tell.ts";
import { formatAnchor } from "../../governance/verify.ts";
import { soleLeader, type Leadership } from "../leadership.ts";
import type { Log } from "../ports.ts";
import type { Snapshot } from "../snapshot.ts";
import { messageOf } from "../transitions.ts";
import type { Desk } from "./desk.ts";

/** What the clock, the budgets or git bring about without anybody asking: the events that are due now. */
export type Duty = (
  state: GovernanceState,
  snapshot: Snapshot,
  occasion: Occasion,
) => readonly JournalEvent[];

export interface StewardPorts {
  desk?: Desk;
  duties?: readonly Duty[];
  /** Only one replica appends what is due. */
  leadership?: Leadership;
  log: Log;
}

/** Looks after governance once a cycle. Never throws: judging must not end because a journal is ill. */
export interface Steward {
  /** Takes in what other replicas recorded, so that this cycle judges by it. */
  refresh: () => Promise<void>;
  /** Appends what is due and says each of it in the log. */
  attend: (snapshot: Snapshot) => Promise<void>;
}

export function createSteward({ desk, duties = [], leadership = soleLeader, log }: StewardPorts): Steward {
  let isIll = false;
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
      if (isIll) log.info("the journal answers again");
      isIll = false;
    } catch (error) {
      const ofJournal = error instanceof JournalUnavailable;
      if (!ofJournal || !isIll)
        log.error("governance could not be looked after in this cycle", { error: messageOf(error) });
      isIll ||= ofJournal;
    }
  };
  const perform = async (duty: Duty, snapshot: Snapshot, on: Desk, epoch: number): Promise<void> => {
    const result = await on.act(
      (state, occasion) => {
        const events = duty(state, snapshot, occasion);
        return { events, answer: events };
      },
      { epoch },
    );
    if (result.ok)
      for (const event of result.answer)
        log.warn(tell(event), {
          kind: event.kind,
          subject: event.subject,
          anchor: formatAnchor(on.state().head),
        });
  };
  return {
    refresh: async () => {
      if (desk !== undefined) await attempt(() => desk.refresh());
    },
    attend: async (snapshot) => {
      const epoch = leadership.epoch();
      if (desk === undefined || epoch === undefined) return;
      for (const duty of duties) await attempt(() => perform(duty, snapshot, desk, epoch));
    },
  };
}
