import type { CalendarEntryBody } from "../../../http/schemas/governance/calendar.ts";
import { useLocation, withParameters } from "../../url/location.ts";
import { type Day, dayOf, midnight } from "./days.ts";
import { EntryLink } from "./entry.tsx";
import { beganBefore, onDay } from "./layout.ts";

const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "short" });
const spoken = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" });

/** More of a day stand in its week. */
const shown = 4;

interface MonthProps {
  days: readonly Day[];
  /** `2026-11` */
  month: string;
  items: readonly CalendarEntryBody[];
}

/** A grid of days, Monday first; on a phone a list of those days that have something. */
export function Month({ days, month, items }: MonthProps) {
  const weeks = Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
  return (
    <table class="month">
      <thead>
        <tr>
          {days.slice(0, 7).map((day) => (
            <th key={day} scope="col">
              {weekday.format(midnight(day))}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <DayCell key={day} day={day} isOutside={!day.startsWith(month)} items={onDay(items, day)} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps {
  day: Day;
  isOutside: boolean;
  items: readonly CalendarEntryBody[];
}

function DayCell({ day, isOutside, items }: CellProps) {
  const url = useLocation();
  const isToday = day === dayOf(new Date());
  const week = withParameters(url, { view: "week", from: day });
  const states = [isOutside && "outside", isToday && "today", items.length === 0 && "free"];
  return (
    <td class={states.filter((each) => each !== false).join(" ")} aria-current={isToday ? "date" : undefined}>
      <a class="day" href={week} aria-label={`${spoken.format(midnight(day))}, its week`}>
        <span class="grid-only">{Number(day.slice(8))}</span>
        <span class="list-only">{spoken.format(midnight(day))}</span>
      </a>
      {items.length > 0 && (
        <ul>
          {items.slice(0, shown).map((entry) => (
            <li key={`${entry.id} ${entry.from}`}>
              <EntryLink entry={entry} lead={leadOf(entry, day)} />
            </li>
          ))}
          {items.length > shown && (
            <li>
              <a href={week}>{items.length - shown} more</a>
            </li>
          )}
        </ul>
      )}
    </td>
  );
}

const leadOf = (entry: CalendarEntryBody, day: Day): string =>
  beganBefore(entry, day) ? "…" : clock.format(new Date(entry.from));
