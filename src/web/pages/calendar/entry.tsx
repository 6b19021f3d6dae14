import type { CalendarEntryBody } from "../../../http/schemas/governance/calendar.ts";
import type { CalendarKind } from "../../../model/governance/calendar.ts";
import { absolute } from "../../parts/time.tsx";

/** Shape and word beside the colour, as everywhere. */
export const kindShapes: Readonly<Record<CalendarKind, string>> = {
  maintenance: "▭",
  "known-issue": "△",
  exception: "✦",
  experiment: "⚗",
  "no-experiments": "⊘",
};
export const kindWords: Readonly<Record<CalendarKind, string>> = {
  maintenance: "maintenance",
  "known-issue": "known issue",
  exception: "exception",
  experiment: "experiment",
  "no-experiments": "no experiments",
};

const placeOf = ({ kind, id }: CalendarEntryBody): string | undefined => {
  if (kind === "maintenance" || kind === "known-issue") return `/windows/${id}`;
  if (kind === "exception") return `/exceptions/${id}`;
  return kind === "experiment" ? `/experiments/${id}` : undefined;
};

const gateNote = { none: "", open: ", the gate is open", closed: ", the gate is closed" } as const;

/** Everything there is to know of it, for who hovers and for who hears the page. */
export const wholeWords = (entry: CalendarEntryBody): string =>
  [
    `${kindWords[entry.kind]}: ${entry.title}`,
    entry.services.join(", "),
    `${absolute(entry.from)} – ${absolute(entry.to)}`,
    `${entry.pending ? "waits for approval" : (entry.state ?? "")}${gateNote[entry.gate]}`,
  ]
    .filter((part) => part !== "")
    .join("; ");

interface EntryProps {
  entry: CalendarEntryBody;
  /** Before its title: a time, or that it goes on. */
  lead?: string;
  style?: Record<string, string>;
}

/** One entry, leading to what stands behind it; dashed while it waits for its quorum. */
export function EntryLink({ entry, lead, style }: EntryProps) {
  const { kind, title, services, pending, gate } = entry;
  const href = placeOf(entry);
  const shown = (
    <>
      <span aria-hidden="true">{kindShapes[kind]}</span>
      <span class="unseen">{kindWords[kind]}</span>{" "}
      {lead !== undefined && <span class="number">{lead} </span>}
      {title}
      {style === undefined && services.length === 1 && <span class="quiet"> {services[0]}</span>}
      {gate === "closed" && " · gate closed"}
      {pending && " · waits"}
    </>
  );
  const common = { class: `entry of-${kind}${pending ? " pending" : ""}`, title: wholeWords(entry), style };
  return href === undefined ? (
    <span {...common}>{shown}</span>
  ) : (
    <a {...common} href={href} data-row>
      {shown}
    </a>
  );
}
