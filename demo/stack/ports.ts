import { once } from "node:events";
import { createServer } from "node:net";
import { freePort } from "../../kit/processes.ts";

const users = [
  "nines",
  "prometheus",
  "alertmanager",
  "checkout",
  "payments",
  "search",
  "bookshop",
  "database",
  "prober",
] as const;
export type Ports = Readonly<Record<(typeof users)[number], number>>;

/** Nine in a row from `first`, or nine that are free. @throws Error that names the first one taken */
export async function choosePorts(first: number | undefined): Promise<Ports> {
  const ports: number[] = [];
  for (const [index] of users.entries())
    ports.push(first === undefined ? await freePort() : await unused(first + index));
  return Object.fromEntries(users.map((user, index) => [user, ports[index]])) as Ports;
}

/** Said before anything is started rather than when the last server fails. */
async function unused(port: number): Promise<number> {
  const probe = createServer();
  try {
    probe.listen(port, "127.0.0.1");
    await once(probe, "listening");
  } catch (cause) {
    throw new Error(`port ${port} cannot be had: choose another --port, or none for free ones`, { cause });
  }
  probe.close();
  await once(probe, "close");
  return port;
}
