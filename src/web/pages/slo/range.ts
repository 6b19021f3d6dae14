import { parseDuration } from "../../../model/durations.ts";

/** Stretches that one looks at with one press, beside the whole window. */
export const ranges = ["7d", "1d", "6h"] as const;

/** What the address says of the charts' stretch. */
export interface Range {
  over?: string;
  from?: string;
  to?: string;
}

const isTime = (text: string | null): text is string => text !== null && !Number.isNaN(Date.parse(text));

/** Whatever else stands there is the whole window: an old link shows more, never an error. */
export function rangeFrom(parameters: URLSearchParams): Range {
  const over = parameters.get("range");
  if (over !== null && parseDuration(over) !== undefined) return { over };
  const [from, to] = [parameters.get("from"), parameters.get("to")];
  return isTime(from) && isTime(to) && Date.parse(from) < Date.parse(to) ? { from, to } : {};
}

/** For the address, with whole minutes: that is as near as a drag comes. */
export const zoomed = (from: number, to: number): { range: string; from: string; to: string } => ({
  range: "",
  from: new Date(Math.floor(from / 60) * 60_000).toISOString(),
  to: new Date(Math.ceil(to / 60) * 60_000).toISOString(),
});

export function historyPath(id: string, range: Range, group: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(Object.entries(range));
  for (const [name, value] of Object.entries(group)) query.set(`group.${name}`, value);
  const text = query.toString();
  return `/api/v1/slos/${encodeURIComponent(id)}/history${text === "" ? "" : `?${text}`}`;
}
