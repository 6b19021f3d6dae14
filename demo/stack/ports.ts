import { freePort } from "../../kit/processes.ts";

const users = ["nines", "prometheus", "alertmanager", "checkout", "payments", "search"] as const;
export type Ports = Readonly<Record<(typeof users)[number], number>>;

/** Six in a row from `first`, or six that are free. */
export async function choosePorts(first: number | undefined): Promise<Ports> {
  const ports: number[] = [];
  for (const [index] of users.entries()) ports.push(first === undefined ? await freePort() : first + index);
  return Object.fromEntries(users.map((user, index) => [user, ports[index]])) as Ports;
}
