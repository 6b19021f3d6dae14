import type { Timestamp } from "../../../model/units.ts";

/** One condition of a silence, as Alertmanager's API v2 has it; regular expressions match the whole value. */
export interface SilenceMatcher {
  name: string;
  value: string;
  isRegex: boolean;
  isEqual: boolean;
}

/** What a silence says, without Alertmanager's own id. */
export interface SilenceText {
  matchers: readonly SilenceMatcher[];
  startsAt: Timestamp;
  endsAt: Timestamp;
  createdBy: string;
  comment: string;
}

/** A silence that Alertmanager holds. */
export interface HeldSilence extends SilenceText {
  id: string;
  state: "active" | "pending" | "expired";
}

/** Who nines is to Alertmanager. */
export const silenceAuthor = "nines";

/** Which occurrence of which window a silence is for. */
export interface SilenceMark {
  window: string;
  /** When the occurrence begins, in whole seconds. */
  from: number;
}

/** Ends every comment: by this a silence is found again, whoever has restarted meanwhile. */
export const writeMark = ({ window, from }: SilenceMark): string =>
  `[nines ${window} ${new Date(from * 1000).toISOString().slice(0, 19)}Z]`;

/** The mark of a silence that nines wrote; undefined for everybody else's. */
export function readMark({ createdBy, comment }: SilenceText): SilenceMark | undefined {
  if (createdBy !== silenceAuthor) return undefined;
  const [, window, from] = /\[nines (\S+) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\]$/.exec(comment) ?? [];
  return window === undefined || from === undefined ? undefined : { window, from: Date.parse(from) / 1000 };
}
