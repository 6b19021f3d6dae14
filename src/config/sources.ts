import { defaultSourceName } from "../model/definitions.ts";
import { seconds } from "../model/units.ts";
import type { SourceSettings } from "./settings.ts";
import { type Decoded, sourceName, sourceUrl } from "./values.ts";

/** Where a source is; how to be let in is the file's to say. */
export interface NamedUrl {
  name: string;
  url: string;
}

/** Reads `[NAME=]URL`; without a name it is `default`. An `=` inside the URL names nothing. */
export function namedUrl(text: string): Decoded<NamedUrl> {
  const [, written, rest = text] = /^([^=/:?]*)=(.*)$/s.exec(text) ?? [];
  const name = written === undefined ? { ok: true as const, value: defaultSourceName } : sourceName(written);
  if (!name.ok) return name;
  const url = sourceUrl(rest);
  return url.ok ? { ok: true, value: { name: name.value, url: url.value } } : url;
}

/** What a source has that says nothing else. */
export const unsaid: Omit<SourceSettings, "name" | "url"> = {
  credentials: { kind: "none" },
  headers: {},
  timeout: seconds(10),
  retries: 2,
  breaker: { failures: 5, openFor: seconds(10) },
  connections: 8,
};

/**
 * Flags or environment say which sources there are and where; credentials, headers, TLS and limits of a source
 * come from the file's entry of that name.
 */
export function mergeSources(
  named: readonly NamedUrl[] | undefined,
  filed: readonly SourceSettings[] | undefined,
): readonly SourceSettings[] | undefined {
  if (named === undefined) return filed;
  return named.map(({ name, url }) => ({
    ...unsaid,
    ...filed?.find((each) => each.name === name),
    name,
    url,
  }));
}

/** The first name that stands twice. */
export const repeatedName = (sources: readonly NamedUrl[]): string | undefined =>
  sources.find(({ name }, index) => sources.findIndex((other) => other.name === name) < index)?.name;
