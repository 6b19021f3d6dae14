import protobuf from "protobufjs";
import snappy from "snappyjs";
import type { PrometheusServer } from "./prometheus.ts";

/** Samples of one series, in time order: `times` in Unix milliseconds, `values` of equal length. */
export interface HistorySeries {
  /** With `__name__`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly times: Float64Array;
  readonly values: Float64Array;
}

// prometheus/prompb, the part that carries float samples.
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Label { string name = 1; string value = 2; }
  message Sample { double value = 1; int64 timestamp = 2; }
  message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; }
  message WriteRequest { repeated TimeSeries timeseries = 1; }
`);
const WriteRequest = root.lookupType("WriteRequest");

interface Chunk {
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  readonly samples: readonly { readonly value: number; readonly timestamp: number }[];
}

const send = async (url: string, timeseries: readonly Chunk[]): Promise<void> => {
  const body = snappy.compress(WriteRequest.encode({ timeseries }).finish());
  const answer = await fetch(`${url}/api/v1/write`, {
    method: "POST",
    headers: {
      "content-type": "application/x-protobuf",
      "content-encoding": "snappy",
      "x-prometheus-remote-write-version": "0.1.0",
    },
    body: new Uint8Array(body),
  });
  if (!answer.ok) throw new Error(`remote write was refused (${answer.status}): ${await answer.text()}`);
};

const labelsOf = (labels: HistorySeries["labels"]): Chunk["labels"] =>
  Object.entries(labels)
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

// The head of an empty TSDB takes samples at most an hour behind its newest one. Written hour by hour, every series
// of an hour before the next, thirty days go in in order, and Prometheus makes ordinary blocks of them.
const slice = 3_600_000;
const samplesPerRequest = 20_000;

interface Cursor {
  readonly series: HistorySeries;
  readonly labels: Chunk["labels"];
  next: number;
}

const takeUntil = (cursor: Cursor, end: number): Chunk | undefined => {
  const { times, values } = cursor.series;
  const samples = [];
  for (; cursor.next < times.length && times[cursor.next]! < end; cursor.next++) {
    samples.push({ value: values[cursor.next]!, timestamp: times[cursor.next]! });
  }
  return samples.length === 0 ? undefined : { labels: cursor.labels, samples };
};

/**
 * Gives a server a past and makes it ready for questions about it. A head that took in a month at once is read in
 * quadratic time (50 s for a sum over 8 million samples on 3.5); started again, it reads the same in 0.4 s.
 */
export async function giveHistory(
  server: PrometheusServer,
  history: readonly HistorySeries[],
): Promise<number> {
  const written = await writeHistory(server.url, history);
  await server.halt();
  await server.start();
  return written;
}

/**
 * Writes history into a Prometheus, in order of time over all series. Its TSDB must hold nothing newer: give it a
 * configuration without scrapes and rules first, and reload afterwards.
 *
 * @returns samples written
 */
export async function writeHistory(url: string, history: readonly HistorySeries[]): Promise<number> {
  const cursors = history.map((series) => ({ series, labels: labelsOf(series.labels), next: 0 }));
  const starts = cursors.map(({ series }) => series.times[0] ?? Infinity);
  const ends = cursors.map(({ series }) => series.times.at(-1) ?? -Infinity);
  // Not Math.max(...): a quarter of a million series are more arguments than a call takes.
  const last = ends.reduce((most, end) => Math.max(most, end), -Infinity);
  const first = starts.reduce((least, start) => Math.min(least, start), Infinity);
  let written = 0;
  for (let end = first + slice; end < last + slice + 1; end += slice) {
    let batch: Chunk[] = [];
    let held = 0;
    for (const cursor of cursors) {
      const chunk = takeUntil(cursor, end);
      if (chunk === undefined) continue;
      batch.push(chunk);
      held += chunk.samples.length;
      if (held < samplesPerRequest) continue;
      await send(url, batch);
      written += held;
      [batch, held] = [[], 0];
    }
    if (held > 0) await send(url, batch);
    written += held;
  }
  return written;
}
