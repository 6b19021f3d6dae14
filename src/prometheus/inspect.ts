import { TimeoutStrategy, timeout } from "cockatiel";
import { parseDuration } from "../model/durations.ts";
import type { NoData } from "../query/port.ts";
import type { Inspected, ServerFacts } from "../survey/port.ts";
import { answerReader, type Envelope } from "./answers.ts";
import { connect, type Connection } from "./connection.ts";
import { failureOf, failureOfStatus } from "./failures.ts";
import type { SourceOptions } from "./options.ts";
import { openSource } from "./source.ts";

export interface ClosableInspected extends Inspected {
  close: () => Promise<void>;
}

/** Opens a server for looking at it from all sides, with the connection and the credentials of a source. */
export function openInspected(options: SourceOptions): ClosableInspected {
  const { name, url } = options;
  const where = `Prometheus at ${url}`;
  const source = openSource(options);
  const connection = connect(options);
  const inTime = <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> =>
    timeout(options.timeout * 1000, TimeoutStrategy.Aggressive).execute(({ signal }) => work(signal));
  return {
    name,
    url,
    ask: source.ask,
    cost: async (query) => {
      try {
        return await inTime((signal) => costOf(connection, where, query, signal));
      } catch (error) {
        return failureOf(where, error).reply;
      }
    },
    facts: () => inTime((signal) => factsOf(connection, signal)).catch(() => ({})),
    metrics: () => inTime((signal) => metricsOf(connection, signal)).catch(() => []),
    close: async () => {
      await source.close();
      await connection.close();
    },
  };
}

async function costOf(
  connection: Connection,
  where: string,
  query: string,
  signal: AbortSignal,
): Promise<number | NoData> {
  const form = { query, stats: "all" };
  const { status, body } = await connection.post({ path: "/api/v1/query", form, signal });
  const reader = answerReader();
  for await (const chunk of body) reader.push(chunk);
  const { envelope } = reader.end();
  const samples = envelope.data?.stats?.samples?.totalQueryableSamples;
  if (status === 200 && samples !== undefined) return samples;
  // Engines that keep no statistics answer all the same.
  return status === 200
    ? { kind: "no-data", cause: "unusable-answer", message: `${where}: it tells no statistics` }
    : failureOfStatus(where, status, envelope).reply;
}

/** What an API of Prometheus' own answers; undefined where an engine does not have it. */
async function dataOf(connection: Connection, path: string, signal: AbortSignal): Promise<unknown> {
  const { status, body } = await connection.send({ method: "GET", path, signal });
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  if (status !== 200) return undefined;
  return (JSON.parse(Buffer.concat(chunks).toString("utf8")) as Envelope).data;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

async function factsOf(connection: Connection, signal: AbortSignal): Promise<ServerFacts> {
  const runtime = await dataOf(connection, "/api/v1/status/runtimeinfo", signal);
  const told = isObject(runtime) ? runtime.storageRetention : undefined;
  return typeof told === "string" && told !== "" ? retentionOf(told) : {};
}

/** `15d`, `30d or 100GiB`; a size alone says nothing of time. Prometheus counts a year as 365 days. */
function retentionOf(text: string): ServerFacts {
  const [time = ""] = text.split(" or ");
  const years = /^(\d+)y(.*)$/.exec(time);
  const rest = parseDuration(years === null ? time : (years[2] ?? ""));
  const whole = Number(years?.[1] ?? 0) * 365 * 86_400 + (rest ?? 0);
  return whole === 0
    ? {}
    : { retention: whole as NonNullable<ServerFacts["retention"]>, retentionText: text };
}

async function metricsOf(connection: Connection, signal: AbortSignal): Promise<readonly string[]> {
  const names = await dataOf(connection, "/api/v1/label/__name__/values", signal);
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}
