import { isIP, type Socket } from "node:net";
import {
  connect,
  createSecureContext,
  getCACertificates,
  type SecureContext,
  type TLSSocket,
} from "node:tls";
import type { StepTls } from "../model/journey.ts";
import { StepFailure, failureOf } from "./failures.ts";
import { settleOn } from "./socket.ts";

export interface Securing {
  host: string;
  tls: StepTls;
  /** Authorities trusted beside the system's, as PEM text. */
  authorities?: readonly string[];
  signal: AbortSignal;
}

// Reading 150 certificates takes milliseconds: contexts are as many as there are different options.
const contexts = new Map<string, SecureContext>();

function contextOf({ ca, minVersion }: StepTls, authorities: readonly string[]): SecureContext {
  const key = JSON.stringify([ca, minVersion, ...authorities]);
  const known = contexts.get(key);
  if (known !== undefined) return known;
  const trusted =
    ca !== undefined
      ? [ca]
      : authorities.length > 0
        ? [...getCACertificates("default"), ...authorities]
        : undefined;
  const context = createSecureContext({
    ...(trusted !== undefined && { ca: trusted }),
    ...(minVersion !== undefined && { minVersion }),
  });
  contexts.set(key, context);
  return context;
}

/** Wraps a connection in TLS; whatever ends the handshake, such as a plain reset, is a failure of TLS. */
export async function secure(
  socket: Socket,
  { host, tls, authorities = [], signal }: Securing,
): Promise<TLSSocket> {
  const name = tls.serverName ?? host;
  try {
    const secureContext = contextOf(tls, authorities);
    return await new Promise<TLSSocket>((resolve, reject) => {
      const secured = connect({
        socket,
        secureContext,
        ALPNProtocols: ["http/1.1"],
        rejectUnauthorized: tls.insecureSkipVerify !== true,
        // The certificate is checked against `host`; an address is never sent as a server name.
        host: name,
        ...(isIP(name) === 0 && { servername: name }),
      });
      secured.on("error", () => undefined);
      settleOn(secured, "secureConnect", signal, () => resolve(secured), reject);
    });
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    const { reason, message } = failureOf(error);
    const words = reason === "tls" ? message : "the server ended the TLS handshake";
    throw new StepFailure("tls", words, { cause: error });
  }
}
