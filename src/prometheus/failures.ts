import { TaskCancelledError } from "cockatiel";
import { networkWords } from "../model/wording.ts";
import type { NoData, Silence } from "../query/port.ts";
import { UnreadableSecret } from "./secrets.ts";

/** One attempt that brought no answer, and whether another could. */
export interface Failure {
  reply: NoData;
  /** The source is at fault rather than the query: the breaker counts it. */
  broken: boolean;
  /** Trying again at once may help. */
  worthRetrying: boolean;
}

const failure = (cause: Silence, message: string, { broken = true, retry = false } = {}): Failure => ({
  reply: { kind: "no-data", cause, message },
  broken,
  worthRetrying: retry,
});

/** Node's and OpenSSL's names for "I do not trust this certificate". */
const certificateProblem = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ERR_TLS|ERR_SSL|EPROTO/;

/** What a thrown error means; `where` names the source and its URL. */
export function failureOf(where: string, error: unknown): Failure {
  if (error instanceof UnreadableSecret)
    return failure("unauthorized", `${where}: ${error.message}`, { broken: false });
  if (error instanceof TaskCancelledError) return failure("timeout", `${where}: no answer in time`);
  if (error instanceof SyntaxError)
    return failure(
      "unusable-answer",
      `${where}: what answers there is not Prometheus' API: check the URL's path`,
    );
  const { code = "", message } = error as NodeJS.ErrnoException;
  if (code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT")
    return failure("timeout", `${where}: no answer in time`);
  if (certificateProblem.test(code))
    return failure(
      "unreachable",
      `${where}: the TLS connection was refused (${code}): check tls.ca, tls.cert and tls.key, or the URL's host`,
    );
  return failure("unreachable", `${where}: ${networkWords[code] ?? message}`, { retry: true });
}

/** What an answer other than success means. `said` is Prometheus' own error, when it is one. */
export function failureOfStatus(
  where: string,
  status: number,
  said?: { errorType?: string; error?: string },
): Failure {
  const words = said?.error === undefined ? "" : `: ${said.error}`;
  if (status === 401 || status === 403)
    return failure("unauthorized", `${where}: credentials were refused (${status})${words}`, {
      broken: false,
    });
  if (said?.errorType === "timeout" || said?.errorType === "canceled")
    return failure("timeout", `${where}: Prometheus gave up on the query${words}`);
  if (status >= 500)
    return failure("unusable-answer", `${where}: answered ${status}${words}`, { retry: true });
  if (said?.error !== undefined || status === 429)
    return failure("refused-query", `${where}: refused the query (${status})${words}`, { broken: false });
  return failure(
    "unusable-answer",
    `${where}: answered ${status}, not as Prometheus' API does: check the URL's path`,
  );
}
