import { StringDecoder } from "node:string_decoder";
import {
  type Answer,
  type HistogramSample,
  type Labels,
  type Sample,
  type Series,
  sampleValue,
} from "../query/port.ts";

/** What Prometheus said, before anybody judges it: its envelope, and the elements of `data.result`. */
export interface Envelope {
  status?: string;
  errorType?: string;
  error?: string;
  data?: {
    resultType?: string;
    result?: unknown;
    /** Where the question asked for them. */
    stats?: { samples?: { totalQueryableSamples?: number } };
  };
  warnings?: readonly string[];
}

interface Element {
  metric: Record<string, string>;
  value?: [number, string];
  values?: [number, string][];
  histogram?: [
    number,
    { count: string; buckets?: [rule: number, lower: string, upper: string, count: string][] },
  ];
}

/** Reads an answer while it arrives. */
export interface AnswerReader {
  push: (chunk: Uint8Array) => void;
  /** @throws SyntaxError when what arrived is no JSON of Prometheus' shape */
  end: () => { envelope: Envelope; answer: Answer | undefined };
}

const [quote, backslash, openArray, closeArray, openObject, closeObject] = [
  0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d,
];
/** `{"data": {"result": [` opens three brackets; the elements are the objects inside the third. */
const resultDepth = 3;
const envelopeLimit = 1024 * 1024;

/**
 * Takes an answer apart piece by piece. A vector of 200,000 samples is 50 MB of text: parsed in one go it would
 * hold up every other request for half a second and need the text twice. Here each piece of the network is parsed
 * as it comes, and only samples are kept.
 */
export function answerReader(): AnswerReader {
  const found = collector();
  const rest = new StringDecoder("utf8");
  let envelope = "";
  let carry: Uint8Array = new Uint8Array(0);
  let [depth, inString, escaped, inResult, seen] = [0, false, false, false, false];

  const keep = (bytes: Uint8Array): void => {
    envelope += rest.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (envelope.length > envelopeLimit) throw new SyntaxError("the answer is not one of Prometheus' API");
  };
  const push = (chunk: Uint8Array): void => {
    const bytes = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
    let first = carry.length === 0 ? -1 : 0;
    let last = -1;
    let outside = seen ? -1 : 0;
    for (let at = carry.length; at < bytes.length; at++) {
      const byte = bytes[at];
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) inString = false;
      } else if (byte === quote) inString = true;
      else if (byte === openObject || byte === openArray) {
        depth++;
        if (depth === resultDepth) inResult = byte === openArray;
        else if (depth === resultDepth + 1 && inResult && byte === openObject) {
          if (first < 0) first = at;
          if (outside >= 0) keep(bytes.subarray(outside, at));
          [outside, seen] = [-1, true];
        }
      } else if (byte === closeObject || byte === closeArray) {
        if (depth === resultDepth + 1 && inResult) last = at + 1;
        else if (depth === resultDepth && inResult && seen) [outside, seen] = [at, false];
        depth--;
      }
    }
    if (last > 0) found.add(bytes.subarray(first, last));
    if (outside >= 0) keep(bytes.subarray(outside));
    const unfinished = depth > resultDepth && inResult ? nextElement(bytes, Math.max(last, 0), first) : -1;
    carry = unfinished < 0 ? new Uint8Array(0) : Buffer.from(bytes.subarray(unfinished));
  };
  return {
    push,
    end: () => {
      const said = JSON.parse(envelope + rest.end()) as Envelope;
      return { envelope: said, answer: answerOf(said, found) };
    },
  };
}

/** Where the element begins that this piece leaves unfinished: after the comma that follows the last whole one. */
function nextElement(bytes: Uint8Array, last: number, first: number): number {
  return last > 0 ? bytes.indexOf(openObject, last) : first;
}

interface Collector {
  add: (elements: Uint8Array) => void;
  samples: Sample[];
  series: Series[];
  histograms: HistogramSample[];
  leftOut: () => number;
}

function collector(): Collector {
  const samples: Sample[] = [];
  const series: Series[] = [];
  const histograms: HistogramSample[] = [];
  const intern = interner();
  let leftOut = 0;
  const add = (elements: Uint8Array): void => {
    const text = Buffer.from(elements.buffer, elements.byteOffset, elements.byteLength).toString("utf8");
    for (const { metric, value, values, histogram } of JSON.parse(`[${text}]`) as Element[]) {
      const labels = intern(metric);
      if (value !== undefined) samples.push({ labels, value: sampleValue(value[1]) });
      else if (values !== undefined)
        series.push({ labels, points: values.map(([at, text]) => [at, sampleValue(text)] as const) });
      else leftOut++;
      if (histogram !== undefined) histograms.push(asHistogram(labels, histogram[1]));
    }
  };
  return { add, samples, series, histograms, leftOut: () => leftOut };
}

const asHistogram = (
  labels: Labels,
  { count, buckets = [] }: NonNullable<Element["histogram"]>[1],
): HistogramSample => ({
  labels,
  count: sampleValue(count),
  buckets: buckets.map(([, lower, upper, held]) => ({
    lower: sampleValue(lower),
    upper: sampleValue(upper),
    count: sampleValue(held),
  })),
});

/** Twenty series of an SLO repeat its labels: keeping each text once is a third of the memory. */
function interner(): (metric: Record<string, string>) => Labels {
  const known = new Map<string, string>();
  return (metric) => {
    for (const name in metric) {
      const value = metric[name] ?? "";
      const same = known.get(value);
      if (same === undefined) known.set(value, value);
      else metric[name] = same;
    }
    return metric;
  };
}

function answerOf({ status, data, warnings = [] }: Envelope, found: Collector): Answer | undefined {
  if (status !== "success") return undefined;
  const told = [...warnings];
  const leftOut = found.leftOut();
  if (leftOut > 0) told.push(`${leftOut} native histogram samples were left out: nines reads numbers`);
  switch (data?.resultType) {
    case "vector":
      return {
        kind: "vector",
        samples: found.samples,
        ...(found.histograms.length > 0 && { histograms: found.histograms }),
        warnings: told,
      };
    case "matrix":
      return { kind: "matrix", series: found.series, warnings: told };
    case "scalar":
      return { kind: "scalar", value: sampleValue((data.result as [number, string])[1]), warnings: told };
    default:
      return undefined;
  }
}
