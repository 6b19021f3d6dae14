import type { Ratio } from "./units.ts";
import type { Weekday } from "./window.ts";

/** When experiments may run: on these days, from … to, by the clocks of a zone. */
export interface ExperimentSchedule {
  /** IANA name. */
  timeZone: string;
  days: readonly Weekday[];
  /** Minutes after midnight; `to` lies after `from`. */
  from: number;
  to: number;
  /** Local dates on which none runs: `2026-12-24`. */
  excluded: readonly string[];
}

/** What a policy asks of experiments, beside what its gate says of changes. */
export interface ExperimentPolicy {
  schedule?: ExperimentSchedule;
  /** What must be left of every SLO's budget once an experiment has cost what it declares. */
  floor?: Ratio;
  /** Seats that must be filled, each by another person; empty: nobody is asked. */
  approval: readonly string[];
}

const clock = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** `09:30` → 570; `24:00` is the end of a day. Undefined for anything else. */
export function parseClock(text: string): number | undefined {
  if (text === "24:00") return 1_440;
  const [, hours, minutes] = clock.exec(text) ?? [];
  return hours === undefined || minutes === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

/** 570 → `09:30`. */
export const formatClock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
