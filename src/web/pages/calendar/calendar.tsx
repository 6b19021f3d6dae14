import type { CalendarBody } from "../../../http/schemas/governance/calendar.ts";
import { calendarKinds } from "../../../model/governance/calendar.ts";
import { useResource } from "../../api/resource.ts";
import { useServiceNames } from "../../api/services.ts";
import { Field, Select } from "../../parts/form.tsx";
import { Loaded } from "../../parts/status.tsx";
import { go, useLocation, withParameters } from "../../url/location.ts";
import { type Day, dayOf, daysShown, midnight, moved, parseDay, plusDays, type View, views } from "./days.ts";
import { kindShapes, kindWords } from "./entry.tsx";
import { Month } from "./month.tsx";
import { Week } from "./week.tsx";

const monthTitle = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric" });
const dayTitle = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

const titleOf = (view: View, days: readonly Day[], from: Day): string =>
  view === "month"
    ? monthTitle.format(midnight(from))
    : `${dayTitle.format(midnight(days[0] ?? from))} – ${dayTitle.format(midnight(days.at(-1) ?? from))}`;

/** What is planned, and what was: a month of days, or a week of services. Which one stands in the URL. */
export function Calendar() {
  const url = useLocation();
  const read = (name: string): string => url.searchParams.get(name) ?? "";
  const view = views.find((each) => each === read("view")) ?? "month";
  const from = parseDay(read("from")) ?? dayOf(new Date());
  const days = daysShown(view, from);
  const [first = from] = days;
  const end = plusDays(days.at(-1) ?? from, 1);
  const asked = new URLSearchParams({
    from: midnight(first).toISOString(),
    to: midnight(end).toISOString(),
  });
  for (const name of ["service", "kind"]) if (read(name) !== "") asked.set(name, read(name));
  const calendar = useResource<CalendarBody>(`/api/v1/calendar?${asked.toString()}`, { every: 60_000 });
  return (
    <>
      <div class="slo-head">
        <h1>{titleOf(view, days, from)}</h1>
        <span class="promise">maintenance, known issues, exceptions and experiments</span>
        <a class="as-button" href="/windows/new">
          Announce maintenance
        </a>
      </div>
      <Around view={view} from={from} />
      <Loaded of={calendar}>
        {({ items, total }) => (
          <>
            {total > items.length && (
              <p class="notice">
                There is more than can be shown: {total} times. Narrow it to a service or a kind.
              </p>
            )}
            {items.length === 0 && <p class="quiet">Nothing is planned, and nothing was, in this time.</p>}
            {view === "month" ? (
              <Month days={days} month={from.slice(0, 7)} items={items} />
            ) : (
              <Week days={days} items={items} />
            )}
            <Legend />
          </>
        )}
      </Loaded>
    </>
  );
}

/** Earlier, today, later; month or week; which service and which kind. */
function Around({ view, from }: { view: View; from: Day }) {
  const url = useLocation();
  const to = (changes: Readonly<Record<string, string>>): string => withParameters(url, changes);
  const set = (changes: Readonly<Record<string, string>>): void => go(to(changes), { replace: true });
  const kind = url.searchParams.get("kind") ?? "";
  return (
    <div class="chips form-row">
      <nav class="chips" aria-label="Through time">
        <a href={to({ from: moved(view, from, -1) })} aria-label={`A ${view} earlier`}>
          ‹ earlier
        </a>
        <a href={to({ from: "" })}>today</a>
        <a href={to({ from: moved(view, from, 1) })} aria-label={`A ${view} later`}>
          later ›
        </a>
      </nav>
      <nav class="tabs" aria-label="View">
        {views.map((each) => (
          <a key={each} href={to({ view: each })} aria-current={each === view ? "page" : undefined}>
            {each}
          </a>
        ))}
      </nav>
      <Field
        label="service"
        type="search"
        value={url.searchParams.get("service") ?? ""}
        list={useServiceNames()}
        onValue={(service) => set({ service })}
      />
      <Select
        label="kind"
        value={kind}
        values={["", ...calendarKinds]}
        words={{ ...kindWords, "": "every kind" }}
        onValue={(chosen) => set({ kind: chosen })}
      />
    </div>
  );
}

const Legend = () => (
  <p class="quiet small legend">
    {calendarKinds.map((kind) => (
      <span key={kind}>
        <span aria-hidden="true">{kindShapes[kind]}</span> {kindWords[kind]}
      </span>
    ))}
    <span>dashed: waits for approval</span>
  </p>
);
