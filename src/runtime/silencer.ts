import type { GovernanceState } from "../governance/state.ts";
import { planSilences, type SilencePlan } from "../governance/windows/silences/plan.ts";
import type { HeldSilence, SilenceText } from "../governance/windows/silences/silence.ts";
import type { Timestamp } from "../model/units.ts";
import type { Log } from "./ports.ts";

/**
 * One Alertmanager, or one cluster of them. Every method rejects with an error whose message is fit for people; with
 * `refused: true` when it answered, and it is this one silence that it will not have.
 */
export interface SilenceStore {
  name: string;
  /** Every silence it holds, expired ones too. */
  list: () => Promise<readonly HeldSilence[]>;
  /** Writes a silence; with an id over the one it has. */
  put: (silence: SilenceText & { id?: string }) => Promise<void>;
  expire: (id: string) => Promise<void>;
}

/** How one Alertmanager did when it was last asked. */
export interface SilencerStatus {
  name: string;
  /** Undefined until it was asked: only the leader asks. */
  reachable?: boolean;
  /** Since when it has answered, or not. */
  since?: Timestamp;
  error?: string;
  /** Silences of windows that it held, or was given, at the last look. */
  silences: number;
}

export interface SilencerPorts {
  stores: readonly SilenceStore[];
  state: () => Pick<GovernanceState, "windows">;
  /** Only one replica writes silences. */
  isLeader: () => boolean;
  now: () => Timestamp;
  log: Log;
}

export interface Silencer {
  /** Makes silences what the windows say. Never throws: what could not be written is tried again next time. */
  reconcile: () => Promise<void>;
  status: () => readonly SilencerStatus[];
}

/** Keeps the silences of Alertmanagers in step with the windows: looks, compares, writes what differs. */
export function createSilencer({ stores, state, isLeader, now, log }: SilencerPorts): Silencer {
  const statuses = new Map<string, SilencerStatus>(stores.map(({ name }) => [name, { name, silences: 0 }]));
  const note = (name: string, found: { silences: number } | { error: string }): void => {
    const before = statuses.get(name);
    const reachable = "silences" in found;
    const isNews = before?.reachable !== reachable;
    if (isNews && !reachable)
      log.warn(`Alertmanager ${name} cannot be given its silences; it is tried again`, {
        error: found.error,
      });
    if (isNews && reachable && before?.reachable === false) log.info(`Alertmanager ${name} answers again`);
    const since = isNews ? now() : (before.since ?? now());
    statuses.set(name, { name, reachable, since, silences: before?.silences ?? 0, ...found });
  };
  const reconcileOne = async (store: SilenceStore): Promise<void> => {
    try {
      const held = await store.list();
      const plan = planSilences(state().windows, held, now());
      await carryOut(plan, store, log);
      note(store.name, { silences: plan.standing });
    } catch (error) {
      note(store.name, { error: error instanceof Error ? error.message : String(error) });
    }
  };
  let underWay: Promise<unknown> | undefined;
  return {
    reconcile: async () => {
      if (!isLeader()) return;
      // One look at a time: two at once would each find the same silence missing.
      underWay ??= Promise.all(stores.map(reconcileOne)).finally(() => (underWay = undefined));
      await underWay;
    },
    status: () => [...statuses.values()],
  };
}

interface Step {
  done: string;
  facts: Readonly<Record<string, unknown>>;
  work: () => Promise<void>;
}

/** New ones first: a window that moves is never without its silence. */
const stepsOf = ({ create, update, expire }: SilencePlan, store: SilenceStore): readonly Step[] => [
  ...create.map((silence) => ({
    done: "wrote",
    facts: { comment: silence.comment },
    work: () => store.put(silence),
  })),
  ...update.map((silence) => ({
    done: "changed",
    facts: { silence: silence.id, comment: silence.comment },
    work: () => store.put(silence),
  })),
  ...expire.map((id) => ({ done: "ended", facts: { silence: id }, work: () => store.expire(id) })),
];

/** One silence that is refused must not keep the others waiting; an Alertmanager that is gone ends the turn. */
async function carryOut(plan: SilencePlan, store: SilenceStore, log: Log): Promise<void> {
  let refused: Error | undefined;
  for (const { done, facts, work } of stepsOf(plan, store)) {
    try {
      await work();
      log.info(`${done} a silence in Alertmanager ${store.name}`, facts);
    } catch (error) {
      if (!isRefused(error)) throw error;
      refused ??= error;
    }
  }
  if (refused !== undefined) throw refused;
}

const isRefused = (error: unknown): error is Error =>
  error instanceof Error && "refused" in error && error.refused === true;
