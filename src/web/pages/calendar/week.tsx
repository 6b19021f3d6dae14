import type { CalendarEntryBody } from "../../../http/schemas/governance/calendar.ts";
import { useNow } from "../../parts/now.ts";
import { type Day, dayOf, midnight, plusDays } from "./days.ts";
import { EntryLink } from "./entry.tsx";
import { nowAt, type Row, rowsOf } from "./layout.ts";

const dayName = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric" });

interface WeekProps {
  days: readonly Day[];
  items: readonly CalendarEntryBody[];
}

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;

/** Services one under the other, time to the right, and a line where now is. */
export function Week({ days, items }: WeekProps) {
  const now = useNow();
  const [first = dayOf(new Date())] = days;
  const [from, to] = [midnight(first), midnight(plusDays(days.at(-1) ?? first, 1))];
  const at = nowAt(now, from, to);
  return (
    <div class="scroll">
      <div class="week">
        <div class="week-head">
          <span />
          <div class="week-days">
            {days.map((day) => (
              <span key={day} class={day === dayOf(new Date(now)) ? "today" : ""}>
                {dayName.format(midnight(day))}
              </span>
            ))}
          </div>
        </div>
        {rowsOf(items, from, to).map((row) => (
          <ServiceRow key={row.service} row={row} now={at} />
        ))}
      </div>
    </div>
  );
}

function ServiceRow({
  row: { service, lanes },
  now,
}: {
  row: Row<CalendarEntryBody>;
  now: number | undefined;
}) {
  return (
    <section class="week-row" aria-label={service === "" ? "several services" : service}>
      <h2 class="week-name">{service === "" ? "several" : <a href={`/services/${service}`}>{service}</a>}</h2>
      <div class="week-lanes">
        {now !== undefined && <div class="now" style={{ left: percent(now) }} title="now" />}
        {lanes.map((lane, index) => (
          <div class="lane" key={index}>
            {lane.map(({ entry, left, width }) => (
              <EntryLink
                key={`${entry.id} ${entry.from}`}
                entry={entry}
                style={{ left: percent(left), width: percent(width) }}
              />
            ))}
          </div>
        ))}
      </div>
    </section>
  );
}
