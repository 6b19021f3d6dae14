import { z } from "zod";
import { calendarOf } from "../../../governance/calendar/entries.ts";
import { calendarKinds } from "../../../model/governance/calendar.ts";
import type { Timestamp } from "../../../model/units.ts";
import { reading } from "../../access.ts";
import { badQuery, readQuery } from "../../query.ts";
import type { Route } from "../../route.ts";
import { type CalendarBody, calendarSchema } from "../../schemas/governance/calendar.ts";
import { iso } from "../../views/common.ts";
import { presentOf } from "./act.ts";
import { statesQuery, text } from "./listing.ts";
import { timeQuery } from "./search.ts";

const day = 86_400;
/** A quarter and some days: an hourly window then has some 2,400 times. */
const longest = 100 * day;
const mostItems = 2_000;

const query = z.object({
  from: timeQuery("From when on; today when left out"),
  to: timeQuery(`Until when, at most 100 days later; 31 days when left out`),
  service: text("Only of this service"),
  environment: text("Only there; an alias will do"),
  kind: statesQuery(calendarKinds).meta({
    type: "string",
    description: `Only these kinds, separated by commas: ${calendarKinds.join(", ")}`,
  }),
});

/** @throws Problem `bad-query` */
function rangeOf({ from, to }: z.output<typeof query>, now: Timestamp): [Timestamp, Timestamp] {
  const begin = from ?? ((now - (now % day)) as Timestamp);
  const end = to ?? ((begin + 31 * day) as Timestamp);
  if (end <= begin) throw badQuery([{ parameter: "to", message: "is not after `from`" }]);
  if (end - begin > longest)
    throw badQuery([{ parameter: "to", message: "is more than 100 days after `from`: ask in parts" }]);
  return [begin, end];
}

export const showCalendar: Route = {
  path: "/api/v1/calendar",
  id: "getCalendar",
  tag: "Governance",
  summary: "What is planned, and what was: maintenance, known issues, exceptions, experiments",
  description:
    "Everything that overlaps the time asked for, each time of a recurring window by itself, as it was at the time. " +
    "What was denied or withdrawn is not in it.",
  query,
  access: reading,
  answers: { 200: { description: "In order of time", schema: calendarSchema } },
  problems: ["bad-query", "no-snapshot"],
  handle: (asked) => {
    const read = readQuery(query, asked.query);
    const { service, environment, kind } = read;
    const facts = asked.snapshot();
    const [from, to] = rangeOf(read, asked.now);
    const there = facts.environments.get(environment ?? "")?.name ?? environment;
    const scene = { state: asked.deps.desk.state(), facts, now: presentOf(asked) };
    const all = calendarOf(scene, from, to).filter(
      (each) =>
        (service === undefined || each.services.includes(service)) &&
        (there === undefined || each.environments.length === 0 || each.environments.includes(there)) &&
        (kind === undefined || kind.includes(each.kind)),
    );
    const items = all.slice(0, mostItems).map((each) => ({
      ...each,
      services: [...each.services],
      environments: [...each.environments],
      from: iso(each.from),
      to: iso(each.to),
    }));
    return { json: { from: iso(from), to: iso(to), items, total: all.length } satisfies CalendarBody };
  },
};
