import type { ChainKey } from "../../governance/chain.ts";
import { type Journal, JournalUnavailable } from "../../governance/journal.ts";
import { type Anchor, type Verification, verifier } from "../../governance/verify.ts";
import type { Timestamp } from "../../model/units.ts";
import type { Pause } from "../drive.ts";
import type { Log } from "../ports.ts";

/** The journal exactly as it is stored, flaws and all, and the key of its chain. */
export interface ExactReader extends Pick<Journal, "read" | "head" | "close"> {
  key: ChainKey;
}

/** A look at the whole chain: under way, finished, or broken off because the journal could not be read. */
export interface Proof {
  by: string;
  startedAt: Timestamp;
  anchor?: Anchor;
  /** Entries looked at so far, of as many as there were at its start. */
  checked: number;
  of: number;
  finishedAt?: Timestamp;
  result?: Verification;
  /** Why it could not go on. */
  failure?: string;
}

export interface Auditor {
  /** Begins one, unless one is under way: that one goes on, and is answered instead. */
  begin: (by: string, anchor?: Anchor) => Proof;
  /** The newest of this process. */
  latest: () => Proof | undefined;
}

export interface AuditorPorts {
  open: () => Promise<ExactReader>;
  now: () => Timestamp;
  pause: Pause;
  log: Pick<Log, "warn">;
}

/** Entries checked in one go; between two goes others are served. */
const page = 250;

/** Checks the journal beside the running server, one check at a time. */
export function createAuditor({ open, now, pause, log }: AuditorPorts): Auditor {
  let proof: Proof | undefined;
  const set = (changes: Partial<Proof>): void => {
    if (proof !== undefined) proof = { ...proof, ...changes };
  };

  const check = async (anchor: Anchor | undefined): Promise<Verification> => {
    const reader = await open();
    try {
      // What is appended meanwhile is left to the next one, or it would never end.
      const last = (await reader.head()).seq;
      set({ of: last });
      const { check: look, end } = verifier(reader.key, anchor === undefined ? {} : { anchor }, () => last);
      for (let next = 1; next <= last; next += page) {
        const some = await reader.read(next, page, { before: Math.min(next + page, last + 1) });
        if (some.some((entry) => look(entry) !== undefined)) break;
        set({ checked: Math.min(next + page - 1, last) });
        await pause();
      }
      return end();
    } finally {
      await reader.close();
    }
  };

  const run = async (anchor: Anchor | undefined): Promise<void> => {
    try {
      const result = await check(anchor);
      set({ result, checked: result.checked, finishedAt: now() });
    } catch (error) {
      const failure =
        error instanceof JournalUnavailable
          ? error.message
          : "it broke off; the log of this replica tells more";
      log.warn("the journal could not be verified", { error: String(error) });
      set({ failure, finishedAt: now() });
    }
  };

  return {
    latest: () => proof,
    begin: (by, anchor) => {
      if (proof !== undefined && proof.finishedAt === undefined) return proof;
      proof = { by, startedAt: now(), checked: 0, of: 0, ...(anchor !== undefined && { anchor }) };
      void run(anchor);
      return proof;
    },
  };
}
