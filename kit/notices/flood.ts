import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Company, foundCompany, services } from "../governance/company.ts";
import { hire } from "../governance/people.ts";
import { insistent, type Send } from "../governance/send.ts";
import { type NinesServer, startNines } from "../nines.ts";
import { freePort, removeFolder, temporaryFolder } from "../processes.ts";
import { startPostgres } from "../postgres.ts";
import { until } from "../until.ts";
import { type Received, startReceiver } from "./receiver.ts";

export interface FloodOptions {
  store: "SQLite" | "PostgreSQL";
  /** How many exceptions are asked for: each is announced. */
  notices: number;
  /** How often nines is killed while they go out. */
  kills: number;
  say?: (progress: string) => void;
  random?: () => number;
}

/** One message as it arrived, and in which of nines' lives it was sent. */
export interface Arrival {
  id: string;
  subject: string;
  life: number;
}

export interface FloodReport {
  killed: number;
  /** Exceptions that somebody was told were asked for. */
  asked: readonly string[];
  arrivals: readonly Arrival[];
  seconds: number;
}

/** Asks for exceptions without end, kills nines at random moments, and keeps what a receiver was sent. */
export async function flood(options: FloodOptions): Promise<FloodReport> {
  const folder = temporaryFolder("notices");
  const postgres = options.store === "PostgreSQL" ? await startPostgres() : undefined;
  const arrivals: Arrival[] = [];
  const life = { number: 0 };
  const receiver = await startReceiver((received) => {
    arrivals.push({ ...readEvent(received), life: life.number });
    // A receiver takes its time now and then: some kills must fall between its answer and the journal's.
    return { status: 200, after: arrivals.length % 3 };
  });
  try {
    const company = foundCompany(folder, await postgres?.database());
    writeFileSync(join(folder, "key-of-events"), "a key that both sides have\n");
    appendFileSync(join(folder, "nines.yaml"), channelTo(receiver.url));
    return await rage(company, life, arrivals, options);
  } finally {
    await receiver.close();
    await postgres?.stop();
    removeFolder(folder);
  }
}

const channelTo = (url: string): string =>
  `notices: { channels: [{ name: events, webhook: { url: '${url}', secretFile: key-of-events } }], ` +
  "routes: [{ kinds: [exception-requested], channels: [events] }] }\n";

function readEvent({ body }: Received): Pick<Arrival, "id" | "subject"> {
  const { id, subject } = JSON.parse(body) as { id: string; subject: string };
  return { id, subject };
}

async function rage(
  company: Company,
  life: { number: number },
  arrivals: readonly Arrival[],
  { notices, kills, random = Math.random, say }: FloodOptions,
): Promise<FloodReport> {
  const port = await freePort();
  let nines = await startNines(company.serve, port);
  const send = insistent(nines.url);
  const { alice } = await hire(send, company.adminToken());
  await channelOnRecord(send, company.adminToken());
  const begin = performance.now();
  const asked: string[] = [];
  const asking = askForAll(send, alice, notices, asked);
  let killed = 0;
  try {
    while (killed < kills) {
      // Spread over all that is delivered, each kill between a moment and a few deliveries into a life.
      const share = (notices - countOf(arrivals)) / (kills - killed);
      const enough = arrivals.length + 1 + Math.floor(random() * 2 * share);
      await until(() => arrivals.length >= enough || isDone(arrivals, notices), {
        what: "something is delivered",
        every: 1,
      });
      await pause(random() * 12);
      nines = await kill(nines, company.serve, port, () => (life.number += 1));
      killed += 1;
      if (killed % 20 === 0) say?.(`${killed} killed, ${countOf(arrivals)} delivered`);
    }
    await asking;
    await until(() => isDone(arrivals, notices), { what: "the rest is delivered", timeout: 120_000 });
    // What would be sent twice would be sent now.
    await channelEmpty(send, alice);
  } finally {
    await asking.catch(() => undefined);
    await nines.stop();
  }
  return { killed, asked, arrivals, seconds: (performance.now() - begin) / 1_000 };
}

const countOf = (arrivals: readonly Arrival[]): number => new Set(arrivals.map(({ id }) => id)).size;

const isDone = (arrivals: readonly Arrival[], notices: number): boolean => countOf(arrivals) >= notices;

async function kill(
  nines: NinesServer,
  serve: readonly string[],
  port: number,
  onDead: () => void,
): Promise<NinesServer> {
  nines.signal("SIGKILL");
  await nines.gone;
  onDead();
  await nines.stop();
  return startNines(serve, port);
}

interface Channel {
  waiting: number;
  delivered: number;
}

const channelsOf = async (send: Send, token: string): Promise<readonly Channel[]> =>
  (await send({ method: "GET", path: "/api/v1/notices", token })).body.items as readonly Channel[];

/** A channel begins with what happens from when it is on record. */
const channelOnRecord = (send: Send, admin: string): Promise<boolean> =>
  until(
    async () => {
      const path = "/api/v1/journal?kind=channels-configured";
      const { body } = await send({ method: "GET", path, token: admin });
      return (body.items as readonly unknown[]).length > 0;
    },
    { what: "the channel is on record" },
  );

const channelEmpty = (send: Send, token: string): Promise<boolean> =>
  until(async () => (await channelsOf(send, token)).every(({ waiting }) => waiting === 0), {
    what: "nothing waits any more",
  });

/** Several people ask at once, each until they are answered. */
async function askForAll(send: Send, token: string, notices: number, asked: string[]): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < notices) {
      const n = next++;
      const { status, body } = await send({
        method: "POST",
        path: "/api/v1/exceptions",
        token,
        key: `notice-${n}`,
        body: requestNumber(n),
      });
      if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
      asked.push(String(body.id));
    }
  };
  await Promise.all(Array.from({ length: 4 }, one));
}

const requestNumber = (n: number) => ({
  service: services[n % services.length],
  environments: ["production"],
  change: { sha: `c${n}` },
  reason: { category: "other", text: `change ${n}` },
  businessImpact: "none",
  risk: "none",
  rollbackPlan: "none",
});
