/** One series of an answer: its labels with `__name__`, and its value as Prometheus writes it (`NaN`, `+Inf`, `0.5`). */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** `[Unix seconds, value]`. */
  readonly values: readonly (readonly [number, number])[];
}

interface Envelope<Data> {
  readonly status: "success" | "error";
  readonly error?: string;
  readonly data: Data;
}

interface QueryData {
  readonly resultType: "vector" | "matrix" | "scalar" | "string";
  readonly result: unknown;
  readonly stats?: {
    readonly samples: { readonly totalQueryableSamples: number; readonly peakSamples: number };
  };
}

type Parameters = Readonly<Record<string, string | number | undefined>>;

async function call<Data>(url: string, path: string, parameters: Parameters): Promise<Data> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) body.set(name, String(value));
  const answer = await fetch(`${url}/api/v1/${path}`, { method: "POST", body });
  const text = await answer.text();
  if (!answer.ok && !text.startsWith("{")) throw new Error(`Prometheus answered ${answer.status}: ${text}`);
  const envelope = JSON.parse(text) as Envelope<Data>;
  if (envelope.status === "error")
    throw new Error(`Prometheus refused ${JSON.stringify(parameters)}: ${envelope.error}`);
  return envelope.data;
}

const numberOf = (text: string): number =>
  /^[+-]?Inf$/.test(text) ? (text.startsWith("-") ? -Infinity : Infinity) : Number(text);

const samplesOf = ({ resultType, result }: QueryData): Sample[] => {
  if (resultType === "scalar") return [{ labels: {}, value: numberOf((result as [number, string])[1]) }];
  const rows = result as { metric: Record<string, string>; value: [number, string] }[];
  return rows.map(({ metric, value }) => ({ labels: metric, value: numberOf(value[1]) }));
};

/** An instant query. `time` in Unix seconds; now without it. */
export const instant = async (url: string, query: string, time?: number): Promise<Sample[]> =>
  samplesOf(await call<QueryData>(url, "query", { query, time }));

/** The one value a query gives; undefined when it gives none. Throws when it gives several. */
export async function value(url: string, query: string, time?: number): Promise<number | undefined> {
  const samples = await instant(url, query, time);
  if (samples.length > 1) throw new Error(`${query} gave ${samples.length} series, expected one`);
  return samples[0]?.value;
}

/** A range query; times and step in seconds. */
export async function range(
  url: string,
  query: string,
  { start, end, step }: { readonly start: number; readonly end: number; readonly step: number },
): Promise<Series[]> {
  const { result } = await call<QueryData>(url, "query_range", { query, start, end, step });
  const rows = result as { metric: Record<string, string>; values: [number, string][] }[];
  return rows.map(({ metric, values }) => ({
    labels: metric,
    values: values.map(([at, text]) => [at, numberOf(text)] as const),
  }));
}

/** What an instant query costs: samples read, exact and free of noise (`stats=all`). */
export async function samplesRead(url: string, query: string, time?: number): Promise<number> {
  const { stats } = await call<QueryData>(url, "query", { query, time, stats: "all" });
  if (stats === undefined) throw new Error(`${query}: Prometheus gave no statistics`);
  return stats.samples.totalQueryableSamples;
}

/** Rule groups as `/api/v1/rules` gives them: health and last error of each rule. */
export interface RuleGroup {
  readonly name: string;
  readonly file: string;
  readonly interval: number;
  readonly lastEvaluation: string;
  readonly rules: readonly {
    readonly name: string;
    readonly type: "recording" | "alerting";
    readonly health: "ok" | "err" | "unknown";
    readonly lastError?: string;
    readonly state?: "firing" | "pending" | "inactive";
  }[];
}

export const ruleGroups = async (url: string): Promise<readonly RuleGroup[]> => {
  const answer = await fetch(`${url}/api/v1/rules`);
  return ((await answer.json()) as Envelope<{ groups: readonly RuleGroup[] }>).data.groups;
};
