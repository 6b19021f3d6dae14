import { lookup } from "node:dns/promises";
import { connect as connectTcp, isIP, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Phase, StepTls } from "../model/journey.ts";
import { hostOf, refuseAddress, type TargetRules } from "../journey/targets.ts";
import { StepFailure, failureOf } from "./failures.ts";
import { secure } from "./tls.ts";
import { settleOn } from "./socket.ts";

/** Looks a name up: every address of it. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** The machine's own resolver, hosts file and all. */
export const systemResolve: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address);

export interface Opened {
  socket: Socket;
  address: string;
  /** When the certificate expires; absent without TLS. */
  validTo?: Date;
}

export interface Opening {
  url: URL;
  rules: TargetRules;
  tls: StepTls;
  /** Authorities that the server's configuration adds to the system's, as PEM text. */
  authorities?: readonly string[];
  resolve: Resolve;
  signal: AbortSignal;
  /** Told which phase begins. */
  enter: (phase: Phase) => void;
  /** Told what a phase took, in milliseconds, however it ended. */
  spent: (phase: Phase, milliseconds: number) => void;
}

/**
 * Opens a connection to where a URL points. The name is looked up once, each address is judged, and the connection
 * goes to that very address, never to the name again: what DNS says a moment later changes nothing.
 */
export async function open(opening: Opening): Promise<Opened> {
  const { url, rules, resolve, signal } = opening;
  const host = hostOf(url);
  const addresses =
    isIP(host) > 0 ? [host] : await timed(opening, "dns", () => lookUp(host, resolve, signal));
  const allowed = permitted(addresses, rules);
  const { socket, address } = await timed(opening, "connect", () =>
    connectToOne(allowed, portOf(url), signal),
  );
  if (url.protocol === "http:") return { socket, address };
  const secured = await timed(opening, "tls", () => secure(socket, { ...opening, host }));
  const validTo = validToOf(secured);
  return { address, socket: secured, ...(validTo !== undefined && { validTo }) };
}

async function timed<T>({ enter, spent }: Opening, phase: Phase, work: () => Promise<T>): Promise<T> {
  enter(phase);
  const begin = performance.now();
  try {
    return await work();
  } finally {
    spent(phase, performance.now() - begin);
  }
}

const portOf = ({ port, protocol }: URL): number => Number(port || (protocol === "https:" ? 443 : 80));

async function lookUp(host: string, resolve: Resolve, signal: AbortSignal): Promise<readonly string[]> {
  try {
    const addresses = await orAborted(resolve(host), signal);
    if (addresses.length > 0) return addresses;
  } catch (cause) {
    signal.throwIfAborted();
    throw new StepFailure("dns", `${host} could not be looked up`, { cause });
  }
  throw new StepFailure("dns", `${host} has no address`);
}

/** A look-up cannot be called off, but nobody has to wait for it. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function permitted(addresses: readonly string[], rules: TargetRules): readonly string[] {
  const judged = addresses.map((address) => ({ address, refusal: refuseAddress(address, rules) }));
  const allowed = judged.filter(({ refusal }) => refusal === undefined).map(({ address }) => address);
  if (allowed.length > 0) return allowed;
  throw new StepFailure("connect", `not connected: ${judged[0]?.refusal ?? "no address"}`);
}

/** Tries one address after the other, as a browser would; the last failure speaks for all. */
async function connectToOne(
  addresses: readonly string[],
  port: number,
  signal: AbortSignal,
): Promise<{ socket: Socket; address: string }> {
  let failure: unknown;
  for (const address of addresses) {
    try {
      return { socket: await connectTo(address, port, signal), address };
    } catch (error) {
      signal.throwIfAborted();
      failure = error;
    }
  }
  throw failureOf(failure);
}

function connectTo(address: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host: address, port, noDelay: true });
    // Between two owners of a socket there is a moment in which nobody listens: an error then must not end nines.
    socket.on("error", () => undefined);
    settleOn(socket, "connect", signal, () => resolve(socket), reject);
  });
}

function validToOf(socket: TLSSocket): Date | undefined {
  const { valid_to: text } = socket.getPeerCertificate();
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
