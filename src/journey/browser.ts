import type { FailureReason } from "../model/journey.ts";

/** What ended a script, in the words of whoever threw it. */
export interface ScriptError {
  name: string;
  message: string;
}

/** Why the proxy let no connection come about. */
export interface ProxyFailure {
  reason: FailureReason;
  message: string;
  /** It was refused, rather than tried. */
  isRefusal: boolean;
}

/** What a script did besides ending: what its end is judged by. */
export interface ScriptTrail {
  /** The last navigation of the page that failed. */
  lost?: { url: string; isRedirect: boolean };
  /** The page's last document. */
  document?: { url: string; status: number };
  /** By host and port, as URLs have them. */
  failures: ReadonlyMap<string, ProxyFailure>;
}

export interface Fault {
  reason: FailureReason;
  message: string;
}

/** The name that a step's own timer gives its error. */
export const stepTimeout = "StepTimeout";
/** The name of errors about powers that a script does not have. */
export const confined = "Confined";

/**
 * Why a step in the browser failed; undefined when it did not. A document's status comes before what it explains: a
 * script that waits in vain for a button on an error page failed for the error.
 */
export function faultOfScript(error: ScriptError | undefined, trail: ScriptTrail): Fault | undefined {
  if (error !== undefined && isOwnFault(error)) return { reason: "internal", message: firstLine(error) };
  const { document } = trail;
  if (document !== undefined && document.status >= 400 && trail.lost === undefined)
    return { reason: "http_status", message: `${document.url} answered ${document.status}` };
  return error === undefined ? undefined : faultOfError(error, trail);
}

/** What a Journey's author wrote wrong is nobody else's failure. */
function isOwnFault({ name, message }: ScriptError): boolean {
  if (name === "SyntaxError" || name === "ReferenceError" || name === confined) return true;
  return name === "TypeError" && /is not a (?:function|constructor)/.test(message);
}

function faultOfError(error: ScriptError, trail: ScriptTrail): Fault {
  const message = firstLine(error);
  if (error.name === "TimeoutError" || error.name === stepTimeout) return { reason: "timeout", message };
  if (/browser has been closed|Target crashed|Page crashed/.test(message))
    return { reason: "internal", message: "the browser ended while the script was running" };
  const code = /net::(ERR_[A-Z0-9_]+)/.exec(message)?.[1];
  return code === undefined ? { reason: "assertion", message } : faultOfNetwork(code, message, trail);
}

function faultOfNetwork(code: string, message: string, { lost, failures }: ScriptTrail): Fault {
  const url = lost === undefined ? null : URL.parse(lost.url);
  if (url !== null && url.protocol !== "http:" && url.protocol !== "https:")
    return { reason: "internal", message: `not opened: ${url.protocol} is neither http nor https` };
  const met = url === null ? undefined : failures.get(authorityOf(url));
  if (met === undefined) return { reason: reasonOfCode(code), message };
  // A target that an answer led to is the service's doing; one that the script names itself is our own.
  const reason = met.isRefusal && lost?.isRedirect === false ? "internal" : met.reason;
  return { reason, message: met.message };
}

const codes: readonly (readonly [RegExp, FailureReason])[] = [
  [/^ERR_(CERT|SSL|BAD_SSL|ECH)/, "tls"],
  [/^ERR_(NAME_|ICANN)/, "dns"],
  [/TIMED_OUT$/, "timeout"],
  [/^ERR_(TOO_MANY_REDIRECTS|INVALID_|RESPONSE_|CONTENT_|INCOMPLETE_)/, "http_status"],
];

const reasonOfCode = (code: string): FailureReason =>
  codes.find(([pattern]) => pattern.test(code))?.[1] ?? "connect";

/** `shop.example:443`: what a connection goes to, whether or not a URL spells the port. */
export const authorityOf = ({ hostname, port, protocol }: URL): string =>
  `${hostname}:${port || (protocol === "http:" ? "80" : "443")}`;

const longest = 300;

/** Playwright explains itself over many lines, coloured for a terminal; the first one says what went wrong. */
function firstLine({ message }: ScriptError): string {
  const [line = ""] = message
    .replaceAll(/\u001b\[[0-9;]*m/g, "")
    .trim()
    .split("\n", 1);
  const text = line === "" ? "the script threw an error without words" : line;
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
