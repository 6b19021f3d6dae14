import type { SilencePlan } from "../../../src/governance/windows/silences/plan.ts";
import type { HeldSilence, SilenceText } from "../../../src/governance/windows/silences/silence.ts";
import { timestamp, type Timestamp } from "../../../src/model/units.ts";

let ids = 0;
export const held = (text: SilenceText, now: Timestamp): HeldSilence => ({
  ...text,
  id: `s${String(++ids).padStart(6, "0")}`,
  // Alertmanager begins no silence in the past, and keeps milliseconds.
  startsAt: timestamp(Math.max(text.startsAt, Math.floor(now * 1000) / 1000)),
  state: text.startsAt <= now ? "active" : "pending",
});

/** What Alertmanager holds once a plan is carried out, as its API would list it at that moment. */
export function carryOut(
  plan: SilencePlan,
  before: readonly HeldSilence[],
  now: Timestamp,
): readonly HeldSilence[] {
  const ended = new Set([...plan.expire, ...plan.update.map((each) => each.id)]);
  return [
    ...before.map((each) => (ended.has(each.id) ? { ...each, state: "expired" as const } : each)),
    ...[...plan.create, ...plan.update].map((text) => held(text, now)),
  ];
}

/** The same silences, some time later. */
export const at = (now: Timestamp, silences: readonly HeldSilence[]): readonly HeldSilence[] =>
  silences.map((each) => ({
    ...each,
    state:
      each.state === "expired" || each.endsAt <= now
        ? "expired"
        : each.startsAt <= now
          ? "active"
          : "pending",
  }));

export const live = (silences: readonly HeldSilence[]) => silences.filter(({ state }) => state !== "expired");
