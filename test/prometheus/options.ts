import { onTestFinished } from "vitest";
import { seconds } from "../../src/model/units.ts";
import type { SourceOptions } from "../../src/prometheus/options.ts";
import { type ClosableSource, openSource } from "../../src/prometheus/source.ts";

/** Settings of a source; a test states only what its sentence is about. */
export const sourceOptions = (url: string, more: Partial<SourceOptions> = {}): SourceOptions => ({
  name: "main",
  url,
  credentials: { kind: "none" },
  headers: {},
  timeout: seconds(5),
  retries: 2,
  breaker: { failures: 5, openFor: seconds(10) },
  connections: 8,
  ...more,
});

/** A source that is closed with its test. */
export function sourceOf(url: string, more: Partial<SourceOptions> = {}): ClosableSource {
  const source = openSource(sourceOptions(url, more));
  onTestFinished(() => source.close());
  return source;
}
