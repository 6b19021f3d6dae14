import type { FailureReason } from "../model/journey.ts";

/** Why an attempt of a step brought no answer to judge. The message holds nothing that a server or a secret said. */
export class StepFailure extends Error {
  readonly reason: FailureReason;
  constructor(reason: FailureReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Node's and OpenSSL's names for "this is no connection I would trust". */
const tlsProblem = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ERR_TLS|ERR_SSL|EPROTO/;

const inWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused: nothing listens there",
  ECONNRESET: "the connection was reset",
  EPIPE: "the connection was closed while the request was being sent",
  EHOSTUNREACH: "there is no route to the host",
  ENETUNREACH: "there is no route to the network",
  ETIMEDOUT: "the connection was not accepted in time",
  EADDRNOTAVAIL: "this machine has no address to connect from",
  UND_ERR_SOCKET: "the connection broke before the answer was complete",
};

const tlsInWords: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "the certificate has expired",
  CERT_NOT_YET_VALID: "the certificate is not valid yet",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is for another host",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is signed by itself",
  SELF_SIGNED_CERT_IN_CHAIN: "the certificate's chain ends in an authority that is not trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the certificate's authority is not known",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the certificate's authority is not known",
};

const codeOf = (error: unknown): string => {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === "string") return code;
  return typeof cause === "object" && cause !== null ? codeOf(cause) : "";
};

/** Codes of our own machine's trouble: no sockets or memory left is nobody else's failure. */
const ownTrouble = new Set([
  "EMFILE",
  "ENFILE",
  "ENOBUFS",
  "ENOMEM",
  "UND_ERR_INVALID_ARG",
  "ERR_INVALID_CHAR",
]);

/** What an error of the network means. */
export function failureOf(error: unknown): StepFailure {
  if (error instanceof StepFailure) return error;
  const code = codeOf(error);
  const cause = { cause: error };
  if (ownTrouble.has(code))
    return new StepFailure("internal", `the request could not be made (${code})`, cause);
  if (tlsProblem.test(code))
    return new StepFailure("tls", `${tlsInWords[code] ?? "no TLS connection came about"} (${code})`, cause);
  // undici's parser names its own class, and not always a code.
  if (code.startsWith("HPE_") || (error as Error).name === "HTTPParserError")
    return new StepFailure("http_status", "what answered does not speak HTTP", cause);
  if (code === "UND_ERR_HEADERS_OVERFLOW")
    return new StepFailure("body_too_large", "the answer's headers are larger than 16 KiB", cause);
  if (code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH")
    return new StepFailure("connect", "the answer ended before its announced length", cause);
  const words = inWords[code];
  if (words !== undefined) return new StepFailure("connect", words, cause);
  if (/^E[A-Z0-9]+$/.test(code)) return new StepFailure("connect", `the network failed (${code})`, cause);
  // An error nobody foresaw is taken for our own until somebody names it.
  return new StepFailure(
    "internal",
    `something unforeseen went wrong${code === "" ? "" : ` (${code})`}`,
    cause,
  );
}
