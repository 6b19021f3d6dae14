import { label } from "../../../model/names.ts";
import type { Timestamp } from "../../../model/units.ts";
import type { Occurrence } from "../schedule/occurrences.ts";
import { runningOccurrence, upcomingOccurrence } from "../standing.ts";
import type { MaintenanceWindow, WindowRequest } from "../window.ts";
import {
  silenceAuthor,
  writeMark,
  type SilenceMark,
  type SilenceMatcher,
  type SilenceText,
} from "./silence.ts";

/** How long before it begins an occurrence has its silence: nines may be down when it does begin. */
const ahead = 86_400;

export interface WantedSilence extends SilenceText {
  mark: SilenceMark;
}

/** The silence of a window: of the occurrence under way, else of the next one within a day. Never more than one. */
export function wantedSilence(window: MaintenanceWindow, now: Timestamp): WantedSilence | undefined {
  if (!window.request.acts.alerts) return undefined;
  const occurrence = runningOccurrence(window, now) ?? upcomingOccurrence(window, now);
  if (occurrence === undefined || occurrence.from > now + ahead) return undefined;
  const mark = { window: window.id, from: Math.floor(occurrence.from) };
  return { mark, ...textOf(window.request, occurrence, mark) };
}

const textOf = (request: WindowRequest, { from, to }: Occurrence, mark: SilenceMark): SilenceText => ({
  matchers: matchersOf(request),
  startsAt: from,
  endsAt: to,
  createdBy: silenceAuthor,
  comment: `${request.title}: ${request.reason} ${writeMark(mark)}`,
});

/** The labels that every alert of nines' own rules carries. */
export function matchersOf({ service, environments, slos, group }: WindowRequest): readonly SilenceMatcher[] {
  return [
    equal(label.service, service),
    anyOf(label.environment, environments),
    ...(slos.length === 0 ? [] : [anyOf(label.id, slos)]),
    ...Object.keys(group)
      .sort()
      .map((name) => equal(name, group[name] ?? "")),
  ];
}

const equal = (name: string, value: string): SilenceMatcher => ({
  name,
  value,
  isRegex: false,
  isEqual: true,
});

const anyOf = (name: string, values: readonly string[]): SilenceMatcher => {
  const [only] = values;
  if (only !== undefined && values.length === 1) return equal(name, only);
  const value = values.toSorted().map(literally).join("|");
  return { name, value, isRegex: true, isEqual: true };
};

/** Text as a regular expression that matches it alone. */
const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
