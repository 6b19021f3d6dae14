import { type RequestListener, type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Address, type Settings, formatAddress, isLoopback } from "../../config/settings.ts";
import { createApp, createMetricsApp } from "../../http/app.ts";
import type { AppDeps } from "../../http/deps.ts";
import { CliError, exit } from "../exit.ts";

export interface Listening {
  /** As people reach it, with the port that was really taken. */
  url: string;
  /** Takes no more requests and resolves once those under way are answered. */
  close: () => Promise<void>;
  /** Breaks what is still open. */
  abort: () => void;
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: "another process listens there",
  EACCES: "permission is missing (ports below 1024 need it)",
  EADDRNOTAVAIL: "this machine has no such address",
  ENOTFOUND: "no such host",
};

/** Without a journal there are no tokens, so other machines are let in only when the operator says it is meant. */
export function assertReachIsMeant({ listen: address, insecureNoAuth, data }: Settings): void {
  if (isLoopback(address) || insecureNoAuth || data !== undefined) return;
  throw new CliError(
    `--listen ${formatAddress(address)} can be reached from other machines, and with --data none nobody can be ` +
      `asked who they are: listen on 127.0.0.1, keep a journal, or add --insecure-no-auth if everybody may read`,
    exit.inputAtFault,
  );
}

export async function listen(flag: string, address: Address, app: RequestListener): Promise<Listening> {
  const server = createServer(app);
  // A client that sends slowly holds a connection no longer than this; 10 s is also the time to shut down in.
  server.headersTimeout = 10_000;
  server.requestTimeout = 10_000;
  await bind(server, flag, address);
  const { port } = server.address() as AddressInfo;
  const host = address.host === "" ? "0.0.0.0" : address.host;
  return {
    url: `http://${formatAddress({ host, port })}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
    abort: () => server.closeAllConnections(),
  };
}

const bind = (server: Server, flag: string, address: Address): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason = reasons[error.code ?? ""] ?? error.message;
      reject(new CliError(`cannot listen on ${formatAddress(address)}: ${reason}; choose another ${flag}`));
    });
    server.listen({ port: address.port, ...(address.host !== "" && { host: address.host }) }, resolve);
  });

/** The API on `--listen`, and the metrics by themselves where they have an address of their own. */
export async function listenAs(
  { listen: main, metricsListen }: Settings,
  deps: AppDeps,
): Promise<Listening[]> {
  const listening = [await listen("--listen", main, createApp(deps))];
  if (metricsListen !== undefined)
    listening.push(await listen("--metrics-listen", metricsListen, createMetricsApp(deps)));
  return listening;
}
