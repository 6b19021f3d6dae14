import { redacted } from "../journey/redact.ts";
import type { Exchange } from "../journey/result.ts";
import { syntheticHeader } from "./exchange.ts";
import type { Trace } from "./attempt.ts";

/** Characters of a body that are kept. */
const excerptLength = 2_048;
const longestHeader = 512;

/** Headers that identify somebody, secret of ours or not. */
const identifying = new Set([
  "authorization",
  "proxy-authorization",
  "cookie",
  "set-cookie",
  "x-api-key",
  "x-auth-token",
]);

type Redact = (text: string) => string;

const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;

/** A request and its answer as they may be kept and shown. Redacted before it is cut, so that no half secret stays. */
export function recordOf({ request, cookies, answer }: Trace, attempt: number, redact: Redact): Exchange {
  const sent: [string, string][] = [
    ...request.headers.map(({ name, value, sensitive }): [string, string] => [
      name,
      sensitive ? redacted : value,
    ]),
    ...(cookies === "" ? [] : [["cookie", redacted] as [string, string]]),
    [syntheticHeader.name, syntheticHeader.value],
  ];
  const record: Exchange = {
    attempt,
    method: request.method,
    url: cut(redact(request.url.href), longestHeader),
    requestHeaders: headersOf(sent, redact),
    ...(request.body !== undefined && { requestBody: excerpt(request.body.text, redact) }),
    responseHeaders: {},
  };
  if (answer === undefined) return record;
  return {
    ...record,
    address: answer.address,
    status: answer.status,
    responseHeaders: headersOf(Object.entries(answer.headers), redact),
    responseBody: excerpt(answer.body, redact),
  };
}

const headersOf = (headers: readonly (readonly [string, string])[], redact: Redact): Record<string, string> =>
  Object.fromEntries(
    headers.map(([name, value]) => [
      redact(name),
      identifying.has(name) ? redacted : cut(redact(value), longestHeader),
    ]),
  );

/** Some of the text beyond the excerpt is looked at too: a secret may begin inside and end outside. */
const excerpt = (text: string, redact: Redact): string =>
  cut(redact(text.slice(0, excerptLength * 64)), excerptLength);
