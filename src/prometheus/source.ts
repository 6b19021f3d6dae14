import { setImmediate as pause } from "node:timers/promises";
import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  TimeoutStrategy,
  circuitBreaker,
  handleWhenResult,
  retry,
  timeout,
  wrap,
} from "cockatiel";
import type { Timestamp } from "../model/units.ts";
import type { Ask, NoData, Reply } from "../query/port.ts";
import type { Source } from "../runtime/ports.ts";
import { answerReader } from "./answers.ts";
import { type Connection, type Response, connect } from "./connection.ts";
import { type Failure, failureOf, failureOfStatus } from "./failures.ts";
import type { SourceOptions } from "./options.ts";

export interface ClosableSource extends Source {
  close: () => Promise<void>;
}

type Attempt = { ok: true; reply: Reply } | ({ ok: false } & Failure);

/** No answer of a question that nines asks comes near it; beyond it a source is up to something else. */
const answerLimit = 512 * 1024 * 1024;

const breakerStates = {
  [CircuitState.Closed]: "closed",
  [CircuitState.HalfOpen]: "half-open",
  [CircuitState.Open]: "open",
  [CircuitState.Isolated]: "open",
} as const;

/** Opens a source. Nothing is connected before the first question; whatever goes wrong is an answer, too. */
export function openSource(options: SourceOptions): ClosableSource {
  const where = `Prometheus at ${options.url}`;
  const connection = connect(options);
  const guard = guardOf(options);
  let lastFailure: NoData | undefined;

  const askOne = async (query: string, at: Timestamp | undefined): Promise<Reply> => {
    try {
      const attempt = await guard.execute(() => attemptOnce(connection, where, options, query, at));
      lastFailure = attempt.reply.kind === "no-data" ? attempt.reply : undefined;
      return attempt.reply;
    } catch (error) {
      if (error instanceof BrokenCircuitError) return heldBack(where, lastFailure);
      return failureOf(where, error).reply;
    }
  };
  const ask: Ask = (queries, at) => Promise.all(queries.map((query) => askOne(query, at)));
  return {
    name: options.name,
    ask,
    breaker: () => breakerStates[guard.state()],
    close: () => connection.close(),
  };
}

function guardOf({ retries, breaker }: SourceOptions) {
  const isFailure = (result: unknown): result is Attempt & { ok: false } => !(result as Attempt).ok;
  const circuit = circuitBreaker(
    handleWhenResult((result) => isFailure(result) && result.broken),
    { breaker: new ConsecutiveBreaker(breaker.failures), halfOpenAfter: breaker.openFor * 1000 },
  );
  const again = retry(
    handleWhenResult((result) => isFailure(result) && result.worthRetrying),
    { maxAttempts: retries, backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 1_000 }) },
  );
  const policy = wrap(again, circuit);
  return {
    execute: (attempt: () => Promise<Attempt>): Promise<Attempt> => policy.execute(attempt),
    state: (): CircuitState => circuit.state,
  };
}

/**
 * Thanos and VictoriaMetrics may leave out what a store of theirs did not answer, and with it the group that burns:
 * an error is better. Prometheus itself and Mimir know neither word and do not mind.
 */
const whole = { partial_response: "false", deny_partial_response: "1" };

/** One attempt; a failure is a value here, so that retry and breaker can tell its kinds apart. */
async function attemptOnce(
  connection: Connection,
  where: string,
  { timeout: limit }: SourceOptions,
  query: string,
  at: Timestamp | undefined,
): Promise<Attempt> {
  const form = { query, timeout: String(limit), ...whole, ...(at !== undefined && { time: String(at) }) };
  try {
    // Aggressive: a server that neither answers nor closes must not keep the cycle waiting.
    return await timeout(limit * 1000, TimeoutStrategy.Aggressive).execute(async ({ signal }) =>
      read(where, await connection.post({ path: "/api/v1/query", form, signal })),
    );
  } catch (error) {
    return { ok: false, ...failureOf(where, error) };
  }
}

/** Milliseconds of reading before other requests get their turn. */
const slice = 2;

async function read(where: string, { status, body }: Response): Promise<Attempt> {
  const reader = answerReader();
  let size = 0;
  let begin = performance.now();
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > answerLimit) throw new SyntaxError("the answer is larger than any question of nines has");
      reader.push(chunk);
      // Pieces that have all arrived would be read without a break: 40 ms in which nobody at the gate is answered.
      if (performance.now() - begin < slice) continue;
      await pause();
      begin = performance.now();
    }
    const { envelope, answer } = reader.end();
    if (answer !== undefined && status === 200) return { ok: true, reply: answer };
    return { ok: false, ...failureOfStatus(where, status, envelope) };
  } catch (error) {
    if (error instanceof SyntaxError && status !== 200)
      return { ok: false, ...failureOfStatus(where, status) };
    throw error;
  }
}

const heldBack = (where: string, last: NoData | undefined): NoData => ({
  kind: "no-data",
  cause: last?.cause ?? "unreachable",
  message: `${last?.message ?? where} (not asked again yet: the circuit breaker is open)`,
});
