import type { Timestamp } from "../../../model/units.ts";
import type { MaintenanceWindow } from "../window.ts";
import { readMark, writeMark, type HeldSilence, type SilenceMatcher, type SilenceText } from "./silence.ts";
import { wantedSilence, type WantedSilence } from "./wanted.ts";

/** What to do so that every window that quiets alerts has exactly one silence. */
export interface SilencePlan {
  create: readonly SilenceText[];
  /** Written over the silence with that id. */
  update: readonly (SilenceText & { id: string })[];
  /** Ids. */
  expire: readonly string[];
  /** Silences of windows that stand once all that is done. */
  standing: number;
}

/**
 * Compares the silences that windows want with those that Alertmanager holds. Only silences that carry the mark of
 * a window that this nines knows are touched: everybody else's, and another nines', are not its own to end.
 */
export function planSilences(
  windows: ReadonlyMap<string, MaintenanceWindow>,
  held: readonly HeldSilence[],
  now: Timestamp,
): SilencePlan {
  const own = ownSilences(windows, held);
  const create: SilenceText[] = [];
  const update: (SilenceText & { id: string })[] = [];
  const expire: string[] = [];
  let standing = 0;
  for (const window of windows.values()) {
    const wanted = wantedSilence(window, now);
    const ofWindow = own.get(window.id) ?? [];
    const kept = wanted && ofWindow.find((each) => isFor(each, wanted));
    expire.push(...ofWindow.filter((each) => each !== kept).map(({ id }) => id));
    if (wanted === undefined) continue;
    standing += 1;
    const text = textFor(wanted, kept);
    if (kept === undefined) create.push(text);
    else if (!saysSame(kept, text)) update.push({ ...text, id: kept.id });
  }
  return { create, update, expire, standing };
}

export const isEmpty = ({ create, update, expire }: SilencePlan): boolean =>
  create.length + update.length + expire.length === 0;

/** By window; in the order of their ids, so that every look keeps the same one of two. */
function ownSilences(
  windows: ReadonlyMap<string, MaintenanceWindow>,
  held: readonly HeldSilence[],
): ReadonlyMap<string, readonly HeldSilence[]> {
  const own = new Map<string, HeldSilence[]>();
  for (const silence of held.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const mark = readMark(silence);
    if (mark === undefined || silence.state === "expired" || !windows.has(mark.window)) continue;
    own.set(mark.window, [...(own.get(mark.window) ?? []), silence]);
  }
  return own;
}

const isFor = (silence: HeldSilence, { mark }: WantedSilence): boolean =>
  silence.comment.endsWith(writeMark(mark));

/** An active silence keeps its start: Alertmanager moves a start in the past to now, and one that moves is a new one. */
const textFor = ({ mark: _, ...text }: WantedSilence, kept: HeldSilence | undefined): SilenceText =>
  kept?.state === "active" ? { ...text, startsAt: kept.startsAt } : text;

const saysSame = (held: HeldSilence, text: SilenceText): boolean =>
  isSameSecond(held.startsAt, text.startsAt) &&
  isSameSecond(held.endsAt, text.endsAt) &&
  held.comment === text.comment &&
  sorted(held.matchers) === sorted(text.matchers);

/** Alertmanager keeps milliseconds, and clocks are not finer than what people write. */
const isSameSecond = (a: Timestamp, b: Timestamp): boolean => Math.abs(a - b) < 1;

const sorted = (matchers: readonly SilenceMatcher[]): string =>
  matchers
    .map(({ name, value, isRegex, isEqual }) => JSON.stringify([name, value, isRegex, isEqual]))
    .sort()
    .join();
