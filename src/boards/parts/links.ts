import type { Link } from "../model.ts";
import { chosenId, variable } from "./select.ts";

export const boardName = {
  overview: "nines-overview",
  service: "nines-service",
  slo: "nines-slo",
  journeys: "nines-journeys",
  alerts: "nines-alerts",
  itself: "nines-itself",
} as const;

/** Keeps what is looked at: the source and the time. */
const kept = `\${${variable.source}:queryparam}&\${__url_time_range}`;

/** A link to another of the boards, with what is chosen there. */
export function toBoard(
  board: keyof typeof boardName,
  title: string,
  chosen: Record<string, string> = {},
): Link {
  const choices = Object.entries(chosen).map(([name, value]) => `&var-${name}=${value}`);
  return { title, url: `/d/${boardName[board]}?${kept}${choices.join("")}` };
}

/** The value of another column in the same row. */
export const cell = (column: string): string => `\${__data.fields["${column}"]}`;

/** A link to nines' own page. */
export const toPage = (path: string, title = "nines"): Link => ({
  title,
  url: `\${${variable.page}}${path}`,
});

export const sloPath = `/slos/${chosenId.replaceAll(/\$(\w+)/g, "${$1}")}`;
export const servicePath = `/services/\${${variable.service}}`;
